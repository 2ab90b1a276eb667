using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Repositories;

/// <summary>Takes a source of plugins away.</summary>
public sealed record DeleteRepository(string RepositoryId, bool Force, string? ExpectedEtag, bool DryRun) : ICommand<Repository>
{
    string? ICommand.AuditTarget => RepositoryId;
}

/// <summary>Something still hangs on the repository.</summary>
public sealed class RepositoryInUseException(string repository, IReadOnlyList<string> uses) : RefusalException($"The repository '{repository}' is in use: {string.Join(", ", uses)}.", "repositoryId")
{
    /// <summary>What hangs on it, in phrases such as <c>3 installations</c>.</summary>
    public IReadOnlyList<string> Uses => uses;
}

[MutationType]
public static partial class DeleteRepositoryMutation
{
    /// <summary>
    /// Takes a source of plugins away with its entries, and returns it as it was. Refused while it has plugins (those of a remote repository are only a copy),
    /// while some are installed, and while plugins of other repositories need them, unless forced. The local repository cannot be deleted.
    /// </summary>
    /// <param name="repositoryId">Which one.</param>
    /// <param name="expectedEtag">Refuses when the repository is no longer what the caller read.</param>
    /// <param name="force">Deletes it even when it is in use; installations stay, without an entry.</param>
    /// <param name="dryRun">Only find out whether it could be deleted.</param>
    [Authorize("catalog:admin")]
    [Error<InputInvalidException>]
    [Error<RepositoryNotFoundException>]
    [Error<RepositoryInUseException>]
    [Error<EtagMismatchException>]
    public static Task<Repository> DeleteRepositoryAsync(string repositoryId, string? expectedEtag, IMediator mediator, CancellationToken ct, bool force = false, bool dryRun = false) =>
        mediator.Send(new DeleteRepository(repositoryId, force, expectedEtag, dryRun), ct);
}

internal sealed class DeleteRepositoryHandler(CatalogDb db, UnitOfWork work, TimeProvider clock) : IRequestHandler<DeleteRepository, Repository>
{
    public async Task<Repository> Handle(DeleteRepository request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var repository = await db.RequireRepositoryAsync(request.RepositoryId, ct);
        if (request.ExpectedEtag is { } expected && expected != repository.Etag)
            throw new EtagMismatchException(expected, repository.Etag);
        repository.Delete(clock.Now());
        if (!request.Force && await UsesAsync(repository, ct) is { Count: > 0 } uses)
            throw new RepositoryInUseException(repository.Name, uses);
        await db.Advisories.Where(advisory => advisory.RepositoryKey == repository.Id).ExecuteDeleteAsync(ct);
        await db.Plugins.Where(plugin => plugin.RepositoryKey == repository.Id).ExecuteDeleteAsync(ct);
        await db.RepositoryStatuses.Where(status => status.RepositoryKey == repository.Id).ExecuteDeleteAsync(ct);
        work.AfterCommit(new CatalogChanged(repository.RepositoryId, null, CatalogAction.RepositoryDeleted, clock.Now()));
        return repository;
    }

    private async Task<List<string>> UsesAsync(Repository repository, CancellationToken ct)
    {
        var uses = new List<string>();
        var own = db.Plugins.Where(plugin => plugin.RepositoryKey == repository.Id);
        if (repository.Type != RepositoryType.Remote)
            Count(await own.CountAsync(ct), "plugin", "plugins");
        Count(await db.Installations.CountAsync(installation => own.Any(plugin => plugin.Id == installation.PluginKey), ct), "installation", "installations");
        Count(await NeedingAsync(own, repository, ct), "plugin of another repository needs them", "plugins of other repositories need them");
        return uses;

        void Count(int count, string one, string many)
        {
            if (count > 0)
                uses.Add($"{count} {(count == 1 ? one : many)}");
        }
    }

    /// <summary>Plugins elsewhere whose latest version needs one that only this repository has.</summary>
    private async Task<int> NeedingAsync(IQueryable<Plugin> own, Repository repository, CancellationToken ct) =>
        await db.Plugins.CountAsync(other => other.RepositoryKey != repository.Id && db.Dependencies.Any(dependency =>
            dependency.VersionKey == other.LatestVersionKey && !dependency.Optional
            && own.Any(plugin => plugin.PluginId == dependency.PluginId)
            && !db.Plugins.Any(plugin => plugin.RepositoryKey != repository.Id && plugin.PluginId == dependency.PluginId && plugin.Repository.State == RepositoryState.Enabled)), ct);
}
