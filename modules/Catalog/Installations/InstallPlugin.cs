using System.Runtime.CompilerServices;
using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Artifacts.Inspection;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Plans;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Signatures;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Installs a plugin.</summary>
public sealed record InstallPlugin(InstallSource Source, string? Version, bool Activate, string? ExpectedEtag, bool DryRun) : ICommand<InstallPluginPayload>
{
    /// <summary>Whether what it needs comes in too.</summary>
    public bool WithDependencies { get; init; } = true;

    /// <summary>The plan that the caller saw.</summary>
    public string? ExpectedPlanDigest { get; init; }

    /// <summary>Whether stored options that do not fit are unset.</summary>
    public bool AcceptOptionLoss { get; init; }

    /// <summary>Why versions that are too recent may come in.</summary>
    public string? OverrideReason { get; init; }

    /// <summary>The name that the caller wants, for files; the manifest's beats it.</summary>
    public string? Name { get; init; }

    /// <summary>What the file's SHA-256 must be.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The file's signature.</summary>
    public string? Signature { get; init; }

    /// <summary>What a file turned out to be called; in a box, since a command does not change.</summary>
    internal StrongBox<string?> ResolvedName { get; } = new();

    string? ICommand.AuditReason => OverrideReason;

    string? ICommand.AuditTarget => ResolvedName.Value ?? Source.Catalog?.PluginId;
}

/// <summary>Where a plugin is installed from. Exactly one member is given.</summary>
[OneOf]
public sealed record InstallSource
{
    /// <summary>An entry of the catalog.</summary>
    public CatalogSource? Catalog { get; init; }

    /// <summary>The address of a file: http or https to a public host, or <c>file:</c> into the server's drop folder.</summary>
    public string? Url { get; init; }

    /// <summary>A file that goes along with the request.</summary>
    public IFile? Upload { get; init; }
}

/// <summary>An entry of the catalog.</summary>
/// <param name="PluginId">Its id.</param>
/// <param name="RepositoryId">Where to look for it; without, the first repository that has it.</param>
public sealed record CatalogSource(string PluginId, string? RepositoryId);

/// <summary>What installing did.</summary>
/// <param name="Installation">The plugin as it is installed now.</param>
/// <param name="Outcome">Compared with what was there before.</param>
/// <param name="Plan">All that changed, or would. Of a file: what it needs, without itself; null when it needs nothing.</param>
public sealed record InstallPluginPayload(PluginInstallation Installation, InstallOutcome? Outcome, InstallPlan? Plan)
{
    /// <summary>The job that installs it; null unless it was asked for, and then all else is.</summary>
    public OperationJob? Job { get; init; }

    /// <summary>What a person should know, such as that the file has another name than the one that was given; mostly empty.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>The version needs a host of another version.</summary>
public sealed class IncompatibleHostException(string pluginId, string version, string hostVersion)
    : RefusalException($"The version '{version}' of the plugin '{pluginId}' does not run on a host of version '{hostVersion}'.", "version")
{
    /// <summary>The host's version.</summary>
    public string HostVersion => hostVersion;
}

/// <summary>The version was withdrawn.</summary>
public sealed class VersionYankedException(string pluginId, string version) : RefusalException($"The version '{version}' of the plugin '{pluginId}' was withdrawn.", "version")
{
    /// <summary>The version.</summary>
    public string Version => version;
}

[MutationType]
public static partial class InstallPluginMutation
{
    /// <summary>
    /// Installs a plugin and puts it into use. Where the name is taken, the new version takes the old one's place.
    /// Of an entry of the catalog the latest version is taken that the policy and the host allow and that goes with the others, unless one is named;
    /// what it needs comes in with it, as <c>planInstall</c> tells; also what a file says it needs.
    /// </summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="name">What a file is to be called if it does not say; its own name beats this one, with a warning.</param>
    /// <param name="version">The version, as its publisher writes it. A file of another version is refused.</param>
    /// <param name="sha256">The digest that a file must have: 64 hexadecimal digits.</param>
    /// <param name="signature">A file's signature in base64, which a key that the organization trusts must have made; without, that of the catalog's version with the same file.</param>
    /// <param name="expectedEtag">Refuses to replace an installation that is no longer what the caller read.</param>
    /// <param name="expectedPlanDigest">Refuses the change when it is not the plan that the caller saw.</param>
    /// <param name="overrideReason">Why versions that are more recent than the policy allows may come in. Needs <c>catalog:admin</c>; the audit keeps it.</param>
    /// <param name="activate">Whether it comes into use at once.</param>
    /// <param name="withDependencies">Whether what it needs comes in, is upgraded and enabled too; without, it must be there already.</param>
    /// <param name="acceptOptionLoss">Whether stored options that do not fit a version which comes in are unset; without, they are a refusal.</param>
    /// <param name="dryRun">Only find out what would happen.</param>
    /// <param name="async">Whether to answer with a job at once that does it, as large files need. Not for files that are sent along.</param>
    [Authorize("catalog:read")]
    [Error<InputInvalidException>]
    [Error<PluginNotFoundException>]
    [Error<RepositoryNotFoundException>]
    [Error<VersionNotFoundException>]
    [Error<VersionYankedException>]
    [Error<IncompatibleHostException>]
    [Error<UrlNotAllowedException>]
    [Error<UpstreamUnavailableException>]
    [Error<PayloadTooLargeException>]
    [Error<ArtifactStoreFullException>]
    [Error<ArtifactStoreUnwritableException>]
    [Error<ChecksumMismatchException>]
    [Error<SignatureInvalidException>]
    [Error<ManifestInvalidException>]
    [Error<PackageRulesBrokenException>]
    [Error<ArtifactAmbiguousException>]
    [Error<NameClashException>]
    [Error<PluginMandatoryException>]
    [Error<PluginLoadFailedException>]
    [Error<StoredOptionsInvalidException>]
    [Error<RemoteAdminDisabledException>]
    [Error<PluginNotAllowedException>]
    [Error<DependencyMissingException>]
    [Error<DependentsExistException>]
    [Error<DependencyCycleException>]
    [Error<AdvisoryBlockedException>]
    [Error<ResolutionTooComplexException>]
    [Error<PlanChangedException>]
    [Error<ReleaseTooRecentException>]
    [Error<EtagMismatchException>]
    [Error<ForbiddenException>]
    [Error<JobQueueFullException>]
    public static async Task<InstallPluginPayload> InstallPluginAsync(
        InstallSource source, string? name, string? version, string? sha256, string? signature, string? expectedEtag, string? expectedPlanDigest, string? overrideReason, IMediator mediator, CancellationToken ct,
        bool activate = true, bool withDependencies = true, bool acceptOptionLoss = false, bool dryRun = false, bool async = false)
    {
        var install = new InstallPlugin(source, version, activate, expectedEtag, dryRun)
        {
            Name = name, Sha256 = sha256, Signature = signature, WithDependencies = withDependencies, ExpectedPlanDigest = expectedPlanDigest, OverrideReason = overrideReason,
            AcceptOptionLoss = acceptOptionLoss,
        };
        return async ? new InstallPluginPayload(null!, null, null) { Job = await mediator.Send(new QueueInstall(install), ct) } : await mediator.Send(install, ct);
    }
}

/// <summary>Fetches, checks and starts it before the transaction.</summary>
internal sealed class FetchBeforeInstalling(InstallCatalogEntry entries, InstallFile files) : IPreparation<InstallPlugin>
{
    public Task PrepareAsync(InstallPlugin command, CancellationToken ct) => command.Source.Catalog is null ? files.PrepareAsync(command, ct) : entries.PrepareAsync(command, ct);
}

internal sealed class InstallPluginHandler(InstallCatalogEntry entries, InstallFile files, UnitOfWork work) : IRequestHandler<InstallPlugin, InstallPluginPayload>
{
    public Task<InstallPluginPayload> Handle(InstallPlugin request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        return request.Source.Catalog is null ? files.InstallAsync(request, ct) : entries.InstallAsync(request, ct);
    }
}
