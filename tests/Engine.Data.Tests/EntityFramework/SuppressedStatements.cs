using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace GraphQLPlugins.Engine.Data.Tests.EntityFramework;

/// <summary>Keeps the texts of statements, and answers them with no rows.</summary>
internal sealed class SuppressedStatements : DbCommandInterceptor
{
    public List<string> Texts { get; } = [];

    /// <summary>The values of the parameters of the last statement.</summary>
    public List<object?> Values { get; } = [];

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        Texts.Add(command.CommandText.ReplaceLineEndings("\n"));
        Values.Clear();
        foreach (DbParameter parameter in command.Parameters) Values.Add(parameter.Value);
        return new(InterceptionResult<DbDataReader>.SuppressWithResult(new System.Data.DataTable().CreateDataReader()));
    }
}

/// <summary>Opens no connection.</summary>
internal sealed class SuppressedConnections : DbConnectionInterceptor
{
    public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
        new(InterceptionResult.Suppress());
}
