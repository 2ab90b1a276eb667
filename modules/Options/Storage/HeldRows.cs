using System.Data;
using System.Data.Common;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Options.History;
using GraphQLPlugins.Options.Values;

namespace GraphQLPlugins.Options.Storage;

/// <summary>
/// The option sets that a command holds, and what it writes to them: by hand, so that holding and reading a set is one message and all that is written goes
/// with the command's last rows.
/// </summary>
internal sealed class HeldRows(PluginDeclarations plugins, UnitOfWork work, Actor actor)
{
    private const string Insert = """
        INSERT INTO options.option_values (id, organization_id, conf_key, scope_key, "key", storage_key, json, protected, hint, updated_by, updated_at, revision)
        VALUES ($1, $2, $3, $4, $5, $6, {json:7}, $8, $9, $10, $11, $12)
        """;

    private const string Update = "UPDATE options.option_values SET json = {json:2}, protected = $3, hint = $4, updated_by = $5, updated_at = $6, revision = $7 WHERE id = $1";

    private const string Number = "UPDATE options.option_values SET revision = $2 WHERE id = $1";

    private const string Delete = "DELETE FROM options.option_values WHERE id = $1";

    private const string InsertRevision = """
        INSERT INTO options.option_revisions (id, organization_id, conf_key, scope_key, number, changes_json, changed_by, changed_at)
        VALUES ($1, $2, $3, $4, $5, {json:6}, $7, $8)
        """;

    private const string LastNumber = "SELECT COALESCE(MAX(number), 0) FROM options.option_revisions WHERE organization_id = $1 AND conf_key = $2 AND scope_key = $3";

    private static readonly Texts PostgreSql = new(isPostgreSql: true), SqlServer = new(isPostgreSql: false);

    private readonly Dictionary<(string ConfKey, string ScopeKey), HeldSet> _held = [];
    private readonly Texts _texts = work.IsPostgreSql ? PostgreSql : SqlServer;
    private DbTransaction? _transaction;

    /// <summary>
    /// Locks a plugin's option set until the command ends, and reads the plugin and the set. What the plugin declares stays as it is until then as well, since a
    /// version that declares its options otherwise waits for those who write by the declaration that it replaces.
    /// </summary>
    /// <returns>Null when there is no such plugin.</returns>
    public async Task<(PluginDeclaration Plugin, int Number, IReadOnlyDictionary<string, OptionValue> Own)?> HoldPluginAsync(string pluginId, string scopeKey, CancellationToken ct)
    {
        await StartAsync(ct);
        var (organization, confKey) = (actor.OrganizationId, PluginDeclarations.UsualConfKey(pluginId));
        FoundPlugin? found;
        List<OptionRow> rows = [];
        await using (var batch = work.CreateStatements(
            NamedLock.ShareAndTake(DeclarationLock(organization, pluginId), SetLock(organization, confKey, scopeKey), work.IsPostgreSql),
            PluginDeclarations.Statement(organization, pluginId), OptionRow.Statement(organization, confKey, [scopeKey])))
        await using (var reader = await batch.ExecuteReaderAsync(ct))
        {
            await reader.NextResultAsync(ct);
            found = await PluginDeclarations.ReadAsync(reader, pluginId, ct);
            await reader.NextResultAsync(ct);
            if (found?.ConfKey == confKey) rows = await OptionRow.ReadAsync(reader, ct);
        }
        var plugin = found is not null ? await plugins.DeclarationOfAsync(found, ct) : await plugins.FindInstalledAsync(pluginId, organization, ct);
        if (plugin is null) return null;
        var (number, own) = plugin.ConfKey == confKey ? await KeepAsync(rows, confKey, scopeKey, ct) : await HoldAsync(plugin.ConfKey, scopeKey, ct);
        return (plugin, number, own);
    }

    /// <summary>Lets nobody write options of a plugin, or begin to, until the command ends, which changes what it declares.</summary>
    public static Task HoldDeclarationAsync(OptionsDb db, Guid organization, string pluginId, CancellationToken ct) => db.LockAsync(DeclarationLock(organization, pluginId), ct);

    /// <summary>Locks the option set of a prefix until the command ends, and reads it.</summary>
    /// <returns>The number of the revision that a change makes, and the values by key.</returns>
    public async Task<(int Number, IReadOnlyDictionary<string, OptionValue> Own)> HoldAsync(string confKey, string scopeKey, CancellationToken ct)
    {
        await StartAsync(ct);
        var organization = actor.OrganizationId;
        List<OptionRow> rows;
        await using (var batch = work.CreateStatements(NamedLock.Take(SetLock(organization, confKey, scopeKey), work.IsPostgreSql), OptionRow.Statement(organization, confKey, [scopeKey])))
        await using (var reader = await batch.ExecuteReaderAsync(ct))
        {
            await reader.NextResultAsync(ct);
            rows = await OptionRow.ReadAsync(reader, ct);
        }
        return await KeepAsync(rows, confKey, scopeKey, ct);
    }

    /// <summary>What a held set looks like by now; null when this command does not hold it, or where the database may store another text than it is given, which the etag would show.</summary>
    public IReadOnlyCollection<OptionValue>? Find(string confKey, string scopeKey)
    {
        if (!IsCurrent || !_held.TryGetValue((confKey, scopeKey), out var held)) return null;
        foreach (var value in held.Own.Values)
            if (!value.IsStoredAsWritten) return null;
        return held.Own.Values;
    }

    /// <summary>A value that is new in a held set.</summary>
    public void Add(OptionValue value)
    {
        var held = SetOf(value);
        held.Own.Add(value.Key, value);
        value.Revision = held.Number;
        work.Write(
            _texts.Insert, value.Id, value.OrganizationId, value.ConfKey, value.ScopeKey, value.Key, value.StorageKey, value.Json, Bytes(value.Protected), value.Hint, value.UpdatedBy, value.UpdatedAt,
            value.Revision);
        work.Changed(NameOf(value), before: null, DigestText(value));
    }

    /// <summary>A value of a held set that was changed.</summary>
    /// <param name="value">As it is now.</param>
    /// <param name="before">What <see cref="DigestText"/> said before.</param>
    public void Change(OptionValue value, string before)
    {
        value.Revision = SetOf(value).Number;
        work.Write(_texts.Update, value.Id, value.Json, Bytes(value.Protected), value.Hint, value.UpdatedBy, value.UpdatedAt, value.Revision);
        work.Changed(NameOf(value), before, DigestText(value));
    }

    /// <summary>A value of a held set that is unset.</summary>
    public void Remove(OptionValue value)
    {
        SetOf(value).Own.Remove(value.Key);
        work.Write(Delete, value.Id);
        work.Changed(NameOf(value), DigestText(value), after: null);
    }

    /// <summary>A revision of a held set, once its changes are there.</summary>
    public void Add(OptionRevision revision)
    {
        // Where it only unsets, one of the values that stay remembers the number.
        var own = _held[(revision.ConfKey, revision.ScopeKey)].Own.Values;
        if (own.FirstOrDefault() is { } first && own.All(value => value.Revision != revision.Number))
        {
            first.Revision = revision.Number;
            work.Write(Number, first.Id, first.Revision);
        }
        work.Write(
            _texts.InsertRevision, revision.Id, revision.OrganizationId, revision.ConfKey, revision.ScopeKey, revision.Number, revision.ChangesJson, revision.ChangedBy, revision.ChangedAt);
        work.Changed($"{nameof(OptionRevision)}:{revision.Id}", before: null, $"{revision.ConfKey}\n{revision.ScopeKey}\n{revision.Number}\n{revision.ChangesJson}");
    }

    /// <summary>All that a value holds, for the audit's digest.</summary>
    public static string DigestText(OptionValue value) =>
        $"{value.StorageKey}\n{value.ScopeKey}\n{value.Json}\n{(value.Protected is { } secret ? Convert.ToHexStringLower(secret) : null)}\n{value.UpdatedBy}\n{value.UpdatedAt.UtcTicks}";

    private static object Bytes(byte[]? value) => value ?? (object)DbType.Binary;

    private static string NameOf(OptionValue value) => $"{nameof(OptionValue)}:{value.Id}";

    // The next command of the same request holds nothing.
    private bool IsCurrent => _transaction is not null && ReferenceEquals(_transaction, work.Transaction);

    /// <summary>What was written to other sets must be there before the next one is read: they may be one.</summary>
    private async Task StartAsync(CancellationToken ct)
    {
        if (IsCurrent)
        {
            await work.FlushAsync(ct);
            return;
        }
        _held.Clear();
        _transaction = work.Transaction;
    }

    private async Task<(int Number, IReadOnlyDictionary<string, OptionValue> Own)> KeepAsync(List<OptionRow> rows, string confKey, string scopeKey, CancellationToken ct)
    {
        var (organization, last) = (actor.OrganizationId, 0);
        var own = new Dictionary<string, OptionValue>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            own.Add(row.Key, row.ToValue(organization, confKey, scopeKey));
            last = Math.Max(last, row.Revision);
        }
        var held = _held[(confKey, scopeKey)] = new HeldSet((last > 0 ? last : await LastNumberAsync(organization, confKey, scopeKey, ct)) + 1, own);
        return (held.Number, own);
    }

    /// <summary>Asked of a set that has no value, or none since its values know their revisions.</summary>
    private async Task<int> LastNumberAsync(Guid organization, string confKey, string scopeKey, CancellationToken ct)
    {
        await using var batch = work.CreateStatements((LastNumber, [organization, confKey, scopeKey]));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        return reader.GetInt32(0);
    }

    private HeldSet SetOf(OptionValue value) => _held[(value.ConfKey, value.ScopeKey)];

    private static string DeclarationLock(Guid organization, string pluginId) => $"options:declaration:{organization:N}:{pluginId}";

    private static string SetLock(Guid organization, string confKey, string scopeKey) => $"options:set:{organization:N}:{confKey}:{scopeKey}";

    /// <summary>A set that is held.</summary>
    /// <param name="Number">The number of the revision that a change makes.</param>
    /// <param name="Own">Its values by key, as they are by now.</param>
    private sealed record HeldSet(int Number, Dictionary<string, OptionValue> Own);

    /// <summary>The texts for one provider. PostgreSQL takes JSON as text, and makes it its own.</summary>
    private sealed class Texts(bool isPostgreSql)
    {
        public string Insert { get; } = Cast(HeldRows.Insert, isPostgreSql);

        public string Update { get; } = Cast(HeldRows.Update, isPostgreSql);

        public string InsertRevision { get; } = Cast(HeldRows.InsertRevision, isPostgreSql);

        private static string Cast(string text, bool isPostgreSql) => System.Text.RegularExpressions.Regex.Replace(text, "\\{json:([0-9]+)\\}", isPostgreSql ? "$$$1::text::jsonb" : "$$$1");
    }
}
