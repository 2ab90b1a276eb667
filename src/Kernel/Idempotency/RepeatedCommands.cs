using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Idempotency;

/// <summary>Knows the commands that were sent with a key, and what they answered.</summary>
internal sealed class RepeatedCommands(Lazy<KernelDb> database, Actor actor, SecretBox box, IdempotencyOptions options, TimeProvider clock)
{
    private const int MaxAnswerBytes = 4 * 1024 * 1024;

    // Most commands have no key, and a context costs more than they do.
    private KernelDb Db => database.Value;

    private string Principal => actor.PrincipalId?.ToString("N") ?? actor.Name;

    /// <summary>The answer to the same command with the same key; null when there was none.</summary>
    /// <exception cref="IdempotencyConflictException">The key was used for something else.</exception>
    public async Task<EarlierAnswer<T>?> FindAsync<T>(ICommand command, string key, CancellationToken ct) =>
        await FindRecordAsync(command, key, ct) is var (record, _) ? new EarlierAnswer<T>((T)ObjectSnapshot.Read(record.Answer, typeof(T))!) : null;

    /// <summary>The work outside of transactions that the same command with the same key began; null when there is none.</summary>
    /// <exception cref="IdempotencyConflictException">The key was used for something else.</exception>
    public async Task<EarlierWork<T>?> FindWorkAsync<T>(ICommand command, string key, CancellationToken ct) =>
        await FindRecordAsync(command, key, ct) is var (record, begun)
            ? new EarlierWork<T>(begun, record.Outcome is { } outcome ? new EarlierAnswer<T>((T)ObjectSnapshot.Read(outcome, typeof(T))!) : null)
            : null;

    private async Task<(Record Record, DateTimeOffset Begun)?> FindRecordAsync(ICommand command, string key, CancellationToken ct)
    {
        var since = clock.Now() - options.Retention;
        if (await Mine(key).AsNoTracking().SingleOrDefaultAsync(ct) is not { } stored || stored.CreatedAt < since) return null;
        var record = JsonSerializer.Deserialize<Record>(box.Open(stored.SealedAnswer, Purpose(key)))!;
        return record.Digest == DigestOf(command) ? (record, stored.CreatedAt) : throw IdempotencyConflictException.Used();
    }

    /// <summary>Waits until nobody else runs a command with this key, and lets nobody until this one's transaction ends.</summary>
    public Task LockAsync(string key, CancellationToken ct) => Db.LockAsync($"kernel:idempotency:{actor.OrganizationId:N}:{Principal}:{key}", ct);

    /// <summary>Remembers an answer, in the command's own transaction.</summary>
    public async Task WriteAsync<T>(ICommand command, string key, T answer, CancellationToken ct)
    {
        var record = JsonSerializer.Serialize(new Record(DigestOf(command), SnapshotOf(answer), null));
        // One whose time is over makes room.
        await Mine(key).ExecuteDeleteAsync(ct);
        Db.IdempotencyKeys.Add(new IdempotencyKey(actor.OrganizationId, Principal, key, box.Seal(record, Purpose(key)), clock.Now()));
    }

    /// <summary>Remembers what came of the work that a command began, in a statement of its own.</summary>
    public async Task FinishAsync<T>(ICommand command, string key, T outcome, CancellationToken ct)
    {
        if (await FindRecordAsync(command, key, ct) is not var (record, _)) return;
        var finished = box.Seal(JsonSerializer.Serialize(record with { Outcome = SnapshotOf(outcome) }), Purpose(key));
        await Mine(key).ExecuteUpdateAsync(set => set.SetProperty(k => k.SealedAnswer, finished), ct);
    }

    /// <summary>Forgets a key, in a statement of its own.</summary>
    public Task FreeAsync(string key, CancellationToken ct) => Mine(key).ExecuteDeleteAsync(ct);

    private IQueryable<IdempotencyKey> Mine(string key)
    {
        var (organization, principal) = (actor.OrganizationId, Principal);
        return Db.IdempotencyKeys.Where(k => k.OrganizationId == organization && k.Principal == principal && k.Key == key);
    }

    private static string SnapshotOf<T>(T answer) => ObjectSnapshot.Write(answer, typeof(T)) is { Length: <= MaxAnswerBytes } snapshot ? snapshot
        : throw new InvalidOperationException($"The answer is too long to be remembered under an idempotency key: it may have {MaxAnswerBytes} characters.");

    private static string[] Purpose(string key) => ["kernel", "idempotency", key];

    private static string DigestOf(ICommand command) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{command.GetType().FullName}\n{ObjectSnapshot.Write(command, command.GetType())}")));

    private sealed record Record(string Digest, string Answer, string? Outcome);
}

/// <summary>What was answered before; the answer itself may be null.</summary>
internal sealed record EarlierAnswer<T>(T Answer);

/// <summary>Work that was begun before.</summary>
/// <param name="Begun">When.</param>
/// <param name="Outcome">What came of it; null while nobody knows.</param>
internal sealed record EarlierWork<T>(DateTimeOffset Begun, EarlierAnswer<T>? Outcome);
