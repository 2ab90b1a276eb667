using System.Collections;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.SqlClient;

namespace GraphQLPlugins.ModuleTesting.SqlServer;

/// <summary>Several statements as one message.</summary>
internal sealed class RecordedBatch(RecordedSqlServer server, RecordedConnection connection) : DbBatch
{
    private readonly RecordedBatchCommands _commands = [];

    public override int Timeout { get; set; }

    protected override DbBatchCommandCollection DbBatchCommands => _commands;

    protected override DbConnection? DbConnection { get; set; } = connection;

    protected override DbTransaction? DbTransaction { get; set; }

    public override void Cancel() { }

    public override void Prepare() { }

    public override Task PrepareAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public override int ExecuteNonQuery() => _commands.Sum(command => Sent(command).ExecuteNonQuery());

    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken = default) => Task.FromResult(ExecuteNonQuery());

    public override object? ExecuteScalar() => _commands.Select(command => Sent(command).ExecuteScalar()).ToList()[0];

    public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken = default) => Task.FromResult(ExecuteScalar());

    protected override DbBatchCommand CreateDbBatchCommand() => new RecordedBatchCommand();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => server.Run([.. _commands.Select(Sent)]);

    protected override Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) => Task.FromResult(ExecuteDbDataReader(behavior));

    private DbCommand Sent(DbBatchCommand command)
    {
        var sent = connection.CreateCommand();
        sent.CommandText = command.CommandText;
        foreach (SqlParameter parameter in command.Parameters) sent.Parameters.Add(new SqlParameter(parameter.ParameterName, parameter.Value));
        return sent;
    }
}

internal sealed class RecordedBatchCommand : DbBatchCommand
{
    private readonly SqlCommand _parameters = new();

    [AllowNull]
    public override string CommandText { get; set; } = "";

    public override CommandType CommandType { get; set; } = CommandType.Text;

    public override int RecordsAffected => 1;

    public override bool CanCreateParameter => true;

    protected override DbParameterCollection DbParameterCollection => _parameters.Parameters;

    public override DbParameter CreateParameter() => _parameters.CreateParameter();
}

internal sealed class RecordedBatchCommands : DbBatchCommandCollection
{
    private readonly List<DbBatchCommand> _commands = [];

    public override int Count => _commands.Count;

    public override bool IsReadOnly => false;

    public override void Add(DbBatchCommand item) => _commands.Add(item);

    public override void Clear() => _commands.Clear();

    public override bool Contains(DbBatchCommand item) => _commands.Contains(item);

    public override void CopyTo(DbBatchCommand[] array, int arrayIndex) => _commands.CopyTo(array, arrayIndex);

    public override IEnumerator<DbBatchCommand> GetEnumerator() => _commands.GetEnumerator();

    public override int IndexOf(DbBatchCommand item) => _commands.IndexOf(item);

    public override void Insert(int index, DbBatchCommand item) => _commands.Insert(index, item);

    public override bool Remove(DbBatchCommand item) => _commands.Remove(item);

    public override void RemoveAt(int index) => _commands.RemoveAt(index);

    protected override DbBatchCommand GetBatchCommand(int index) => _commands[index];

    protected override void SetBatchCommand(int index, DbBatchCommand batchCommand) => _commands[index] = batchCommand;
}
