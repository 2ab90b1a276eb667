using System.Text.Json;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Options.History;
using GraphQLPlugins.Options.Values;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace GraphQLPlugins.Options.Storage;

/// <summary>
/// The option sets that a command holds, and what it writes to them: by hand, so that holding and reading a set is one message and all that is written goes
/// with the command's last rows.
/// </summary>
internal sealed class HeldRows(OptionsDb db, UnitOfWork work, Actor actor)
{
    // Counts the change at once, whether the set was written before or not.
    private const string HoldPostgreSql = """
        INSERT INTO options.option_set_heads AS h (organization_id, conf_key, scope_key, revision) VALUES ($1, $2, $3, 1)
        ON CONFLICT (organization_id, conf_key, scope_key) DO UPDATE SET revision = h.revision + 1 RETURNING h.revision
        """;

    private const string HoldSqlServer = """
        MERGE options.option_set_heads WITH (HOLDLOCK) AS h
        USING (VALUES ($1, $2, $3)) AS s (organization_id, conf_key, scope_key)
        ON h.organization_id = s.organization_id AND h.conf_key = s.conf_key AND h.scope_key = s.scope_key
        WHEN MATCHED THEN UPDATE SET revision = h.revision + 1
        WHEN NOT MATCHED THEN INSERT (organization_id, conf_key, scope_key, revision) VALUES (s.organization_id, s.conf_key, s.scope_key, 1)
        OUTPUT inserted.revision;
        """;

    private const string Insert = """
        INSERT INTO options.option_values (id, organization_id, conf_key, scope_key, "key", storage_key, json, protected, hint, updated_by, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, {json:7}, {bytes:8}, $9, $10, $11)
        """;

    private const string Update = "UPDATE options.option_values SET json = {json:2}, protected = {bytes:3}, hint = $4, updated_by = $5, updated_at = $6 WHERE id = $1";

    private const string Delete = "DELETE FROM options.option_values WHERE id = $1";

    private const string InsertRevision = """
        INSERT INTO options.option_revisions (id, organization_id, conf_key, scope_key, number, changes_json, changed_by, changed_at)
        VALUES ($1, $2, $3, $4, $5, {json:6}, $7, $8)
        """;

    private static readonly Texts PostgreSql = new(isPostgreSql: true), SqlServer = new(isPostgreSql: false);

    private readonly Dictionary<(string ConfKey, string ScopeKey), Dictionary<string, OptionValue>> _held = [];
    private readonly Texts _texts = db.Database.IsPostgreSql() ? PostgreSql : SqlServer;
    private IDbContextTransaction? _transaction;

    /// <summary>Locks an option set until the command ends, and reads it.</summary>
    /// <returns>The number of the revision that a change makes, and the values by key.</returns>
    public async Task<(int Number, IReadOnlyDictionary<string, OptionValue> Own)> HoldAsync(string confKey, string scopeKey, CancellationToken ct)
    {
        if (IsCurrent && _held.Count > 0) await work.FlushAsync(ct);
        else Start();
        var organization = actor.OrganizationId;
        await using var batch = db.Database.CreateStatements((_texts.Hold, [organization, confKey, scopeKey]), OptionRow.Statement(organization, confKey, [scopeKey]));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var number = reader.GetInt32(0);
        await reader.NextResultAsync(ct);
        var own = new Dictionary<string, OptionValue>(StringComparer.Ordinal);
        foreach (var row in await OptionRow.ReadAsync(reader, ct)) own.Add(row.Key, row.ToValue(organization, confKey, scopeKey));
        _held[(confKey, scopeKey)] = own;
        return (number, own);
    }

    /// <summary>What a held set looks like by now; null when this command does not hold it, or where the database may store another text than it is given, which the etag would show.</summary>
    public IReadOnlyCollection<OptionValue>? Find(string confKey, string scopeKey)
    {
        if (!IsCurrent || !_held.TryGetValue((confKey, scopeKey), out var own)) return null;
        foreach (var value in own.Values)
            if (!value.IsStoredAsWritten) return null;
        return own.Values;
    }

    /// <summary>A value that is new in a held set.</summary>
    public void Add(OptionValue value)
    {
        _held[(value.ConfKey, value.ScopeKey)].Add(value.Key, value);
        work.Write(
            _texts.Insert, value.Id, value.OrganizationId, value.ConfKey, value.ScopeKey, value.Key, value.StorageKey, value.Json, value.Protected, value.Hint, value.UpdatedBy, value.UpdatedAt);
        work.Changed(NameOf(value), before: null, DigestText(value));
    }

    /// <summary>A value of a held set that was changed.</summary>
    /// <param name="value">As it is now.</param>
    /// <param name="before">What <see cref="DigestText"/> said before.</param>
    public void Change(OptionValue value, string before)
    {
        work.Write(_texts.Update, value.Id, value.Json, value.Protected, value.Hint, value.UpdatedBy, value.UpdatedAt);
        work.Changed(NameOf(value), before, DigestText(value));
    }

    /// <summary>A value of a held set that is unset.</summary>
    public void Remove(OptionValue value)
    {
        _held[(value.ConfKey, value.ScopeKey)].Remove(value.Key);
        work.Write(Delete, value.Id);
        work.Changed(NameOf(value), DigestText(value), after: null);
    }

    /// <summary>A revision of a held set.</summary>
    public void Add(OptionRevision revision)
    {
        work.Write(
            _texts.InsertRevision, revision.Id, revision.OrganizationId, revision.ConfKey, revision.ScopeKey, revision.Number, revision.ChangesJson, revision.ChangedBy, revision.ChangedAt);
        work.Changed($"{nameof(OptionRevision)}:{revision.Id}", before: null, $"{revision.ConfKey}\n{revision.ScopeKey}\n{revision.Number}\n{revision.ChangesJson}");
    }

    /// <summary>All that a value holds, for the audit's digest.</summary>
    public static string DigestText(OptionValue value) =>
        $"{value.StorageKey}\n{value.ScopeKey}\n{value.Json}\n{(value.Protected is { } secret ? Convert.ToHexStringLower(secret) : null)}\n{value.UpdatedBy}\n{value.UpdatedAt.UtcTicks}";

    private static string NameOf(OptionValue value) => $"{nameof(OptionValue)}:{value.Id}";

    // The next command of the same request holds nothing.
    private bool IsCurrent => _transaction is not null && ReferenceEquals(_transaction, db.Database.CurrentTransaction);

    private void Start()
    {
        _held.Clear();
        _transaction = db.Database.CurrentTransaction;
    }

    /// <summary>The texts for one provider. A null has no type of its own, so parameters that may be null are cast.</summary>
    private sealed class Texts(bool isPostgreSql)
    {
        public string Hold { get; } = isPostgreSql ? HoldPostgreSql : HoldSqlServer;

        public string Insert { get; } = Cast(HeldRows.Insert, isPostgreSql);

        public string Update { get; } = Cast(HeldRows.Update, isPostgreSql);

        public string InsertRevision { get; } = Cast(HeldRows.InsertRevision, isPostgreSql);

        private static string Cast(string text, bool isPostgreSql) => System.Text.RegularExpressions.Regex.Replace(
            text, "\\{(json|bytes):([0-9]+)\\}", m => (m.Groups[1].Value, isPostgreSql) switch
            {
                ("json", true) => $"${m.Groups[2].Value}::text::jsonb",
                ("json", false) => $"${m.Groups[2].Value}",
                (_, true) => $"${m.Groups[2].Value}::bytea",
                _ => $"CONVERT(varbinary(max), ${m.Groups[2].Value})",
            });
    }
}
