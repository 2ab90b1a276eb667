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
        INSERT INTO options.option_values (id, organization_id, conf_key, scope_key, "key", storage_key, json, protected, hint, updated_by, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, {json:7}, $8, $9, $10, $11)
        """;

    private const string Update = "UPDATE options.option_values SET json = {json:2}, protected = $3, hint = $4, updated_by = $5, updated_at = $6 WHERE id = $1";

    private const string Delete = "DELETE FROM options.option_values WHERE id = $1";

    private const string InsertRevision = """
        INSERT INTO options.option_revisions (id, organization_id, conf_key, scope_key, number, changes_json, changed_by, changed_at)
        VALUES ($1, $2, $3, $4, $5, {json:6}, $7, $8)
        """;

    private static readonly Texts PostgreSql = new(isPostgreSql: true), SqlServer = new(isPostgreSql: false);

    private readonly Dictionary<(string ConfKey, string ScopeKey), Dictionary<string, OptionValue>> _held = [];
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
        PluginDeclaration? plugin;
        var number = 0;
        await using (var batch = work.CreateStatements(
            NamedLock.Share(DeclarationLock(organization, pluginId), work.IsPostgreSql), (_texts.HoldPlugin, [organization, pluginId, scopeKey]), OptionRow.Statement(organization, confKey, [scopeKey])))
        await using (var reader = await batch.ExecuteReaderAsync(ct))
        {
            await reader.NextResultAsync(ct);
            plugin = await reader.ReadAsync(ct) ? await plugins.ReadAsync(reader, pluginId, ct) : null;
            if (plugin is not null) number = reader.GetInt32(PluginDeclarations.QueryColumns);
            await reader.NextResultAsync(ct);
            if (plugin?.ConfKey == confKey) return (plugin, number, Keep(await OptionRow.ReadAsync(reader, ct), organization, confKey, scopeKey));
        }
        if (plugin is not null) return (plugin, number, Keep(await OptionRow.ReadAsync(work, organization, plugin.ConfKey, [scopeKey], ct), organization, plugin.ConfKey, scopeKey));
        if (await plugins.FindInstalledAsync(pluginId, organization, ct) is not { } installed) return null;
        var (first, own) = await HoldAsync(installed.ConfKey, scopeKey, ct);
        return (installed, first, own);
    }

    /// <summary>Lets nobody write options of a plugin, or begin to, until the command ends, which changes what it declares.</summary>
    public static Task HoldDeclarationAsync(OptionsDb db, Guid organization, string pluginId, CancellationToken ct) => db.LockAsync(DeclarationLock(organization, pluginId), ct);

    /// <summary>Locks the option set of a prefix until the command ends, and reads it.</summary>
    /// <returns>The number of the revision that a change makes, and the values by key.</returns>
    public async Task<(int Number, IReadOnlyDictionary<string, OptionValue> Own)> HoldAsync(string confKey, string scopeKey, CancellationToken ct)
    {
        await StartAsync(ct);
        var organization = actor.OrganizationId;
        await using var batch = work.CreateStatements((_texts.Hold, [organization, confKey, scopeKey]), OptionRow.Statement(organization, confKey, [scopeKey]));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var number = reader.GetInt32(0);
        await reader.NextResultAsync(ct);
        return (number, Keep(await OptionRow.ReadAsync(reader, ct), organization, confKey, scopeKey));
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
            _texts.Insert, value.Id, value.OrganizationId, value.ConfKey, value.ScopeKey, value.Key, value.StorageKey, value.Json, Bytes(value.Protected), value.Hint, value.UpdatedBy, value.UpdatedAt);
        work.Changed(NameOf(value), before: null, DigestText(value));
    }

    /// <summary>A value of a held set that was changed.</summary>
    /// <param name="value">As it is now.</param>
    /// <param name="before">What <see cref="DigestText"/> said before.</param>
    public void Change(OptionValue value, string before)
    {
        work.Write(_texts.Update, value.Id, value.Json, Bytes(value.Protected), value.Hint, value.UpdatedBy, value.UpdatedAt);
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

    private Dictionary<string, OptionValue> Keep(List<OptionRow> rows, Guid organization, string confKey, string scopeKey)
    {
        var own = new Dictionary<string, OptionValue>(StringComparer.Ordinal);
        foreach (var row in rows) own.Add(row.Key, row.ToValue(organization, confKey, scopeKey));
        _held[(confKey, scopeKey)] = own;
        return own;
    }

    private static string DeclarationLock(Guid organization, string pluginId) => $"options:declaration:{organization:N}:{pluginId}";

    /// <summary>The texts for one provider. PostgreSQL takes JSON as text, and makes it its own.</summary>
    private sealed class Texts(bool isPostgreSql)
    {
        public string Hold { get; } = HoldStatements.Text(isPostgreSql);

        public string HoldPlugin { get; } = HoldStatements.TextWithPlugin(isPostgreSql);

        public string Insert { get; } = Cast(HeldRows.Insert, isPostgreSql);

        public string Update { get; } = Cast(HeldRows.Update, isPostgreSql);

        public string InsertRevision { get; } = Cast(HeldRows.InsertRevision, isPostgreSql);

        private static string Cast(string text, bool isPostgreSql) => System.Text.RegularExpressions.Regex.Replace(text, "\\{json:([0-9]+)\\}", isPostgreSql ? "$$$1::text::jsonb" : "$$$1");
    }
}
