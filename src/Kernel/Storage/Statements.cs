using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace GraphQLPlugins.Kernel.Storage;

/// <summary>Statements by hand, for the few that EF Core cannot say and those that run with every command.</summary>
public static class Statements
{
    /// <summary>A statement on a context's connection and in its transaction, both of which must be open.</summary>
    /// <param name="database">The context's database.</param>
    /// <param name="text">The statement with <c>$1</c>, <c>$2</c>, … for the values, on SQL Server too.</param>
    /// <param name="values">The values; null is a text that is missing, and a <see cref="DbType"/> stands for a missing value of that type.</param>
    public static DbCommand CreateStatement(this DatabaseFacade database, string text, params object?[] values)
    {
        var command = database.GetDbConnection().CreateCommand();
        command.Transaction = database.CurrentTransaction?.GetDbTransaction();
        if (database.GetCommandTimeout() is { } timeout) command.CommandTimeout = timeout;
        return command.With(database.IsPostgreSql(), text, values);
    }

    /// <summary>Statements on a connection of their own, as one message, for reading without a context; the connection must be open. Texts and values are as above.</summary>
    public static DbBatch CreateStatements(this StorageServer server, DbConnection connection, params ReadOnlySpan<(string Text, object?[] Values)> statements)
    {
        var batch = connection.CreateBatch();
        batch.Timeout = (int)server.Options.CommandTimeout.TotalSeconds;
        foreach (var (text, values) in statements) batch.Add(server.Options.IsPostgreSql, text, values);
        return batch;
    }

    /// <summary>Which provider it is, by its connection: asking EF Core looks at the provider's assembly each time.</summary>
    public static bool IsPostgreSql(this DatabaseFacade database) => database.GetDbConnection() is NpgsqlConnection;

    private static DbCommand With(this DbCommand command, bool isPostgreSql, string text, object?[] values)
    {
        command.CommandText = Text(isPostgreSql, text);
        foreach (var value in values) Add(command.Parameters, command.CreateParameter(), isPostgreSql, value);
        return command;
    }

    internal static void Add(this DbBatch batch, bool isPostgreSql, string text, object?[] values)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = Text(isPostgreSql, text);
        foreach (var value in values) Add(command.Parameters, command.CreateParameter(), isPostgreSql, value);
        batch.BatchCommands.Add(command);
    }

    private static string Text(bool isPostgreSql, string text) => isPostgreSql ? text : text.Replace("$", "@p", StringComparison.Ordinal);

    // A statement stays prepared only for the types that it was prepared with, so a null must have the type of what it stands for.
    private static void Add(DbParameterCollection parameters, DbParameter parameter, bool isPostgreSql, object? value)
    {
        if (!isPostgreSql) parameter.ParameterName = $"@p{parameters.Count + 1}";
        if (value is null or DbType) (parameter.DbType, parameter.Value) = (value as DbType? ?? DbType.String, DBNull.Value);
        else parameter.Value = value;
        parameters.Add(parameter);
    }
}
