namespace GraphQLPlugins.Kernel.Messaging;

/// <summary>
/// What a command needs done before its transaction begins, because it takes long or reaches outside the database. Runs only for a command of its own:
/// one that was sent by another command joins that one's transaction, and its handler does without.
/// </summary>
/// <typeparam name="TCommand">The command.</typeparam>
public interface IPreparation<in TCommand>
{
    /// <summary>Does it. Whatever must be taken back when the command does not commit is enlisted in the unit of work.</summary>
    Task PrepareAsync(TCommand command, CancellationToken ct);
}
