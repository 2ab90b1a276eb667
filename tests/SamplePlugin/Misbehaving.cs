using System.Runtime.InteropServices;
using System.Text.Json;
using GraphQLPlugins.Plugins.Sdk;

namespace GraphQLPlugins.SamplePlugin;

/// <summary>Throws when it starts, with something in the message that nobody should see.</summary>
public sealed class ThrowsAtStart : Plugin
{
    /// <inheritdoc/>
    public override void Declare(PluginContributions contributions)
    {
    }

    /// <inheritdoc/>
    public override Task StartAsync(IPluginContext context, CancellationToken cancellationToken) => throw new InvalidOperationException("password=hunter2");
}

/// <summary>Says why it does not start.</summary>
public sealed class RefusesToStart : Plugin
{
    /// <inheritdoc/>
    public override void Declare(PluginContributions contributions) => throw new PluginRefusalException("It needs a licence.");
}

/// <summary>Never comes back from its start.</summary>
public sealed class HangsAtStart : Plugin
{
    /// <inheritdoc/>
    public override void Declare(PluginContributions contributions)
    {
    }

    /// <inheritdoc/>
    public override Task StartAsync(IPluginContext context, CancellationToken cancellationToken)
    {
        Thread.Sleep(Timeout.Infinite);
        return Task.CompletedTask;
    }
}

/// <summary>Never comes back from its stop.</summary>
public sealed class HangsAtStop : Plugin
{
    /// <inheritdoc/>
    public override void Declare(PluginContributions contributions) => contributions.AddAction("ping", (_, _, _) => Task.FromResult<JsonElement?>(JsonSerializer.SerializeToElement("pong")));

    /// <inheritdoc/>
    public override Task StopAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, CancellationToken.None);
}

/// <summary>No plugin at all.</summary>
public sealed class NoPlugin;

/// <summary>Starts, and then does all that a plugin should not.</summary>
public sealed class Misbehaving : Plugin
{
    /// <inheritdoc/>
    public override void Declare(PluginContributions contributions)
    {
        contributions.ProjectView = (_, _) => throw new InvalidOperationException("password=hunter2");
        contributions.AddAction("throw", (_, _, _) => throw new InvalidOperationException("password=hunter2"));
        contributions.AddAction("hang", async (_, _, _) =>
        {
            await Task.Delay(Timeout.Infinite, CancellationToken.None);
            return null;
        });
        contributions.AddAction("block", (_, _, _) =>
        {
            Thread.Sleep(Timeout.Infinite);
            return Task.FromResult<JsonElement?>(null);
        });
        contributions.AddAction("ping", (_, _, _) => Task.FromResult<JsonElement?>(JsonSerializer.SerializeToElement("pong")));
        contributions.AddAction("huge", (_, _, _) => Task.FromResult<JsonElement?>(JsonSerializer.SerializeToElement(new string('x', 10_000))));
        contributions.AddAction("stray", StrayAsync);
        contributions.AddAction("look", (_, _, _) => Task.FromResult<JsonElement?>(JsonSerializer.SerializeToElement(new
        {
            mediator = Type.GetType("MediatR.IMediator, MediatR") is not null,
            json = Type.GetType("System.Text.Json.JsonSerializer, System.Text.Json") is not null,
        })));
        contributions.AddAction("native", (_, _, _) => Task.FromResult<JsonElement?>(JsonSerializer.SerializeToElement(ProcessId())));
        contributions.AddOptionHooks("Greeting", new OptionHooks
        {
            BeforeUpdate = (_, _, _) => throw new InvalidOperationException("password=hunter2"),
            OnRead = (_, _, _) => throw new InvalidOperationException("password=hunter2"),
            AfterUpdate = (_, _, _, _) => throw new InvalidOperationException("password=hunter2"),
        });
    }

    private static Task<JsonElement?> StrayAsync(PluginCall call, JsonElement? payload, CancellationToken cancellationToken)
    {
        var thread = new Thread(() => throw new InvalidOperationException("nobody catches this"));
        thread.Start();
        thread.Join();
        _ = Task.Run(() => throw new InvalidOperationException("nobody observes this"), CancellationToken.None);
        return Task.FromResult<JsonElement?>(null);
    }

    [DllImport("libc", EntryPoint = "getpid")]
    private static extern int ProcessId();
}
