using System.Text.Json;
using GraphQLPlugins.Plugins.Sdk;

namespace GraphQLPlugins.SamplePlugin;

/// <summary>Holds a call until a test opens the gate: a file in the temporary directory.</summary>
public sealed class Gate : Plugin
{
    private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private IPluginContext _context = null!;

    /// <inheritdoc/>
    public override void Declare(PluginContributions contributions)
    {
        contributions.AddAction("version", (_, _, _) => Version());
        contributions.AddAction("entered", async (_, _, _) =>
        {
            await _entered.Task;
            return null;
        });
        contributions.AddAction("wait", async (_, _, ct) =>
        {
            _entered.TrySetResult();
            while (!File.Exists(Path.Combine(Path.GetTempPath(), $"{_context.PluginId}-{_context.Version}.gate"))) await Task.Delay(10, ct);
            return await Version();
        });
    }

    /// <inheritdoc/>
    public override Task StartAsync(IPluginContext context, CancellationToken cancellationToken)
    {
        _context = context;
        return Task.CompletedTask;
    }

    private Task<JsonElement?> Version() => Task.FromResult<JsonElement?>(JsonSerializer.SerializeToElement(_context.Version));
}
