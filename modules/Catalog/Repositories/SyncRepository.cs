using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Remotes;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Repositories;

/// <summary>Brings the copy of a remote repository up to date.</summary>
public sealed record SyncRepository(string RepositoryId, bool DryRun) : ICommand<SyncRepositoryPayload>
{
    string? ICommand.AuditTarget => RepositoryId;
}

/// <summary>What a synchronisation led to.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Report">What changed.</param>
public sealed record SyncRepositoryPayload(Repository Repository, RepositorySyncReport Report);

[MutationType]
public static partial class SyncRepositoryMutation
{
    /// <summary>Makes the entries of a remote repository a copy of what its server has now. It happens by itself as well, in the interval of the settings.</summary>
    /// <param name="repositoryId">Which one.</param>
    /// <param name="dryRun">Only find out what would change.</param>
    [Authorize("catalog:write")]
    [Error<InputInvalidException>]
    [Error<RepositoryNotFoundException>]
    [Error<UpstreamUnavailableException>]
    [Error<ImportBusyException>]
    public static Task<SyncRepositoryPayload> SyncRepositoryAsync(string repositoryId, IMediator mediator, CancellationToken ct, bool dryRun = false) =>
        mediator.Send(new SyncRepository(repositoryId, dryRun), ct);
}

/// <summary>Copies before the command's transaction begins: it takes long, and writes in transactions of its own.</summary>
internal sealed class CopyRepository(IDbContextFactory<CatalogDb> contexts, RemoteSync sync) : IPreparation<SyncRepository>
{
    public RepositorySyncReport? Report { get; private set; }

    public async Task PrepareAsync(SyncRepository command, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var repository = await db.RequireRepositoryAsync(command.RepositoryId, ct);
        if (repository.Type != RepositoryType.Remote)
            throw new InputInvalidException("repositoryId", $"Only remote repositories are synchronised; '{repository.Name}' is {repository.Type.InGraph()}.");
        Report = await sync.SyncAsync(repository, command.DryRun, ct);
    }
}

internal sealed class SyncRepositoryHandler(CatalogDb db, UnitOfWork work, IEnumerable<IPreparation<SyncRepository>> preparations) : IRequestHandler<SyncRepository, SyncRepositoryPayload>
{
    public async Task<SyncRepositoryPayload> Handle(SyncRepository request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var report = preparations.OfType<CopyRepository>().Single().Report ?? throw new InvalidOperationException("A synchronisation is a command of its own.");
        return new SyncRepositoryPayload(await db.RequireRepositoryAsync(request.RepositoryId, ct), report);
    }
}
