using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Catalog.Bulk;

/// <summary>
/// Changes several installed plugins in one transaction, with a fixed number of statements. Every change is checked before anything of it is done, so that
/// one that is refused leaves no trace; with <see cref="BulkMode.AllOrNothing"/> one refusal takes back the rest.
/// </summary>
internal sealed class BulkChange(InstallationStore store, Staging staging, BulkStart started, ArtifactShelf shelf, UnitOfWork work, CatalogOptions options, Actor actor)
{
    private readonly Dictionary<string, BulkItem> _items = new(StringComparer.Ordinal);
    private Dictionary<string, PluginInstallation> _installations = [];
    private List<string> _names = [];
    private HashSet<string> _kept = [];

    public InstalledNeeds Needs { get; private set; } = null!;

    public Policy Policy { get; private set; } = null!;

    /// <summary>Those of the names under which something is installed.</summary>
    public IEnumerable<string> Installed => _names.Where(_installations.ContainsKey);

    /// <summary>Locks all names, and reads what is needed. Unknown names are noted as failed.</summary>
    public async Task BeginAsync(IReadOnlyList<string> names, bool dryRun, CancellationToken ct)
    {
        if (dryRun)
            work.Rehearse();
        _names = Check(names, options);
        await store.LockAllAsync(ct);
        Policy = await store.PolicyAsync(ct);
        Policy.EnsureRemoteAdmin();
        Needs = await InstalledNeeds.LoadAsync(store.Db, actor.OrganizationId, ct);
        _installations = await store.AllAsync(ct);
        _kept = await shelf.KeptAsync([.. Installed.Select(name => Find(name).ArtifactDigest).OfType<string>().Distinct()], ct);
        foreach (var name in _names.Where(name => !_installations.ContainsKey(name)))
            Fail(name, new PluginNotFoundException(name, "names"));
    }

    /// <summary>The names, each once.</summary>
    /// <exception cref="InputInvalidException">There are none, or too many of them.</exception>
    public static List<string> Check(IReadOnlyList<string> names, CatalogOptions options)
    {
        if (names.Count == 0)
            throw new InputInvalidException("names", "The list is empty.");
        if (names.Count > options.MaxPluginsPerRequest)
            throw new InputInvalidException("names", $"The list has {names.Count} entries; at most {options.MaxPluginsPerRequest} are allowed.");
        return [.. names.Select(name => Text.Findable(name, "names")).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Whether one has failed by now.</summary>
    public bool AnyFailed => _items.Values.Any(item => item.Outcome == BulkOutcome.Failed);

    /// <summary>Those that have not failed by now, of those under which something is installed.</summary>
    public IEnumerable<string> Good => Installed.Where(name => !_items.TryGetValue(name, out var item) || item.Outcome != BulkOutcome.Failed);

    /// <summary>
    /// Sees to it that what is installed has been started, which it is already unless another command changed it meanwhile. Nothing is started when nothing
    /// will be committed, as when one has failed and all or nothing was asked for.
    /// </summary>
    /// <exception cref="PluginLoadFailedException">It does not start.</exception>
    public async Task StartAsync(PluginInstallation installation, BulkMode mode, CancellationToken ct)
    {
        if (started.RefusalOf(installation) is { } refusal)
            throw refusal;
        if (!work.IsRehearsal && !(mode == BulkMode.AllOrNothing && AnyFailed) && installation.ArtifactDigest is { } digest && _kept.Contains(digest))
            await staging.StartCurrentAsync(installation, ct);
    }

    /// <summary>The installation of a name that has one.</summary>
    public PluginInstallation Find(string name) => _installations[name];

    /// <summary>Tries to change one; a refusal is noted as its error.</summary>
    /// <param name="name">Which one.</param>
    /// <param name="change">Does it, and answers whether anything changed.</param>
    public async Task TryAsync(string name, Func<PluginInstallation, Task<bool>> change)
    {
        try
        {
            var changed = await change(Find(name));
            // It may have gone along with an earlier one.
            _items.TryAdd(name, new BulkItem(name, changed ? BulkOutcome.Changed : BulkOutcome.Unchanged, Find(name), null));
        }
        catch (RefusalException refusal)
        {
            Fail(name, refusal);
        }
    }

    /// <summary>Notes as failed what a check refuses.</summary>
    public void Check(string name, Action<PluginInstallation> check)
    {
        try
        {
            check(Find(name));
        }
        catch (RefusalException refusal)
        {
            Fail(name, refusal);
        }
    }

    /// <summary>Notes that one was changed along with another.</summary>
    public void Changed(string name) => _items.TryAdd(name, new BulkItem(name, BulkOutcome.Changed, Find(name), null));

    /// <summary>What happened to each name, in the order given, then to those that went along.</summary>
    public async Task<BulkResult> EndAsync(BulkMode mode, CancellationToken ct)
    {
        var along = _items.Keys.Except(_names, StringComparer.Ordinal);
        List<BulkItem> items = [.. _names.Concat(along).Select(name => _items.GetValueOrDefault(name) ?? new BulkItem(name, BulkOutcome.LeftAlone, Find(name), null))];
        if (mode == BulkMode.BestEffort || items.All(item => item.Outcome != BulkOutcome.Failed))
            return new BulkResult(true, items);
        work.Rehearse();
        var untouched = await store.PeekAllAsync(ct);
        return new BulkResult(false, [.. items.Select(item => item with
        {
            Outcome = item.Outcome == BulkOutcome.Changed ? BulkOutcome.LeftAlone : item.Outcome,
            Installation = untouched.GetValueOrDefault(item.Name),
        })]);
    }

    private void Fail(string name, RefusalException refusal) => _items[name] = new BulkItem(name, BulkOutcome.Failed, _installations.GetValueOrDefault(name), BulkError.Of(refusal));
}

/// <summary>What happened to all of them.</summary>
/// <param name="Applied">Whether changes were made; false when all or nothing was asked for and one failed.</param>
/// <param name="Items">One for each plugin.</param>
internal sealed record BulkResult(bool Applied, IReadOnlyList<BulkItem> Items);
