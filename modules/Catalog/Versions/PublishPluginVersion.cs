using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Registries;
using GraphQLPlugins.Catalog.Signatures;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Versions;

/// <summary>Adds a version to an entry of the local repository.</summary>
public sealed record PublishPluginVersion(
    string PluginId,
    string Version,
    string? RepositoryId,
    VersionChannel? Channel,
    DateTimeOffset? ReleasedAt,
    string? MinHostVersion,
    string? MaxHostVersion,
    string? ApiVersion,
    ReloadMode ReloadMode,
    int LoadPriority,
    IReadOnlyList<PluginArtifactInput>? Artifacts,
    IReadOnlyList<PluginDependencyInput>? Dependencies,
    string? ReleaseNotesUrl,
    string? ExpectedEtag,
    bool DryRun) : ICommand<PluginVersion>
{
    /// <summary>What the version declares; null takes what the entry says now.</summary>
    public JsonElement? Template { get; init; }

    string? ICommand.AuditTarget => $"{PluginId}@{Version}";
}

/// <summary>The plugin has a version of that text.</summary>
public sealed class VersionAlreadyExistsException(string pluginId, string version) : RefusalException($"The plugin '{pluginId}' has a version '{version}' already.", "version")
{
    /// <summary>The version.</summary>
    public string Version => version;
}

[MutationType]
public static partial class PublishPluginVersionMutation
{
    /// <summary>
    /// Adds a version to an entry of the local repository. Of an entry with an image the version is a tag, which the registry must have;
    /// one that is known already only by its tag is described by this.
    /// </summary>
    /// <param name="pluginId">Which plugin.</param>
    /// <param name="version">The version's text; at most 128 characters.</param>
    /// <param name="repositoryId">Where to look for the plugin; without, the first repository that has it.</param>
    /// <param name="channel">How finished it is; without, what its text says.</param>
    /// <param name="releasedAt">When it was released; without, now.</param>
    /// <param name="minHostVersion">The oldest host that it runs on.</param>
    /// <param name="maxHostVersion">The newest host that it runs on.</param>
    /// <param name="apiVersion">The version of the host's interface that it is written against.</param>
    /// <param name="artifacts">Its files; at most 50, one for each platform.</param>
    /// <param name="dependencies">The plugins that it needs; at most 500.</param>
    /// <param name="releaseNotesUrl">Where its changes are told.</param>
    /// <param name="template">What it declares, its options among it; they count where this version is installed. Without, what the entry says now.</param>
    /// <param name="expectedEtag">Refuses when the plugin is no longer what the caller read.</param>
    /// <param name="reloadMode">How it is replaced while it runs.</param>
    /// <param name="loadPriority">Higher starts earlier among those that do not depend on each other.</param>
    /// <param name="dryRun">Only find out whether it would be accepted.</param>
    [Authorize("catalog:write")]
    [Error<InputInvalidException>]
    [Error<PluginNotFoundException>]
    [Error<RepositoryNotFoundException>]
    [Error<RepositoryReadOnlyException>]
    [Error<PluginNotOwnedException>]
    [Error<VersionAlreadyExistsException>]
    [Error<ImageNotFoundException>]
    [Error<RegistryNotConfiguredException>]
    [Error<UrlNotAllowedException>]
    [Error<SignatureInvalidException>]
    [Error<TemplateSchemaInvalidException>]
    [Error<EtagMismatchException>]
    public static async Task<PluginVersion> PublishPluginVersionAsync(
        string pluginId,
        string version,
        string? repositoryId,
        VersionChannel? channel,
        DateTimeOffset? releasedAt,
        string? minHostVersion,
        string? maxHostVersion,
        string? apiVersion,
        IReadOnlyList<PluginArtifactInput>? artifacts,
        IReadOnlyList<PluginDependencyInput>? dependencies,
        string? releaseNotesUrl,
        JsonElement? template,
        string? expectedEtag,
        IMediator mediator,
        Warnings warnings,
        IResolverContext context,
        CancellationToken ct,
        ReloadMode reloadMode = ReloadMode.Reload,
        int loadPriority = 0,
        bool dryRun = false)
    {
        var published = await mediator.Send(new PublishPluginVersion(
            pluginId, version, repositoryId, channel, releasedAt, minHostVersion, maxHostVersion, apiVersion, reloadMode, loadPriority, artifacts, dependencies, releaseNotesUrl, expectedEtag, dryRun)
        {
            Template = template,
        }, ct);
        warnings.Tell(context);
        return published;
    }
}

/// <summary>Asks the registry for the tag, which may take long.</summary>
internal sealed class AskForPublishedImage(IDbContextFactory<CatalogDb> contexts, RegistryCheck registry, Actor actor) : IPreparation<PublishPluginVersion>
{
    public async Task PrepareAsync(PublishPluginVersion command, CancellationToken ct)
    {
        var text = Text.Line(command.Version, "version", VersionOrder.MaxLength);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var plugin = await db.RequirePluginAsync(command.PluginId, command.RepositoryId, ct);
        plugin.EnsureWritableBy(actor.OrganizationId);
        await registry.AskForDigestAsync(plugin, text, ct);
    }
}

internal sealed class PublishPluginVersionHandler(CatalogDb db, UnitOfWork work, Actor actor, RegistryCheck registry, SignatureCheck signatures, TimeProvider clock) : IRequestHandler<PublishPluginVersion, PluginVersion>
{
    private const int MaxArtifacts = 50;
    private const int MaxDependencies = 500;

    public async Task<PluginVersion> Handle(PublishPluginVersion request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        Bound(request.Artifacts, MaxArtifacts, "artifacts");
        Bound(request.Dependencies, MaxDependencies, "dependencies");
        var text = Text.Line(request.Version, "version", VersionOrder.MaxLength);
        var plugin = await db.TakeWritableAsync(request.PluginId, request.RepositoryId, actor, request.ExpectedEtag, ct);
        await signatures.EnsureAsync(plugin.PluginId, plugin.Authors, [.. (request.Artifacts ?? []).Select(artifact => artifact.Checked())], ct);
        var versions = await db.Versions.Where(version => version.PluginKey == plugin.Id).ToListAsync(ct);
        var version = versions.Find(version => version.Version == text);
        if (version is { IsTag: false })
            throw new VersionAlreadyExistsException(plugin.PluginId, text);
        if (version is null)
            versions.Add(db.Add(version = PluginVersion.Publish(plugin, text, request, registry.Digest, clock.Now())).Entity);
        else
            version.Describe(plugin, request, registry.Digest, clock.Now());
        db.AddRange(PluginDependency.Publish(plugin, version.Id, request.Dependencies ?? []));
        plugin.VersionsChanged(versions, clock.Now());
        work.AfterCommit(new CatalogChanged(plugin.Repository.RepositoryId, plugin.PluginId, CatalogAction.VersionPublished, plugin.UpdatedAt));
        return version;
    }

    private static void Bound<T>(IReadOnlyList<T>? list, int max, string argument)
    {
        if (list?.Count > max)
            throw new InputInvalidException(argument, $"The list has {list.Count} entries; at most {max} are allowed.");
        if (list is not null && list.Distinct().Count() < list.Count)
            throw new InputInvalidException(argument, "The list has an entry twice.");
    }
}
