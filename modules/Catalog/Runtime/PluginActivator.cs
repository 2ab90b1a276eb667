using GraphQLPlugins.Catalog.Installations.Activation;

namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>Runs what commands activate: the seam between what is installed and what runs.</summary>
internal sealed class PluginActivator(PluginRuntime runtime, PluginFollower follower) : IPluginActivator
{
    public async Task<IPluginActivation> PrepareAsync(PluginStart start, CancellationToken ct)
    {
        try
        {
            return await runtime.PrepareAsync(start) ?? PassiveActivation.Instance;
        }
        catch (PluginFault fault)
        {
            throw new PluginLoadFailedException(start.Name, fault.Message, fault.Code);
        }
    }

    /// <summary>What the database says counts: by the time this runs, another command may have brought the plugin back into use.</summary>
    public Task StopAsync(Guid installationId, CancellationToken ct) => follower.FollowAsync(installationId, ct);
}
