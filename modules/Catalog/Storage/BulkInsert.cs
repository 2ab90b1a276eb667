using System.Data;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Internal;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace GraphQLPlugins.Catalog.Storage;

/// <summary>
/// Writes many new rows of one entity by the server's own fast path: binary COPY in PostgreSQL, SqlBulkCopy in SQL Server.
/// Columns and conversions come from EF Core's model, so that a mapping is written down once. Runs in the context's current transaction.
/// </summary>
internal static class BulkInsert
{
    public static async Task WriteAsync<T>(DbContext db, IReadOnlyCollection<T> rows, CancellationToken ct) where T : class
    {
        if (rows.Count == 0)
            return;
        var entity = db.Model.FindEntityType(typeof(T)) ?? throw new InvalidOperationException($"{typeof(T).Name} is not mapped.");
        var table = StoreObjectIdentifier.Table(entity.GetTableName()!, entity.GetSchema());
        Column[] columns = [.. entity.GetProperties().Select(property => new Column(property, table))];
        if (db.Database.GetDbConnection() is NpgsqlConnection postgreSql)
            await CopyAsync(postgreSql, table, columns, rows, ct);
        else
            await BulkCopyAsync((SqlConnection)db.Database.GetDbConnection(), (SqlTransaction?)db.Database.CurrentTransaction?.GetDbTransaction(), table, columns, rows, ct);
    }

    private static async Task CopyAsync<T>(NpgsqlConnection connection, StoreObjectIdentifier table, Column[] columns, IReadOnlyCollection<T> rows, CancellationToken ct)
    {
        var into = $"COPY \"{table.Schema}\".\"{table.Name}\" ({string.Join(", ", columns.Select(column => $"\"{column.Name}\""))}) FROM STDIN (FORMAT BINARY)";
        await using var writer = await connection.BeginBinaryImportAsync(into, ct);
        foreach (var row in rows)
        {
            await writer.StartRowAsync(ct);
            foreach (var column in columns)
                if (column.Value(row!) is { } value)
                    await writer.WriteAsync(value, column.StoreType, ct);
                else
                    await writer.WriteNullAsync(ct);
        }
        await writer.CompleteAsync(ct);
    }

    private static async Task BulkCopyAsync<T>(SqlConnection connection, SqlTransaction? transaction, StoreObjectIdentifier table, Column[] columns, IReadOnlyCollection<T> rows, CancellationToken ct)
    {
        using var data = new DataTable();
        using var copy = new SqlBulkCopy(connection, SqlBulkCopyOptions.CheckConstraints, transaction) { DestinationTableName = $"[{table.Schema}].[{table.Name}]" };
        foreach (var column in columns)
        {
            data.Columns.Add(column.Name, column.Type);
            copy.ColumnMappings.Add(column.Name, column.Name);
        }
        foreach (var row in rows)
            data.Rows.Add([.. columns.Select(column => column.Value(row!) ?? DBNull.Value)]);
        await copy.WriteToServerAsync(data, ct);
    }

    private sealed class Column
    {
        private readonly IPropertyBase _property;
        private readonly Func<object?, object?>? _convert;

        public Column(IProperty property, StoreObjectIdentifier table)
        {
            var mapping = property.GetRelationalTypeMapping();
            _property = property;
            _convert = mapping.Converter?.ConvertToProvider;
            Name = property.GetColumnName(table)!;
            StoreType = mapping.StoreTypeNameBase;
            Type = Nullable.GetUnderlyingType(mapping.Converter?.ProviderClrType ?? property.ClrType) ?? mapping.Converter?.ProviderClrType ?? property.ClrType;
        }

        public string Name { get; }

        public string StoreType { get; }

        public Type Type { get; }

        public object? Value(object row)
        {
            var value = ((IRuntimePropertyBase)_property).GetGetter().GetClrValue(row);
            return value is null || _convert is null ? value : _convert(value);
        }
    }
}
