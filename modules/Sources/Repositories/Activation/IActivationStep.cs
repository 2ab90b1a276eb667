namespace GraphQLPlugins.Sources.Repositories.Activation;

/// <summary>
/// One part of activating a repository, after its record was saved. The parts run in the order in which the module registers them, and are undone
/// in the reverse one. A host may die in any of them, so that running and undoing one again must lead to the same.
/// </summary>
public interface IActivationStep
{
    /// <summary>Does it. Whatever it throws undoes the activation.</summary>
    Task RunAsync(SourceRepository repository, CancellationToken ct);

    /// <summary>Takes it back, whether it was done, half done or not begun. Also part of removing the repository.</summary>
    Task UndoAsync(SourceRepository repository, CancellationToken ct);
}
