using GraphQLPlugins.Plugins.Sdk;

namespace GraphQLPlugins.SamplePlugin;

/// <summary>Has a test of its configuration, which repeats all that it is given and ends as the greeting says, and refuses all else with its key in the message.</summary>
public sealed class Tester : Plugin
{
    /// <inheritdoc/>
    public override void Declare(PluginContributions contributions)
    {
        contributions.Test = TestAsync;
        contributions.AddAction("repeat", (call, _, _) => throw new PluginRefusalException($"The key is {call.Options.Text("Key")}."));
        contributions.ProjectView = (request, _) => throw new PluginRefusalException($"The key is {request.Call.Options.Text("Key")}.");
        contributions.AddOptionHooks("Key", new OptionHooks
        {
            BeforeUpdate = (_, value, _) => value.GetString()!.StartsWith("bad", StringComparison.Ordinal) ? throw new PluginRefusalException($"{value} is no key.") : Task.FromResult(value),
        });
    }

    private static async Task<ConfigurationTestResult> TestAsync(PluginCall call, CancellationToken cancellationToken)
    {
        if (call.Options.Text("Greeting") == "throw") throw new InvalidOperationException($"It does not like {call.Options.Text("Key")}.");
        if (call.Options.Text("Greeting") == "hang") await Task.Delay(Timeout.Infinite, cancellationToken);
        if (call.Options.Text("Greeting") == "long") return new ConfigurationTestResult(true, new string('x', 1001));
        if (call.Options.Text("Key")?.StartsWith("wrong", StringComparison.Ordinal) is true) throw new PluginRefusalException($"The key {call.Options.Text("Key")} is wrong.");
        return new ConfigurationTestResult(true, string.Join(' ', call.Options.Keys.Order(StringComparer.Ordinal).Select(key => $"{key}={call.Options[key]}")));
    }
}
