using GraphQLPlugins.Sources.Connections;
using GraphQLPlugins.Sources.Providers;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Repositories.Activation;

namespace GraphQLPlugins.Sources.Git;

/// <summary>Lets the account in that copies the files, at sources that have one. It stays let in: others may follow the same repository, and the owner sees it among the collaborators.</summary>
internal sealed class CloneAccountStep(SourceProviders providers, SourceAccesses accesses, Mirrors mirrors) : IActivationStep
{
    public async Task RunAsync(SourceRepository repository, CancellationToken ct)
    {
        if (mirrors.IsEnabled && await providers.RequireAsync(repository.OrganizationId, repository.Provider, ct) is ICloneAccount account and Contracts.ISourceProvider provider)
            await account.AdmitAsync(await accesses.RequireAsync(provider, repository.OwnedBy, ct), repository.RepoId, ct);
    }

    public Task UndoAsync(SourceRepository repository, CancellationToken ct) => Task.CompletedTask;
}
