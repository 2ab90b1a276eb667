using System.Security.Cryptography;
using System.Text;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Catalog.Plans;

/// <summary>What installing would change, before it does.</summary>
public sealed class InstallPlan
{
    internal InstallPlan(IReadOnlyList<PlanItem> items, IReadOnlyList<PlanBlock> blocked) => (Items, Blocked, Digest) = (items, blocked, DigestOf(items, blocked));

    /// <summary>The plugins concerned, in the order in which they start: what one needs comes before it. Also those that stay as they are.</summary>
    public IReadOnlyList<PlanItem> Items { get; }

    /// <summary>What was asked for and cannot be had; empty when the plan can be executed.</summary>
    public IReadOnlyList<PlanBlock> Blocked { get; }

    /// <summary>Whether it can be executed: all that was asked for can be had.</summary>
    public bool Executable => Blocked.Count == 0;

    /// <summary>SHA-256 of what the plan changes, hexadecimal. Given to the mutation, it executes this plan or none.</summary>
    public string Digest { get; }

    /// <summary>Bytes of the files of all versions that come in, as far as their sizes are published.</summary>
    public long DownloadBytes => Items.Where(item => item.BringsVersion).Sum(item => item.Target?.SizeBytes ?? 0);

    /// <summary>The same with more that cannot be had.</summary>
    internal InstallPlan With(IEnumerable<PlanBlock> blocked) => new(Items, [.. Blocked.Concat(blocked).OrderBy(block => block.PluginId, StringComparer.Ordinal)]);

    internal PlanItem? Find(string name) => Items.FirstOrDefault(item => item.Name == name);

    /// <summary>Lets a plan through that can be executed, and is the one that the caller saw.</summary>
    /// <exception cref="RefusalException">What was asked for cannot be had.</exception>
    /// <exception cref="PlanChangedException">It is another one.</exception>
    internal void EnsureExecutable(string? expectedDigest)
    {
        if (Blocked.Count > 0)
            throw Blocked[0].Refusal;
        if (expectedDigest is not null && expectedDigest != Digest)
            throw new PlanChangedException(expectedDigest, Digest);
    }

    private static string DigestOf(IReadOnlyList<PlanItem> items, IReadOnlyList<PlanBlock> blocked)
    {
        var text = new StringBuilder();
        foreach (var item in items)
            text.Append(item.Name).Append('\t').Append(item.Action).Append('\t').Append(item.FromVersion).Append('\t').Append(item.ToVersion).Append('\t')
                .Append(item.Repository).Append('\t').Append(item.Target?.Digest).Append('\n');
        foreach (var block in blocked)
            text.Append(block.PluginId).Append('\t').Append(block.Code).Append('\t').AppendJoin('/', block.Path).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}

/// <summary>One plugin of a plan.</summary>
public sealed class PlanItem
{
    /// <summary>The installation's name.</summary>
    public required string Name { get; init; }

    /// <summary>What would happen to it.</summary>
    public required PlanAction Action { get; init; }

    /// <summary>The version that is installed; null when none is, or it is unknown.</summary>
    public required string? FromVersion { get; init; }

    /// <summary>The version afterwards; null for a plugin without versions, and one that is removed.</summary>
    public required string? ToVersion { get; init; }

    /// <summary>The name of the repository that it comes from; null when no repository has it.</summary>
    public required string? Repository { get; init; }

    /// <summary>Why it is in the plan.</summary>
    public required PlanReason Reason { get; init; }

    /// <summary>Those in the plan that need it or work with it, by name.</summary>
    public required IReadOnlyList<string> RequiredBy { get; init; }

    /// <summary>What should be known before.</summary>
    public required IReadOnlyList<PlanWarning> Warnings { get; init; }

    /// <summary>What changes about its options; null when nothing does.</summary>
    public OptionDefinitionChanges? Options { get; internal set; }

    internal GraphPlugin? Plugin { get; init; }

    internal GraphVersion? Target { get; init; }

    /// <summary>Whether it is in use afterwards.</summary>
    internal bool InUse { get; init; }

    internal bool BringsVersion => Action is PlanAction.Install or PlanAction.Upgrade or PlanAction.Downgrade or PlanAction.Reinstall;
}

/// <summary>What happens to a plugin of a plan.</summary>
public enum PlanAction
{
    /// <summary>It was not there.</summary>
    Install,

    /// <summary>A newer version takes the old one's place.</summary>
    Upgrade,

    /// <summary>An older version takes the newer one's place.</summary>
    Downgrade,

    /// <summary>The same version takes its own place.</summary>
    Reinstall,

    /// <summary>It is there, and comes into use.</summary>
    Enable,

    /// <summary>It is there, and goes out of use.</summary>
    Disable,

    /// <summary>It goes.</summary>
    Uninstall,

    /// <summary>It is there as it should be.</summary>
    Keep,
}

/// <summary>Why a plugin is in a plan.</summary>
public enum PlanReason
{
    /// <summary>It was asked for.</summary>
    Requested,

    /// <summary>Something in the plan needs it.</summary>
    Dependency,

    /// <summary>It is installed, and its version does not work with a change of the plan.</summary>
    Dependent,

    /// <summary>A lock names it, or does not name it any more.</summary>
    Lock,
}

/// <summary>Something to know before a plan is executed.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Message">A sentence for a person.</param>
public sealed record PlanWarning(PlanWarningKind Kind, string Message);

/// <summary>What a warning is about.</summary>
public enum PlanWarningKind
{
    /// <summary>The version has a known weakness.</summary>
    Advisory,

    /// <summary>The plugin is deprecated.</summary>
    Deprecated,

    /// <summary>The version has not been out as long as the policy asks for; somebody set that aside.</summary>
    TooRecent,

    /// <summary>Neither a digest nor a signature of the file is published, so what is fetched cannot be checked.</summary>
    Unverified,

    /// <summary>The version was withdrawn by its publisher.</summary>
    Yanked,

    /// <summary>The version is not final.</summary>
    Prerelease,

    /// <summary>There is a newer version, which does not go.</summary>
    NotNewest,
}

/// <summary>Something that was asked for and cannot be had.</summary>
public sealed class PlanBlock
{
    internal PlanBlock(string pluginId, string? version, RefusalException refusal, IReadOnlyList<string> path) => (PluginId, Version, Refusal, Path) = (pluginId, version, refusal, path);

    /// <summary>What was asked for.</summary>
    public string PluginId { get; }

    /// <summary>The version of the plugin at the path's end that was tried; null when there is none.</summary>
    public string? Version { get; }

    /// <summary>The reason, as the mutation's error would name it, such as <c>DEPENDENCY_MISSING</c>.</summary>
    public string Code => Refusal.Code;

    /// <summary>The reason in a sentence.</summary>
    public string Message => Refusal.Message;

    /// <summary>From what was asked for to the plugin where it fails.</summary>
    public IReadOnlyList<string> Path { get; }

    internal RefusalException Refusal { get; }
}

/// <summary>The plan is not the one that was expected: the catalog, the policy or what is installed has changed since.</summary>
public sealed class PlanChangedException(string expectedDigest, string actualDigest)
    : RefusalException($"The expected plan is {expectedDigest}, but what would happen now is {actualDigest}. Look at the plan again, then repeat the change.", "expectedPlanDigest")
{
    /// <summary>The digest of what would happen now.</summary>
    public string ActualDigest => actualDigest;

    /// <inheritdoc/>
    public override bool Retryable => true;
}
