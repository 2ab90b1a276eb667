namespace GraphQLPlugins.Catalog.Installations.Activation;

/// <summary>Runs nothing: being in use is what the database says.</summary>
internal sealed class PassiveActivator : IPluginActivator
{
    public Task<IPluginActivation> PrepareAsync(PluginStart start, CancellationToken ct) => Task.FromResult(PassiveActivation.Instance);

    public Task StopAsync(Guid installationId, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>Of a file that does not run on this host.</summary>
internal sealed class PassiveActivation : IPluginActivation
{
    public static IPluginActivation Instance { get; } = new PassiveActivation();

    public Task CommitAsync() => Task.CompletedTask;

    public Task AbandonAsync() => Task.CompletedTask;
}
