using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Storage;

/// <summary>One command at a time on a thing that has a name, on whichever host it runs. Also where there is no row yet that could be locked.</summary>
public static class NamedLock
{
    /// <summary>Waits until no other transaction holds the name, and holds it to the end of this one. Names start with the module's, such as <c>sources:repository:7</c>.</summary>
    public static async Task LockAsync(this ModuleDbContext db, string name, CancellationToken ct)
    {
        var number = NumberOf(name);
        if (db.Database.IsPostgreSql())
            await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({number})", ct);
        else
            await db.Database.ExecuteSqlAsync($"EXEC sp_getapplock @Resource = {$"graphqlplugins.{number}"}, @LockMode = 'Exclusive', @LockOwner = 'Transaction'", ct);
    }

    /// <summary>The statement, of one row, that waits until no other transaction holds the name for itself, and then holds it beside others who share it, to the end of this one.</summary>
    public static (string Text, object?[] Values) Share(string name, bool isPostgreSql) => isPostgreSql
        ? ("SELECT pg_advisory_xact_lock_shared($1)", [NumberOf(name)])
        : ("DECLARE @held int; EXEC @held = sp_getapplock @Resource = $1, @LockMode = 'Shared', @LockOwner = 'Transaction'; SELECT @held", [$"graphqlplugins.{NumberOf(name)}"]);

    private static long NumberOf(string name) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
