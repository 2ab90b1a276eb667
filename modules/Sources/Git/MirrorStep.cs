using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Repositories.Activation;

namespace GraphQLPlugins.Sources.Git;

/// <summary>Copies the files of a repository that is being activated.</summary>
internal sealed class MirrorStep(Mirrors mirrors) : IActivationStep
{
    public Task RunAsync(SourceRepository repository, CancellationToken ct) => mirrors.IsEnabled ? mirrors.UpdateAsync(repository, ct) : Task.CompletedTask;

    public Task UndoAsync(SourceRepository repository, CancellationToken ct) => mirrors.DeleteAsync(repository.Id, ct);
}
