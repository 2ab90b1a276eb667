using System.Text;
using System.Text.Json;
using GraphQLPlugins.Catalog.Import;

namespace GraphQLPlugins.Catalog.Tests.Plans;

/// <summary>A catalog of a few plugins that need each other, and words for asking and changing it through the graph.</summary>
public abstract class SmallCatalog : IAsyncLifetime
{
    protected CatalogHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Host = await CatalogHost.StartAsync(("Catalog:AllowRemoteAdmin", "true"), ("Catalog:HostVersions:host", "2.5"));
        var week = DateTime.UtcNow.AddDays(-2).ToString("yyyy-MM-dd");
        await ImportAsync(
            """{"pluginId":"app","versions":[{"version":"1","dependencies":[{"pluginId":"lib","minVersion":"1"},{"pluginId":"extra","minVersion":"2","optional":true}]},{"version":"2","dependencies":[{"pluginId":"lib","range":"[2,3)"},{"pluginId":"ui","minVersion":"1"}]}]}""",
            """{"pluginId":"lib","versions":[{"version":"1","sha256":"1111111111111111111111111111111111111111111111111111111111111111","downloadUrl":"https://files.example.org/lib-1"},{"version":"2","sha256":"2222222222222222222222222222222222222222222222222222222222222222","downloadUrl":"https://files.example.org/lib-2","sizeBytes":1000},{"version":"3"}],"advisories":[{"id":"SEC-1","message":"Weak","ranges":[{"lastVersion":"1"}]}]}""",
            """{"pluginId":"ui","authors":["somebody"],"versions":[{"version":"1"}]}""",
            """{"pluginId":"extra","versions":[{"version":"1"},{"version":"2"}]}""",
            """{"pluginId":"other","versions":[{"version":"1","dependencies":[{"pluginId":"lib","range":"<3"}]}]}""",
            """{"pluginId":"lost","versions":[{"version":"1","dependencies":[{"pluginId":"nowhere","minVersion":"4"}]}]}""",
            """{"pluginId":"ring-a","versions":[{"version":"1","dependencies":[{"pluginId":"ring-b"}]}]}""",
            """{"pluginId":"ring-b","versions":[{"version":"1","dependencies":[{"pluginId":"ring-a"}]}]}""",
            """{"pluginId":"modern","versions":[{"version":"1"},{"version":"2","minHostVersion":"9"}]}""",
            $$"""{"pluginId":"young","labels":["deprecated"],"versions":[{"version":"1","releasedOn":"2020-01-01"},{"version":"2","releasedOn":"{{week}}"}]}""",
            """{"pluginId":"gone","versions":[{"version":"1"},{"version":"2","yanked":true}]}""",
            """{"pluginId":"beta","versions":[{"version":"1"},{"version":"2-beta"}]}""");
    }

    public async Task DisposeAsync() => await Host.DisposeAsync();

    protected Task<ImportReport> ImportAsync(params string[] plugins) =>
        Host.Importer.ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', plugins.Select(plugin => plugin.Replace("{\"pluginId\":\"", "{\"ecosystem\":\"host\",\"pluginId\":\"", StringComparison.Ordinal).Replace("[{\"ecosystem\":\"host\",", "[{", StringComparison.Ordinal).Replace(",{\"ecosystem\":\"host\",", ",{", StringComparison.Ordinal))))), new ImportOptions());

    /// <summary>The payload of a mutation of <c>schema/operations</c>.</summary>
    protected async Task<JsonElement> ChangeAsync(string mutation, object input)
    {
        var answer = await Host.RunAsync(mutation, new { input });
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data").GetProperty(mutation);
    }

    /// <summary>The code of a mutation's error; null when there is none.</summary>
    protected static string? CodeOf(JsonElement payload) => payload.GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors ? errors[0].GetProperty("code").GetString() : null;

    protected async Task<string?> InstallAsync(string pluginId, string? version = null, string? overrideReason = null) =>
        CodeOf(await ChangeAsync("installPlugin", new { source = new { catalog = new { pluginId } }, version, overrideReason }));

    /// <summary>The plan for plugins such as <c>app=1</c>, as <c>ACTION name version</c>; what is blocked as <c>! name CODE</c>.</summary>
    protected async Task<string> PlanAsync(params string[] plugins) => Shown((await Host.RunAsync("planInstall", new { input = new { plugins = plugins.Select(Plugin) } })).GetProperty("data").GetProperty("planInstall"));

    protected static object Plugin(string text) => new { pluginId = text.Split('=')[0], version = text.Split('=').ElementAtOrDefault(1) };

    protected static string Shown(JsonElement plan) => string.Join(", ",
        plan.GetProperty("blocked").EnumerateArray().Select(block => $"! {block.GetProperty("pluginId").GetString()} {block.GetProperty("code").GetString()}")
            .Concat(plan.GetProperty("items").EnumerateArray().Select(item => $"{item.GetProperty("action").GetString()} {item.GetProperty("name").GetString()} {item.GetProperty("toVersion").GetString()}")));

    /// <summary>All installations as <c>name version</c>, those that are out of use in brackets.</summary>
    protected async Task<string> InstalledAsync() => string.Join(", ", (await Host.QueryAsync("{ installations(all: true) { name version state } }")).GetProperty("data").GetProperty("installations").EnumerateArray()
        .Select(installation => (Text: $"{installation.GetProperty("name").GetString()} {installation.GetProperty("version").GetString()}", State: installation.GetProperty("state").GetString()))
        .Select(installation => installation.State == "DISABLED" ? $"({installation.Text})" : installation.Text));
}
