using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Plugins.Sdk;
using GraphQLPlugins.Sources.Contracts;
using FileChange = GraphQLPlugins.Sources.Contracts.FileChange;
using RepositoryService = GraphQLPlugins.Sources.Contracts.RepositoryService;
using ServedRepository = GraphQLPlugins.Sources.Contracts.ServedRepository;

namespace GraphQLPlugins.Sources.Services;

/// <summary>A service that a running plugin brings. Files go to it in batches that a request to a plugin may hold, one after the other.</summary>
internal sealed class PluginService(PluginCalls calls, Guid organizationId, string pluginId, OfferedRepositoryService offered) : IRepositoryService
{
    private const int MaxFiles = 100;

    /// <summary>What a file weighs beside its content.</summary>
    private const int Envelope = 256;

    public RepositoryService Info { get; } = new($"{pluginId}/{offered.Name}", offered.DisplayName, null, offered.WorksWithSources);

    public async Task ReceiveAsync(RepositoryDelivery delivery, CancellationToken ct)
    {
        var (batch, bytes, number) = (new List<RepositoryFile>(), 0, 0);
        await foreach (var file in delivery.Files.WithCancellation(ct))
        {
            var sent = Fitting(file);
            var weight = Envelope + (3 * file.Path.Length) + (sent.Content?.Length ?? 0);
            if (batch.Count == MaxFiles || (batch.Count > 0 && bytes + weight > calls.MaxRequestBytes))
            {
                await GiveAsync(delivery, batch, ++number, isLast: false, ct);
                (batch, bytes) = ([], 0);
            }
            batch.Add(sent);
            bytes += weight;
        }
        // Where nothing that counts has changed, there is nothing to say.
        if (batch.Count > 0 || delivery.Kind is not DeliveryKind.Changes) await GiveAsync(delivery, batch, ++number, isLast: true, ct);
    }

    public async Task ReleaseAsync(ServedRepository repository, CancellationToken ct) =>
        Check(await calls.ReleaseRepositoryAsync(organizationId, pluginId, offered.Name, InSdk(repository), ct));

    private async Task GiveAsync(RepositoryDelivery delivery, IReadOnlyList<RepositoryFile> files, int number, bool isLast, CancellationToken ct)
    {
        var kind = delivery.Kind switch { DeliveryKind.Initial => RepositoryBatchKind.Initial, DeliveryKind.Changes => RepositoryBatchKind.Changes, _ => RepositoryBatchKind.BranchRemoved };
        var batch = new RepositoryBatch(InSdk(delivery.Repository), kind, delivery.Branch, delivery.FromCommit, delivery.ToCommit, number, isLast, files);
        Check(await calls.GiveFilesAsync(organizationId, pluginId, offered.Name, batch, ct));
    }

    /// <summary>A file that no request could hold is named only.</summary>
    private RepositoryFile Fitting(DeliveredFile file)
    {
        var change = file.Change switch { FileChange.Added => RepositoryFileChange.Added, FileChange.Modified => RepositoryFileChange.Modified, _ => RepositoryFileChange.Removed };
        var fits = file.Content is { } content && content.Length + (3 * file.Path.Length) + Envelope <= calls.MaxRequestBytes;
        return new RepositoryFile(file.Path, change, file.Bytes, fits ? file.Content : null);
    }

    private void Check(PluginOutcome<bool> outcome)
    {
        switch (outcome.Status)
        {
            case PluginCallStatus.Done: return;
            case PluginCallStatus.NotRunning or PluginCallStatus.NotOffered or PluginCallStatus.Busy: throw new ServiceNotAvailableException(Info.Name);
            case PluginCallStatus.Refused: throw new ServiceRefusedException(Info.Name, outcome.Message ?? "");
            default: throw new ServiceFailedException(Info.Name, outcome.Message ?? "");
        }
    }

    private static GraphQLPlugins.Plugins.Sdk.ServedRepository InSdk(ServedRepository repository) => new(repository.RepositoryId, repository.Provider, repository.RepoId, repository.Name);
}
