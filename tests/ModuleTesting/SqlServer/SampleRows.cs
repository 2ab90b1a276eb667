using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Testing;
using Npgsql;

namespace GraphQLPlugins.ModuleTesting.SqlServer;

/// <summary>One row of each table of a database: the one with the fewest nulls.</summary>
public sealed class SampleRows
{
    private readonly Dictionary<string, JsonObject> _tables = [];
    private readonly Dictionary<string, List<string>> _columns = [];

    /// <summary>Reads them. Where a table has a preferred row, that one counts.</summary>
    /// <param name="database">A filled database.</param>
    /// <param name="preferred">Conditions by table, such as <c>plugin_id = 'git'</c> for <c>catalog.plugins</c>.</param>
    public static async Task<SampleRows> OfAsync(TestDatabase database, IReadOnlyDictionary<string, string> preferred)
    {
        var rows = new SampleRows();
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using (var find = new NpgsqlCommand(
            "SELECT table_schema || '.' || table_name, column_name FROM information_schema.columns WHERE table_schema NOT IN ('pg_catalog', 'information_schema') ORDER BY ordinal_position", connection))
        await using (var reader = await find.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                if (!rows._columns.TryGetValue(reader.GetString(0), out var columns)) rows._columns[reader.GetString(0)] = columns = [];
                columns.Add(reader.GetString(1));
            }
        }
        foreach (var table in rows._columns.Keys)
        {
            var where = preferred.TryGetValue(table, out var condition) ? $"WHERE {condition}" : "";
            await using var read = new NpgsqlCommand(
                $"SELECT to_jsonb(t)::text FROM {table} t {where} ORDER BY (SELECT count(*) FROM jsonb_each(to_jsonb(t)) WHERE value = 'null'), t::text LIMIT 1", connection);
            if (await read.ExecuteScalarAsync() is string row) rows._tables[table] = (JsonObject)JsonNode.Parse(row)!;
        }
        return rows;
    }

    /// <summary>A row for a table that nothing fills where no vendor can be asked. Columns that it leaves out have a value of the type that is read.</summary>
    public SampleRows With(string table, string row)
    {
        _tables[table] = (JsonObject)JsonNode.Parse(row)!;
        return this;
    }

    /// <summary>Rows that others have for the tables that have none here.</summary>
    /// <param name="add">Adds rows to those that are here.</param>
    public SampleRows FilledBy(Func<SampleRows, SampleRows> add)
    {
        var copy = new SampleRows();
        foreach (var (table, row) in _tables) copy._tables[table] = row;
        foreach (var (table, row) in add(copy)._tables) _tables.TryAdd(table, row);
        return this;
    }

    /// <summary>Other values for some columns, by table; a table that is null has no row.</summary>
    public SampleRows But(string changes)
    {
        foreach (var (table, columns) in (JsonObject)JsonNode.Parse(changes)!)
        {
            if (columns is null)
            {
                _tables.Remove(table);
                continue;
            }
            var row = _tables.TryGetValue(table, out var known) ? known : _tables[table] = [];
            foreach (var (column, value) in columns.AsObject()) row[column] = value?.DeepClone();
        }
        return this;
    }

    /// <summary>The columns of a table, in its order.</summary>
    internal IReadOnlyList<string> Columns(string table) => _columns[table];

    /// <summary>Whether a table has no row.</summary>
    public bool IsEmpty(string table) => !_tables.ContainsKey(table);

    /// <summary>A table's value of a column; false when the table is empty or has no such column.</summary>
    public bool TryGet(string table, string column, out JsonNode? value)
    {
        value = null;
        return _tables.TryGetValue(table, out var row) && row.TryGetPropertyValue(column, out value);
    }
}
