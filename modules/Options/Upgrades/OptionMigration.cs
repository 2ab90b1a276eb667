using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Options.Contracts;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.History;
using GraphQLPlugins.Options.Storage;
using GraphQLPlugins.Options.Values;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Options.Upgrades;

/// <summary>Carries stored options over to the definitions of another version.</summary>
internal sealed class OptionMigration(OptionsDb db, HeldRows rows, IDbContextFactory<OptionsDb> databases, Actor actor, SecretBox secrets, UnitOfWork work, TimeProvider clock) : IOptionMigration
{
    public async Task<IReadOnlyList<OptionDefinitionChanges?>> CompareAsync(IReadOnlyList<DefinitionChange> changes, CancellationToken ct)
    {
        var compared = changes.Select(change => (Change: change, Difference: DifferenceOf(change), Judge: new StoredOptionJudge(change.After.Options()))).ToList();
        var byConfKey = compared.ToLookup(one => one.Change.After.ConfKey, StringComparer.Ordinal);
        var confKeys = byConfKey.Select(one => one.Key).ToArray();
        await using var reading = await databases.CreateDbContextAsync(ct);
        await foreach (var value in Of(reading.Values.AsNoTracking(), confKeys).AsAsyncEnumerable().WithCancellation(ct))
            foreach (var one in byConfKey[value.ConfKey]) one.Judge.Judge(value);
        return [.. compared.Select(one => one.Difference.IsEmpty && one.Judge.Count == 0 ? null : new OptionDefinitionChanges(
            one.Difference.Added, one.Difference.Removed, one.Difference.Retyped, one.Difference.NowRequired, one.Difference.NowSecret, one.Judge.Counts, one.Judge.Problems))];
    }

    public async Task ApplyAsync(DefinitionChange change, bool acceptLoss, CancellationToken ct)
    {
        var (plugin, difference, judge) = (change.After, DifferenceOf(change), new StoredOptionJudge(change.After.Options()));
        await HeldRows.HoldDeclarationAsync(db, actor.OrganizationId, plugin.PluginId, ct);
        List<(string Key, string ScopeKey)> changing = [];
        await foreach (var value in Of(db.Values.AsNoTracking(), [plugin.ConfKey]).AsAsyncEnumerable().WithCancellation(ct))
            if (judge.Judge(value) != StoredOptionFate.Stays) changing.Add((value.Key, value.ScopeKey));
        if (judge.Count > 0 && !acceptLoss) throw new StoredOptionsInvalidException(plugin.PluginId, change.Version, judge.Count, judge.Problems);
        await ChangeAsync(plugin, changing.Select(one => one.ScopeKey).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), ct);
        await ConcealAsync(plugin, ct);
        string[] keys = [.. difference.Affected.Concat(changing.Select(one => one.Key)).Distinct(StringComparer.Ordinal)];
        // At the outermost scope, since what nobody sets may count otherwise everywhere.
        if (keys.Length > 0) work.AfterCommit(new OptionsChanged(actor.OrganizationId, plugin.ConfKey, OptionScope.Instance.Key, keys));
    }

    private static DefinitionDifference DifferenceOf(DefinitionChange change) => DefinitionDifference.Of(change.Before.Options(), change.After.Options());

    private IOrderedQueryable<OptionValue> Of(IQueryable<OptionValue> values, string[] confKeys) =>
        values.Where(value => value.OrganizationId == actor.OrganizationId && confKeys.Contains(value.ConfKey)).OrderBy(value => value.ConfKey).ThenBy(value => value.ScopeKey).ThenBy(value => value.Key);

    /// <summary>Seals and unsets, with a revision for each scope; writers of these scopes wait until it is done.</summary>
    private async Task ChangeAsync(PluginDeclaration plugin, IEnumerable<string> scopeKeys, CancellationToken ct)
    {
        var (schema, now) = (plugin.Options(), clock.Now());
        foreach (var scopeKey in scopeKeys)
        {
            var (number, own) = await rows.HoldAsync(plugin.ConfKey, scopeKey, ct);
            var judge = new StoredOptionJudge(schema);
            var changes = new List<OptionChange>();
            foreach (var value in own.Values.OrderBy(value => value.Key, StringComparer.Ordinal).ToList())
            {
                var fate = judge.Judge(value);
                if (fate == StoredOptionFate.Stays) continue;
                var before = value.Json is not null && schema.Find(value.Key) is { IsSecret: false } ? value.Shown : (JsonElement?)null;
                if (fate == StoredOptionFate.IsSealed) Seal(plugin, value, now);
                else rows.Remove(value);
                changes.Add(new OptionChange(value.Key, fate == StoredOptionFate.IsSealed ? OptionChangeKind.Set : OptionChangeKind.Unset, before is null, before, null));
            }
            if (changes.Count > 0) rows.Add(new OptionRevision(actor.OrganizationId, plugin.ConfKey, scopeKey, number, changes, actor.Name, now));
        }
    }

    private void Seal(PluginDeclaration plugin, OptionValue value, DateTimeOffset now)
    {
        var (before, text) = (HeldRows.DigestText(value), value.Shown.GetString()!);
        value.SetSecret(secrets.Seal(text, OptionValue.SecretPurpose(plugin.ConfKey)), SecretBox.Hint(text), value.UpdatedBy, now);
        rows.Change(value, before);
    }

    /// <summary>What has become a secret leaves the history too.</summary>
    private async Task ConcealAsync(PluginDeclaration plugin, CancellationToken ct)
    {
        var schema = plugin.Options();
        if (schema.Definitions.All(definition => !definition.IsSecret)) return;
        await foreach (var revision in db.Revisions.AsNoTracking().Where(r => r.OrganizationId == actor.OrganizationId && r.ConfKey == plugin.ConfKey).AsAsyncEnumerable().WithCancellation(ct))
        {
            var before = db.Attach(revision);
            if (!revision.Conceal(key => schema.Find(key) is { IsSecret: true })) before.State = EntityState.Detached;
        }
    }
}
