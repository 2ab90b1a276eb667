using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Storage;

/// <summary>One command at a time on a thing that has a name, on whichever host it runs. Also where there is no row yet that could be locked.</summary>
internal static class NameLock
{
    /// <summary>Waits until no other transaction holds the name, and holds it to the end of this one.</summary>
    public static async Task LockAsync(this CatalogDb db, string name, CancellationToken ct)
    {
        var number = NumberOf(name);
        if (db.Database.IsNpgsql())
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({number})", ct);
        else
            await db.Database.ExecuteSqlRawAsync(NamedLock.SqlServer("Transaction", ("{0}", "Exclusive")), [$"catalog.{number}"], ct);
    }

    /// <summary>The same for a name within a whole: others may hold other names of it, and nobody the whole.</summary>
    public static async Task LockWithinAsync(this CatalogDb db, string whole, string name, CancellationToken ct)
    {
        var (shared, exclusive) = (NumberOf(whole), NumberOf(name));
        if (db.Database.IsNpgsql())
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({exclusive}) FROM (SELECT pg_advisory_xact_lock_shared({shared}) OFFSET 0) AS whole", ct);
        else
            await db.Database.ExecuteSqlRawAsync(NamedLock.SqlServer("Transaction", ("{0}", "Shared"), ("{1}", "Exclusive")), [$"catalog.{shared}", $"catalog.{exclusive}"], ct);
    }

    private static long NumberOf(string name) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"catalog:{name}")));
}
