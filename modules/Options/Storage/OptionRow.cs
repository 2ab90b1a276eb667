using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Options.Values;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Options.Storage;

/// <summary>A stored value as a statement by hand reads it: options are read and written with nearly every request that has to do with plugins.</summary>
/// <param name="Scope">The place of its scope among those that were asked for.</param>
internal readonly record struct OptionRow(string Key, int Scope, string? Json, byte[]? Protected, string? Hint, string UpdatedBy, DateTimeOffset UpdatedAt, Guid Id, int Revision)
{
    // Texts by the number of scopes: they are parameters of their own, since SQL Server has no arrays.
    private static readonly ConcurrentDictionary<int, (string PostgreSql, string SqlServer)> Showing = new();
    private static readonly ConcurrentDictionary<int, string> OfKey = new();

    public OptionValue ToValue(Guid organizationId, string confKey, string scopeKey) => OptionValue.Stored(organizationId, confKey, scopeKey, this);

    /// <summary>The values of a plugin at some scopes, for showing them, read by the message that finds the plugin.</summary>
    public static AttachedRows Attached(Guid organization, string[] scopeKeys, bool isPostgreSql, List<OptionRow> rows)
    {
        var texts = Showing.GetOrAdd(scopeKeys.Length, static count => (
            count == 1 ? Own : $"{Own} UNION ALL {Nearest(ScopeOf(1, count), $"{Of} AND v.scope_key = ANY(${count + 3})")}",
            count == 1 ? Own : $"{Select(count, whole: false)} WHERE {Of} AND {In(count)}"));
        return new AttachedRows(
            confKey => !isPostgreSql ? (texts.SqlServer, [organization, confKey, .. scopeKeys])
                : scopeKeys.Length == 1 ? (texts.PostgreSql, [organization, confKey, scopeKeys[0]])
                : (texts.PostgreSql, [organization, confKey, .. scopeKeys, scopeKeys[1..]]),
            async (reader, ct) => rows.AddRange(await ReadAsync(reader, ct)));
    }

    /// <summary>The values of an option key prefix at some scopes.</summary>
    public static (string Text, object?[] Values) Statement(Guid organization, string confKey, string[] scopeKeys) =>
        (OfKey.GetOrAdd(scopeKeys.Length, static count => count == 1 ? Own : $"{Select(count, whole: true)} WHERE {Of} AND {In(count)}"), [organization, confKey, .. scopeKeys]);

    /// <summary>Runs <see cref="Statement"/> on a context.</summary>
    public static async Task<List<OptionRow>> ReadAsync(OptionsDb db, Guid organization, string confKey, string[] scopeKeys, CancellationToken ct)
    {
        var (text, values) = Statement(organization, confKey, scopeKeys);
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            await using var command = db.Database.CreateStatement(text, values);
            await using var reader = await command.ExecuteReaderAsync(ct);
            return await ReadAsync(reader, ct);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>Runs <see cref="Statement"/> in a command's transaction.</summary>
    public static async Task<List<OptionRow>> ReadAsync(UnitOfWork work, Guid organization, string confKey, string[] scopeKeys, CancellationToken ct)
    {
        await using var batch = work.CreateStatements(Statement(organization, confKey, scopeKeys));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        return await ReadAsync(reader, ct);
    }

    /// <summary>All rows of a reader.</summary>
    public static async Task<List<OptionRow>> ReadAsync(DbDataReader reader, CancellationToken ct)
    {
        var rows = new List<OptionRow>();
        while (await reader.ReadAsync(ct)) rows.Add(Read(reader));
        return rows;
    }

    private static OptionRow Read(DbDataReader reader) => new(
        reader.GetString(0), reader.GetInt32(1), Text(reader, 2), reader.IsDBNull(3) ? null : reader.GetFieldValue<byte[]>(3), Text(reader, 4), Text(reader, 5) ?? "",
        reader.IsDBNull(6) ? default : reader.GetFieldValue<DateTimeOffset>(6), reader.IsDBNull(7) ? default : reader.GetGuid(7), reader.IsDBNull(8) ? default : reader.GetInt32(8));

    private static string? Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private const string Of = "v.organization_id = $1 AND v.conf_key = $2";

    /// <summary>All of one scope.</summary>
    private static readonly string Own = $"SELECT v.\"key\", 0 AS scope, v.json{Rest(", v.{0}")} FROM options.option_values v WHERE {Of} AND v.scope_key = $3";

    // Where it is only for showing, nothing but the values themselves is needed of the scopes around the one asked for.
    private static string Select(int scopes, bool whole) =>
        $"SELECT v.\"key\", {ScopeOf(0, scopes)} AS scope, v.json{Rest(whole ? ", v.{0}" : ", CASE v.scope_key WHEN $3 THEN v.{0} END AS {0}")} FROM options.option_values v";

    // Around the scope asked for, only the nearest value of an option can count, but for lists, which may be joined. PostgreSQL leaves the others out; reading them would be most of the work.
    // Without OFFSET it would find out the scope each time that it is named.
    private static string Nearest(string scope, string around) => $"""
        SELECT "key", scope, json{Rest(", NULL")}
        FROM (SELECT DISTINCT ON ("key", list) "key", scope, json
            FROM (SELECT v."key", {scope} AS scope, v.json, CASE jsonb_typeof(v.json) WHEN 'array' THEN {scope} ELSE 0 END AS list FROM options.option_values v WHERE {around} OFFSET 0) a
            ORDER BY "key", list, scope) a
        """;

    private static string Rest(string format) =>
        string.Concat(((string[])["protected", "hint", "updated_by", "updated_at", "id", "revision"]).Select(column => string.Format(CultureInfo.InvariantCulture, format, column)));

    private static string ScopeOf(int first, int end) =>
        $"CASE v.scope_key{string.Concat(Enumerable.Range(first, end - first).Select(i => string.Create(CultureInfo.InvariantCulture, $" WHEN ${i + 3} THEN {i}")))} END";

    private static string In(int count) => $"v.scope_key IN ({string.Join(", ", Enumerable.Range(3, count).Select(i => $"${i}"))})";
}
