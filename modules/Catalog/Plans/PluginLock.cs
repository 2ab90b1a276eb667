using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Plans;

/// <summary>Writes down what is installed.</summary>
public sealed record ExportPluginLock : IRequest<PluginLock>;

/// <summary>What is installed, to be installed again elsewhere or later (O2).</summary>
/// <param name="Text">The lock: JSON, the same text for the same set. To be kept in a file and given to <c>applyPluginLock</c>.</param>
/// <param name="Digest">SHA-256 of the set, as it also stands in the text.</param>
/// <param name="Plugins">The plugins, by name in code point order.</param>
public sealed record PluginLock(string Text, string Digest, IReadOnlyList<LockedPlugin> Plugins);

[QueryType]
public static partial class PluginLockQuery
{
    /// <summary>The organization's installed plugins with their exact versions, files, repositories and needs, as a text that does not depend on when or where it is written.</summary>
    [Authorize("catalog:read")]
    public static Task<PluginLock> GetPluginLockAsync(IMediator mediator, CancellationToken ct) => mediator.Send(new ExportPluginLock(), ct);
}

internal sealed class ExportPluginLockHandler(CatalogGraphs graphs, IDbContextFactory<CatalogDb> contexts, Actor actor) : IRequestHandler<ExportPluginLock, PluginLock>
{
    public async Task<PluginLock> Handle(ExportPluginLock request, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var graph = await graphs.CurrentAsync(db, ct);
        var installations = await db.Installations.AsNoTracking().Where(installation => installation.OrganizationId == actor.OrganizationId && installation.State != InstallationState.Removing).ToListAsync(ct);
        var document = LockDocument.Of(installations.Select(installation => Locked(graph, installation)));
        return new PluginLock(document.Write(), document.Digest!, document.Plugins);
    }

    private static LockedPlugin Locked(CatalogGraph graph, PluginInstallation installation) => new(
        installation.Name,
        installation.Version,
        graph.Find(installation.PluginKey)?.Repository.Name,
        installation.Origin.InGraph(),
        installation.ArtifactDigest,
        installation.State != InstallationState.Disabled,
        installation.Pinned,
        [.. (graph.FindVersion(installation.VersionKey)?.Dependencies ?? []).Select(dependency => new LockedDependency(dependency.PluginId, dependency.Range.Text, dependency.Optional))]);
}
