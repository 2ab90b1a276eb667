using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace GraphQLPlugins.ModuleTesting.SqlServer;

/// <summary>
/// No SQL Server can be had where the tests run. This one takes in every statement that a host would send to one, remembers its text, and answers with one row of
/// <see cref="SampleRows"/>, so that what hangs on a row is asked for too.
/// </summary>
public sealed class RecordedSqlServer(SampleRows rows) : DbProviderFactory
{
    // 2,100 for a procedure; the one that runs statements takes two itself.
    private const int MaxParameters = 2_098;

    private readonly ConcurrentQueue<string> _statements = new();

    /// <summary>The texts in their order.</summary>
    public IReadOnlyList<string> Statements => [.. _statements];

    /// <summary>Gives the contexts of EF Core the connections of this server.</summary>
    public IInterceptor Connections => new ConnectionsOf(this);

    public override DbConnection CreateConnection() => new RecordedConnection(this);

    internal DbDataReader Run(params IReadOnlyList<DbCommand> commands)
    {
        foreach (var command in commands)
        {
            if (command.Parameters.Count > MaxParameters) throw new InvalidOperationException($"SQL Server takes {MaxParameters} parameters, not {command.Parameters.Count}: {command.CommandText}");
            _statements.Enqueue(command.CommandText.ReplaceLineEndings("\n").Trim());
        }
        return new SampleReader(commands, rows);
    }

    private sealed class ConnectionsOf(RecordedSqlServer server) : DbConnectionInterceptor
    {
        public override InterceptionResult<DbConnection> ConnectionCreating(ConnectionCreatingEventData eventData, InterceptionResult<DbConnection> result) =>
            InterceptionResult<DbConnection>.SuppressWithResult(server.CreateConnection());
    }
}
