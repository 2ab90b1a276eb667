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
            await db.Database.ExecuteSqlRawAsync(SqlServer("Transaction", ("{0}", "Exclusive")), [$"graphqlplugins.{number}"], ct);
    }

    /// <summary>The statement, of one row, that waits until no other transaction holds the name, and holds it to the end of this one.</summary>
    public static (string Text, object?[] Values) Take(string name, bool isPostgreSql) => isPostgreSql
        ? ("SELECT pg_advisory_xact_lock($1)", [NumberOf(name)])
        : ($"{SqlServer("Transaction", ("$1", "Exclusive"))} SELECT @held", [$"graphqlplugins.{NumberOf(name)}"]);

    /// <summary>The same of two names: the first is held beside others who share it, but by nobody for itself, and then the second one for itself.</summary>
    public static (string Text, object?[] Values) ShareAndTake(string shared, string taken, bool isPostgreSql) => isPostgreSql
        ? ("SELECT pg_advisory_xact_lock_shared($1), pg_advisory_xact_lock($2)", [NumberOf(shared), NumberOf(taken)])
        : ($"{SqlServer("Transaction", ("$1", "Shared"), ("$2", "Exclusive"))} SELECT @held", [$"graphqlplugins.{NumberOf(shared)}", $"graphqlplugins.{NumberOf(taken)}"]);

    /// <summary>
    /// SQL Server's statements that wait for locks. When it gives up, as it does with the victim of a deadlock, it says so by the result alone and goes on in the transaction; here that is an error.
    /// </summary>
    /// <param name="owner">Who holds them: <c>Transaction</c> or <c>Session</c>.</param>
    /// <param name="locks">What is locked, as an expression of the language, and how: <c>Exclusive</c> or <c>Shared</c>.</param>
    public static string SqlServer(string owner, params ReadOnlySpan<(string Resource, string Mode)> locks)
    {
        var text = new StringBuilder("DECLARE @held int;");
        foreach (var (resource, mode) in locks)
            text.Append($" EXEC @held = sp_getapplock @Resource = {resource}, @LockMode = '{mode}', @LockOwner = '{owner}'; IF @held < 0 THROW 51000, 'The lock was not granted.', 1;");
        return text.ToString();
    }

    private static long NumberOf(string name) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
