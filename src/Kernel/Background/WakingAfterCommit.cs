using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Kernel.Background;

/// <summary>Tells a service of work that a command brings, once the work can be found.</summary>
public static class WakingAfterCommit
{
    /// <summary>Wakes this host's service when the command has committed, since one that looks before finds nothing; never when the command is taken back. Other hosts find the work when they look.</summary>
    public static void WakeAfterCommit(this UnitOfWork work, WokenService service) => work.Enlist(new Sleeper(service));

    private sealed class Sleeper(WokenService service) : IParticipant
    {
        public Task CommittedAsync()
        {
            service.Wake();
            return Task.CompletedTask;
        }

        public Task AbandonedAsync() => Task.CompletedTask;
    }
}
