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
    public async Task<EarlierAnswer<T>?> FindAsync<T>(ICommand command, string key, CancellationToken ct)
    {
        var since = clock.Now() - options.Retention;
        var (organization, principal) = (actor.OrganizationId, Principal);
        if (await Db.IdempotencyKeys.AsNoTracking().SingleOrDefaultAsync(k => k.OrganizationId == organization && k.Principal == principal && k.Key == key, ct) is not { } stored) return null;
        if (stored.CreatedAt < since) return null;
        var record = JsonSerializer.Deserialize<Record>(box.Open(stored.SealedAnswer, Purpose(key)))!;
        if (record.Digest != DigestOf(command)) throw IdempotencyConflictException.Used();
        return new EarlierAnswer<T>((T)ObjectSnapshot.Read(record.Answer, typeof(T))!);
    }

    /// <summary>Waits until nobody else runs a command with this key, and lets nobody until this one's transaction ends.</summary>
    public Task LockAsync(string key, CancellationToken ct) => Db.LockAsync($"kernel:idempotency:{actor.OrganizationId:N}:{Principal}:{key}", ct);

    /// <summary>Remembers an answer, in the command's own transaction.</summary>
    public async Task WriteAsync<T>(ICommand command, string key, T answer, CancellationToken ct)
    {
        var snapshot = ObjectSnapshot.Write(answer, typeof(T));
        if (snapshot.Length > MaxAnswerBytes) throw new InvalidOperationException($"The answer has {snapshot.Length} bytes, too many to be remembered under an idempotency key.");
        var record = JsonSerializer.Serialize(new Record(DigestOf(command), snapshot));
        var (organization, principal) = (actor.OrganizationId, Principal);
        // One whose time is over makes room.
        await Db.IdempotencyKeys.Where(k => k.OrganizationId == organization && k.Principal == principal && k.Key == key).ExecuteDeleteAsync(ct);
        Db.IdempotencyKeys.Add(new IdempotencyKey(organization, principal, key, box.Seal(record, Purpose(key)), clock.Now()));
    }

    private static string[] Purpose(string key) => ["kernel", "idempotency", key];

    private static string DigestOf(ICommand command) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{command.GetType().FullName}\n{ObjectSnapshot.Write(command, command.GetType())}")));

    private sealed record Record(string Digest, string Answer);
}

/// <summary>What was answered before; the answer itself may be null.</summary>
internal sealed record EarlierAnswer<T>(T Answer);
