using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Projects;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Kernel.Tests.Storage;

public sealed class UnitOfWorkTests
{
    [Fact]
    public async Task A_command_commits_the_contexts_of_all_modules_and_its_audit_entry_together()
    {
        await using var host = await NotesModule.StartAsync();
        await host.SendAsync(new WriteNote("hello"));
        Assert.Equal("hello", await host.Database.ScalarAsync("SELECT text FROM notes.notes"));
        Assert.Equal("hello", await host.Database.ScalarAsync("SELECT name FROM kernel.projects"));
        Assert.Equal("writeNote by system on note-hello", await host.Database.ScalarAsync("SELECT action || ' by ' || actor || ' on ' || target FROM kernel.audit_entries"));
        Assert.Equal(true, await host.Database.ScalarAsync("SELECT before_digest IS NULL AND length(after_digest) = 64 FROM kernel.audit_entries"));
    }

    [Fact]
    public async Task A_refusal_takes_back_everything()
    {
        await using var host = await NotesModule.StartAsync();
        await Assert.ThrowsAsync<NoteRefusedException>(() => host.SendAsync(new WriteNote("refused")));
        await AssertEmptyAsync(host);
        Assert.Empty(NotesModule.Heard(host));
    }

    [Fact]
    public async Task A_rehearsal_takes_back_everything_but_answers()
    {
        await using var host = await NotesModule.StartAsync();
        Assert.Equal("rehearsed", await host.SendAsync(new WriteNote("rehearsed")));
        await AssertEmptyAsync(host);
        Assert.Empty(NotesModule.Heard(host));
    }

    [Fact]
    public async Task A_violated_constraint_can_be_told_from_other_failures()
    {
        await using var host = await NotesModule.StartAsync();
        await host.SendAsync(new WriteNote("twice"));
        await Assert.ThrowsAsync<NoteRefusedException>(() => host.SendAsync(new WriteNote("twice")));
        Assert.Equal(1L, await host.Database.ScalarAsync("SELECT count(*) FROM notes.notes"));
        Assert.Equal(1L, await host.Database.ScalarAsync("SELECT count(*) FROM kernel.audit_entries"));
    }

    [Fact]
    public async Task Commands_of_one_scope_each_have_a_transaction_of_their_own()
    {
        await using var host = await NotesModule.StartAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        await mediator.Send(new WriteNote("one"));
        await Assert.ThrowsAsync<NoteRefusedException>(() => mediator.Send(new WriteNote("refused")));
        await mediator.Send(new WriteNote("two"));
        Assert.Equal("one,two", await host.Database.ScalarAsync("SELECT string_agg(text, ',' ORDER BY text) FROM notes.notes"));
        Assert.Equal(2L, await host.Database.ScalarAsync("SELECT count(*) FROM kernel.audit_entries"));
    }

    [Fact]
    public async Task A_command_sent_by_a_command_joins_its_transaction()
    {
        await using var host = await NotesModule.StartAsync();
        await Assert.ThrowsAsync<NoteRefusedException>(() => host.SendAsync(new WriteTwoNotes("first", "refused")));
        await AssertEmptyAsync(host);
        await host.SendAsync(new WriteTwoNotes("first", "second"));
        Assert.Equal(2L, await host.Database.ScalarAsync("SELECT count(*) FROM notes.notes"));
        Assert.Equal("writeTwoNotes", await host.Database.ScalarAsync("SELECT string_agg(action, ',') FROM kernel.audit_entries"));
    }

    [Fact]
    public async Task Listeners_hear_of_a_change_when_it_is_committed_and_a_failing_one_harms_nothing()
    {
        await using var host = await NotesModule.StartAsync();
        await host.SendAsync(new WriteNote("loud"));
        Assert.Equal(["loud: 1 committed"], NotesModule.Heard(host));
        await host.SendAsync(new WriteNote("listener fails"));
        Assert.Equal(2L, await host.Database.ScalarAsync("SELECT count(*) FROM notes.notes"));
    }

    [Theory]
    [InlineData("prepared", "prepared, committed")]
    [InlineData("rehearsed", "prepared, abandoned")]
    [InlineData("refused", "prepared, abandoned")]
    [InlineData("unprepared", "abandoned")]
    public async Task What_was_prepared_outside_the_transaction_hears_how_the_command_ended(string text, string heard)
    {
        await using var host = await NotesModule.StartAsync();
        await Record.ExceptionAsync(() => host.SendAsync(new WriteNote(text)));
        Assert.Equal(heard, string.Join(", ", host.Services.GetRequiredService<Outside>().Heard));
        Assert.Equal(text == "prepared" ? 1L : 0L, await host.Database.ScalarAsync("SELECT count(*) FROM notes.notes"));
    }

    [Fact]
    public async Task A_command_that_joins_another_ones_transaction_is_not_prepared()
    {
        await using var host = await NotesModule.StartAsync();
        await host.SendAsync(new WriteTwoNotes("prepared", "second"));
        Assert.Empty(host.Services.GetRequiredService<Outside>().Heard);
    }

    [Fact]
    public async Task Reading_contexts_track_nothing()
    {
        await using var host = await NotesModule.StartAsync();
        await host.SendAsync(new WriteNote("seen"));
        await using var db = host.Services.GetRequiredService<IDbContextFactory<NotesDb>>().CreateDbContext();
        Assert.Equal("seen", (await db.Notes.SingleAsync()).Text);
        Assert.Empty(db.ChangeTracker.Entries());
    }

    private static async Task AssertEmptyAsync(KernelHost host)
    {
        Assert.Equal(0L, await host.Database.ScalarAsync("SELECT count(*) FROM notes.notes"));
        Assert.Equal(0L, await host.Database.ScalarAsync("SELECT count(*) FROM kernel.projects"));
        Assert.Equal(0L, await host.Database.ScalarAsync("SELECT count(*) FROM kernel.audit_entries"));
    }
}

/// <summary>A module as small as can be.</summary>
public sealed class NotesModule : IModule
{
    public string Name => NotesDb.Schema;

    public static async Task<KernelHost> StartAsync()
    {
        var host = await KernelHost.StartAsync(new NotesModule());
        await host.Database.ExecuteAsync("CREATE SCHEMA notes; CREATE TABLE notes.notes (id uuid PRIMARY KEY, text text UNIQUE)");
        return host;
    }

    public static IReadOnlyList<string> Heard(KernelHost host) => host.Services.GetRequiredService<Ears>().Heard;

    public void AddServices(IServiceCollection services, IConfiguration configuration) =>
        services.AddModuleDb<NotesDb, PostgreSqlNotesDb, SqlServerNotesDb>().AddSingleton<Ears>().AddSingleton<Outside>();

    public void AddTypes(GraphQLPlugins.Engine.Execution.Configuration.IRequestExecutorBuilder graph) { }
}

public sealed class Ears
{
    public List<string> Heard { get; } = [];
}

public sealed class Note
{
    public Guid Id { get; init; }

    public string Text { get; init; } = "";
}

public abstract class NotesDb(DbContextOptions options) : ModuleDbContext(options, Schema), IModuleSchema
{
    public static string Schema => "notes";

    public DbSet<Note> Notes => Set<Note>();

    protected override void Map(ModelBuilder model) => model.Entity<Note>();
}

public sealed class PostgreSqlNotesDb(DbContextOptions<PostgreSqlNotesDb> options) : NotesDb(options);

public sealed class SqlServerNotesDb(DbContextOptions<SqlServerNotesDb> options) : NotesDb(options);

public sealed class NoteRefusedException() : RefusalException("No.");

public sealed record NoteWritten(string Text) : INotification;

public sealed record WriteNote(string Text) : ICommand<string>
{
    string? ICommand.AuditTarget => $"note-{Text}";
}

public sealed record WriteTwoNotes(string First, string Second) : ICommand<string>;

internal sealed class WriteNoteHandler(NotesDb notes, KernelDb kernel, UnitOfWork work) : IRequestHandler<WriteNote, string>
{
    public async Task<string> Handle(WriteNote request, CancellationToken ct)
    {
        notes.Add(new Note { Id = Guid.NewGuid(), Text = request.Text });
        kernel.Add(new Project(Organization.DefaultId, request.Text, null, DateTimeOffset.UnixEpoch));
        work.AfterCommit(new NoteWritten(request.Text));
        try
        {
            await work.FlushAsync(ct);
        }
        catch (DbUpdateException e) when (e.IsDuplicate())
        {
            throw new NoteRefusedException();
        }
        if (request.Text == "refused") throw new NoteRefusedException();
        if (request.Text == "rehearsed") work.Rehearse();
        return request.Text;
    }
}

/// <summary>Something outside the database.</summary>
public sealed class Outside : IParticipant
{
    public List<string> Heard { get; } = [];

    public Task CommittedAsync() => HearAsync("committed");

    public Task AbandonedAsync() => HearAsync("abandoned");

    public Task HearAsync(string word)
    {
        Heard.Add(word);
        return Task.CompletedTask;
    }
}

internal sealed class WriteNotePreparation(Outside outside, UnitOfWork work) : IPreparation<WriteNote>
{
    public async Task PrepareAsync(WriteNote command, CancellationToken ct)
    {
        work.Enlist(outside);
        if (command.Text == "unprepared") throw new NoteRefusedException();
        Assert.False(work.IsOpen);
        await outside.HearAsync("prepared");
    }
}

internal sealed class WriteTwoNotesHandler(IMediator mediator) : IRequestHandler<WriteTwoNotes, string>
{
    public async Task<string> Handle(WriteTwoNotes request, CancellationToken ct) =>
        await mediator.Send(new WriteNote(request.First), ct) + await mediator.Send(new WriteNote(request.Second), ct);
}

internal sealed class NoteListener(Ears ears, IDbContextFactory<NotesDb> factory) : INotificationHandler<NoteWritten>
{
    public async Task Handle(NoteWritten notification, CancellationToken ct)
    {
        if (notification.Text == "listener fails") throw new InvalidOperationException();
        await using var db = await factory.CreateDbContextAsync(ct);
        ears.Heard.Add($"{notification.Text}: {await db.Notes.CountAsync(ct)} committed");
    }
}
