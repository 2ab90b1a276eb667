namespace GraphQLPlugins.Kernel.Idempotency;

/// <summary>For mutations that do something outside of the transaction, which a rehearsal cannot take back.</summary>
public static class Rehearsal
{
    /// <summary>Whether the mutation's caller asked for a rehearsal; known until its first command is sent, and then by <see cref="Storage.UnitOfWork.IsRehearsal"/> inside the command.</summary>
    public static bool IsAsked => CommandRequest.IsRehearsalAsked;
}
