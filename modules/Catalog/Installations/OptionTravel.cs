using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Plans;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Definitions of options belong to the installed version: what replaces it is compared with what is stored, before and while it comes in (O15).</summary>
internal sealed class OptionTravel(PluginDeclarations declarations, IEnumerable<IOptionMigration> migrations)
{
    private readonly IOptionMigration? _migration = migrations.FirstOrDefault();

    /// <summary>In the transaction, before the installation changes.</summary>
    /// <exception cref="StoredOptionsInvalidException">Stored values do not fit, and may not be lost.</exception>
    public async Task TakeAlongAsync(PluginRelease release, PluginInstallation? there, bool acceptLoss, CancellationToken ct)
    {
        if (_migration is null || await ChangeAsync(release, there is null, ct) is not { } change) return;
        await _migration.ApplyAsync(change, acceptLoss, ct);
    }

    /// <summary>The same where an entry declares its options otherwise, which counts at once wherever no version says something of its own.</summary>
    /// <exception cref="StoredOptionsInvalidException">Stored values do not fit, and may not be lost.</exception>
    public async Task RedeclareAsync(Guid pluginKey, string pluginId, JsonElement? template, bool acceptLoss, CancellationToken ct)
    {
        if (_migration is null || await declarations.OfEntryAsync(pluginKey, pluginId, ct) is not { } before || Same(before.Declared.Template, template)) return;
        await _migration.ApplyAsync(new DefinitionChange(before, before with { Declared = new DeclaredOptions(template) }, null), acceptLoss, ct);
    }

    /// <summary>The plan with what it changes about options, and with a block for each plugin whose stored values do not fit.</summary>
    public async Task<InstallPlan> ShowAsync(InstallPlan plan, bool acceptLoss, CancellationToken ct)
    {
        List<PlanItem> coming = [.. plan.Items.Where(item => item is { BringsVersion: true, Plugin.IsUnknown: false })];
        if (_migration is null || coming.Count == 0) return plan;
        var after = await declarations.AfterAsync(coming.ToDictionary(item => item.Plugin!.Key, item => item.Target?.Key), ct);
        var before = await declarations.FindAllAsync([.. coming.Select(item => item.Name)], ct);
        var changes = coming.Where(item => after.ContainsKey(item.Plugin!.Key))
            .Select(item => (Item: item, Change: ChangeOf(before.GetValueOrDefault(item.Name), after[item.Plugin!.Key], item.ToVersion, item.Action == PlanAction.Install))).Where(pair => pair.Change is not null).ToList();
        if (changes.Count == 0) return plan;
        var compared = await _migration.CompareAsync([.. changes.Select(pair => pair.Change!)], ct);
        var blocked = new List<PlanBlock>();
        for (var i = 0; i < changes.Count; i++)
        {
            var (item, found) = (changes[i].Item, compared[i]);
            item.Options = found;
            if (found is { InvalidCount: > 0 } && !acceptLoss)
                blocked.Add(new PlanBlock(item.Name, item.ToVersion, new StoredOptionsInvalidException(item.Name, item.ToVersion, found.InvalidCount, found.Problems), [item.Name]));
        }
        return blocked.Count == 0 ? plan : plan.With(blocked);
    }

    private async Task<DefinitionChange?> ChangeAsync(PluginRelease release, bool isFirst, CancellationToken ct)
    {
        PluginDeclaration after;
        if (release.PluginKey is not { } key) after = declarations.AfterFile(release.Name, release.Digest);
        else if ((await declarations.AfterAsync(new Dictionary<Guid, Guid?> { [key] = release.VersionKey }, ct)).TryGetValue(key, out var entry)) after = entry;
        else return null;
        return ChangeOf(await declarations.FindAsync(release.Name, ct), after, release.Version, isFirst);
    }

    /// <summary>Null when the definitions stay the same, as they mostly do.</summary>
    private static DefinitionChange? ChangeOf(PluginDeclaration? before, PluginDeclaration after, string? version, bool isFirst)
    {
        if (before is null || before.ConfKey != after.ConfKey) (before, isFirst) = (after, true);
        var stays = ReferenceEquals(before.Declared, after.Declared) || Same(before.Declared.Template, after.Declared.Template);
        return stays && !isFirst ? null : new DefinitionChange(before, after, version) { IsFirst = isFirst };
    }

    private static bool Same(JsonElement? left, JsonElement? right) => left is null || right is null ? left is null && right is null : JsonElement.DeepEquals(left.Value, right.Value);
}
