using GraphQLPlugins.Engine.AspNetCore;

namespace GraphQLPlugins.Host.Graph;

/// <summary>What a newcomer finds in the IDE: some of the canonical documents, ready to run.</summary>
internal static class ExampleTabs
{
    /// <summary>The tabs in their order.</summary>
    public static IReadOnlyList<GraphQLToolTab> All { get; } =
    [
        Tab("plugins", """{ "first": 10, "search": "git" }"""),
        Tab("repositories"),
        Tab("installations"),
        Tab("installPlugin", """{ "input": { "source": { "catalog": { "pluginId": "git" } }, "dryRun": true } }"""),
        Tab("onInstallationChanged"),
    ];

    private static GraphQLToolTab Tab(string name, string? variables = null)
    {
        using var text = new StreamReader(typeof(ExampleTabs).Assembly.GetManifestResourceStream($"operations/{name}.graphql")!);
        return new GraphQLToolTab(name, text.ReadToEnd(), variables);
    }
}
