using GraphQLPlugins.Kernel.Background;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Kernel.Tests.Storage;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace GraphQLPlugins.Kernel.Tests.Background;

public sealed class WakingAfterCommitTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_service_that_is_told_of_work_by_a_command_looks_when_the_work_is_there()
    {
        await using var host = await NotesModule.StartAsync();
        await host.Database.ExecuteAsync("CREATE TABLE work (name text)");
        using var looker = new Looker(host.Services.GetRequiredService<StorageServer>());
        await looker.StartAsync(default);
        Assert.True(await looker.Looked.WaitAsync(Long));

        await host.SendAsync(new BringWork("one", looker));
        Assert.True(await looker.Looked.WaitAsync(Long), "The service was not woken.");
        await looker.StopAsync(default);
        Assert.Equal([0L, 1L], looker.Seen);
    }

    [Theory]
    [InlineData("refused")]
    [InlineData("rehearsed")]
    public async Task It_sleeps_on_when_the_command_is_taken_back(string name)
    {
        await using var host = await NotesModule.StartAsync();
        await host.Database.ExecuteAsync("CREATE TABLE work (name text)");
        using var looker = new Looker(host.Services.GetRequiredService<StorageServer>());
        await Record.ExceptionAsync(() => host.SendAsync(new BringWork(name, looker)));
        await looker.StartAsync(default);
        Assert.True(await looker.Looked.WaitAsync(Long));

        // Had the first command woken it, it would look once more before it is woken by the second.
        await host.SendAsync(new BringWork("one", looker));
        Assert.True(await looker.Looked.WaitAsync(Long));
        await looker.StopAsync(default);
        Assert.Equal([0L, 1L], looker.Seen);
    }
}

/// <summary>A service that looks for work when it is woken, and hardly ever otherwise.</summary>
public sealed class Looker(StorageServer server) : WokenService(TimeSpan.FromHours(1), TimeProvider.System, NullLogger.Instance)
{
    public List<long> Seen { get; } = [];

    public SemaphoreSlim Looked { get; } = new(0);

    protected override string Work => "Looking";

    protected override async Task RoundAsync(CancellationToken ct)
    {
        await using var connection = server.CreateConnection();
        await connection.OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM work";
        Seen.Add((long)(await command.ExecuteScalarAsync(ct))!);
        Looked.Release();
    }
}

public sealed class WorkRefusedException() : RefusalException("No.");

public sealed record BringWork(string Name, Looker Looker) : ICommand<string>;

internal sealed class BringWorkHandler(UnitOfWork work) : IRequestHandler<BringWork, string>
{
    public async Task<string> Handle(BringWork request, CancellationToken ct)
    {
        work.WakeAfterCommit(request.Looker);
        work.Write("INSERT INTO work (name) VALUES ($1)", request.Name);
        // Whoever was woken too early is given the time to look in vain.
        if (request.Looker.Seen.Count > 0) await request.Looker.Looked.WaitAsync(TimeSpan.FromMilliseconds(300), ct);
        if (request.Name == "refused") throw new WorkRefusedException();
        if (request.Name == "rehearsed") work.Rehearse();
        return request.Name;
    }
}
