namespace GraphQLPlugins.Kernel.Storage;

/// <summary>Something outside the database that follows a command: it becomes visible once the command has committed, and is taken back when it has not.</summary>
public interface IParticipant
{
    /// <summary>The command has committed. It stands whatever happens here.</summary>
    Task CommittedAsync();

    /// <summary>The command was refused, failed, or was a rehearsal.</summary>
    Task AbandonedAsync();
}
