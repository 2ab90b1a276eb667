using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Catalog.Tests.Registries;

/// <summary>What registered images have in their registries, asked through the graph.</summary>
public sealed class RegistryTests
{
    // Newest first; the order in which the repository plugin API shows it.
    private static readonly string[] Sample = ["1.2.2", "1.2.1.20220429.104002", "1.2.1.20220422.161421", "1.2.1.20220411.113807", "1.2.1"];

    [DockerRegistryFact]
    [Trait("Line", "S12")]
    [Trait("Line", "S23")]
    [Trait("Line", "S24")]
    public async Task A_registered_image_has_the_registrys_tags_as_versions_newest_first()
    {
        await using var registry = await DockerRegistry.StartAsync();
        await registry.PushAsync("team/plugin-a", "1.2.1.20220411.113807", "1.2.2", "1.2.1", "1.2.1.20220429.104002", "1.2.1.20220422.161421");
        await using var host = await StartAsync();

        var plugin = await RegisterAsync(host, registry.Url, "team/plugin-a");

        Assert.Equal("plugin-a", plugin.GetProperty("pluginId").GetString());
        var versions = await VersionsAsync(host, "plugin-a");
        Assert.Equal(Sample, Texts(versions));
        Assert.Equal(5, versions.GetProperty("totalCount").GetInt32());
        var info = (await host.RunAsync("versions", new { pluginId = "plugin-a" })).GetProperty("data").GetProperty("versions");
        Assert.Equal(Sample, info.GetProperty("results").EnumerateArray().Select(version => version.GetString()));
        Assert.Equal(info.GetProperty("results").ToString(), info.GetProperty("version").ToString());
        Assert.Equal(5, info.GetProperty("totalCount").GetInt32());
        Assert.Equal("1.2.2", (await host.QueryAsync("""{ plugin(pluginId: "plugin-a") { latestVersion { version } } }""")).GetProperty("data").GetProperty("plugin").GetProperty("latestVersion").GetProperty("version").GetString());
    }

    [DockerRegistryFact]
    [Trait("Line", "S12")]
    [Trait("Line", "S33")]
    public async Task An_image_that_the_registry_does_not_have_is_refused_and_nothing_is_written()
    {
        await using var registry = await DockerRegistry.StartAsync();
        await using var host = await StartAsync();
        var audit = await host.Database.ScalarAsync("SELECT count(*) FROM kernel.audit_entries");

        var error = await RegistrationErrorAsync(host, registry.Url, "team/plugin-a");

        Assert.Equal(("ImageNotFoundError", "IMAGE_NOT_FOUND"), (error.GetProperty("__typename").GetString(), error.GetProperty("code").GetString()));
        Assert.Equal($"The registry {registry.Address} has no image 'team/plugin-a': it does not know it.", error.GetProperty("message").GetString());
        Assert.Equal(0L, await host.Database.ScalarAsync("SELECT count(*) FROM catalog.plugins"));
        Assert.Equal(audit, await host.Database.ScalarAsync("SELECT count(*) FROM kernel.audit_entries"));
    }

    [DockerRegistryFact]
    [Trait("Line", "S12")]
    public async Task An_image_without_a_tag_is_refused()
    {
        await using var registry = await DockerRegistry.StartAsync();
        await registry.DeleteAsync("plugin-a", await registry.PushAsync("plugin-a", "1.0"));
        await using var host = await StartAsync();

        Assert.Equal("IMAGE_NOT_FOUND", (await RegistrationErrorAsync(host, registry.Url, "plugin-a")).GetProperty("code").GetString());
        Assert.Equal(0L, await host.Database.ScalarAsync("SELECT count(*) FROM catalog.plugins"));
    }

    [DockerRegistryFact]
    [Trait("Line", "S12")]
    [Trait("Line", "S24")]
    public async Task Tags_that_come_and_go_are_versions_that_come_and_go_but_what_was_published_or_withdrawn_by_hand_stays()
    {
        await using var registry = await DockerRegistry.StartAsync();
        var digest = await registry.PushAsync("plugin-a", "1.0", "1.1", "1.2");
        await using var host = await StartAsync(("Catalog:RegistryCacheTime", "00:00:00"));
        await RegisterAsync(host, registry.Url, "plugin-a");
        await ChangeAsync(host, "publishPluginVersion", new { pluginId = "plugin-a", version = "1.0", releasedAt = "2026-01-01T00:00:00Z" });
        await ChangeAsync(host, "yankPluginVersion", new { pluginId = "plugin-a", version = "1.1", reason = "It loses data." });
        await registry.PushAsync("plugin-a", "1.3");
        Assert.Equal(["1.3", "1.2", "1.0"], Texts(await VersionsAsync(host, "plugin-a")));

        await registry.DeleteAsync("plugin-a", digest);
        await registry.PushAsync("plugin-a", "1.3");

        Assert.Equal(["1.3", "1.1", "1.0"], Texts(await VersionsAsync(host, "plugin-a", includeYanked: true)));
    }

    [DockerRegistryFact]
    public async Task A_published_version_of_an_image_is_a_tag_of_it_and_carries_its_digest()
    {
        await using var registry = await DockerRegistry.StartAsync();
        var digest = await registry.PushAsync("plugin-a", "1.0");
        await using var host = await StartAsync();
        await RegisterAsync(host, registry.Url, "plugin-a");

        var version = await ChangeAsync(host, "publishPluginVersion", new { pluginId = "plugin-a", version = "1.0", channel = "BETA" });
        var refused = (await host.RunAsync("publishPluginVersion", new { input = new { pluginId = "plugin-a", version = "2.0" } })).GetProperty("data").GetProperty("publishPluginVersion").GetProperty("errors")[0];

        Assert.Equal((digest, "BETA"), (version.GetProperty("pluginVersion").GetProperty("imageDigest").GetString(), version.GetProperty("pluginVersion").GetProperty("channel").GetString()));
        Assert.Equal("IMAGE_NOT_FOUND", refused.GetProperty("code").GetString());
        Assert.Equal(["1.0"], Texts(await VersionsAsync(host, "plugin-a")));
    }

    [DockerRegistryFact]
    [Trait("Line", "S24")]
    public async Task All_pages_of_tags_are_read()
    {
        await using var registry = await DockerRegistry.StartAsync();
        string[] tags = [.. Enumerable.Range(0, 120).Select(i => $"1.{i}")];
        await registry.PushAsync("team/plugin-a", tags);
        // This version of the registry gives all tags at once; newer ones and others cut them as here.
        await using var front = await LoopbackServer.StartAsync(context => PageAsync(context, registry, 50));
        await using var host = await StartAsync();

        await RegisterAsync(host, front.Url, "team/plugin-a");

        var versions = await VersionsAsync(host, "plugin-a", first: 100);
        Assert.Equal(120, versions.GetProperty("totalCount").GetInt32());
        Assert.Equal([.. Enumerable.Range(20, 100).Reverse().Select(i => $"1.{i}")], Texts(versions));
        Assert.Equal(3, front.Requests);
    }

    [DockerRegistryFact]
    public async Task What_the_registry_says_is_remembered_for_a_while()
    {
        await using var registry = await DockerRegistry.StartAsync();
        await registry.PushAsync("team/plugin-a", "1.0");
        await using var front = await LoopbackServer.StartAsync(context => PageAsync(context, registry, 50));
        await using var host = await StartAsync(("Catalog:RegistryCacheTime", "01:00:00"));
        await RegisterAsync(host, front.Url, "team/plugin-a");

        await VersionsAsync(host, "plugin-a");
        await VersionsAsync(host, "plugin-a");

        Assert.Equal(1, front.Requests);
    }

    [DockerRegistryFact]
    public async Task A_registry_that_wants_a_token_gets_one_of_its_authorization_server()
    {
        await using var tokens = await TokenServer.StartAsync();
        await using var registry = await tokens.StartRegistryAsync("team/plugin-a");
        await registry.PushAsync("team/plugin-a", "1.0", "1.1");
        await using var host = await StartAsync();

        await RegisterAsync(host, registry.Url, "team/plugin-a");

        Assert.Equal(["1.1", "1.0"], Texts(await VersionsAsync(host, "plugin-a")));
        Assert.Equal(["repository:team/plugin-a:pull"], tokens.Scopes);
    }

    [DockerRegistryFact]
    public async Task The_name_and_password_of_the_settings_are_for_the_configured_address_alone()
    {
        await using var tokens = await TokenServer.StartAsync();
        tokens.Reader = ("reader", "hush");
        await using var registry = await tokens.StartRegistryAsync("team/plugin-a");
        await registry.PushAsync("team/plugin-a", "1.0");
        await using var configured = await StartAsync(("Catalog:RegistryUrls:Harbor", registry.Url), ("Catalog:RegistryCredentials:Harbor", "reader:hush"));
        await using var elsewhere = await StartAsync(("Catalog:RegistryUrls:Harbor", "harbor.example.org"), ("Catalog:RegistryCredentials:Harbor", "reader:hush"));
        await using var wrong = await StartAsync(("Catalog:RegistryUrls:Harbor", registry.Url), ("Catalog:RegistryCredentials:Harbor", "reader:wrong"));

        await RegisterAsync(configured, null, "team/plugin-a", "HARBOR");
        var withoutCredentials = await RegistrationErrorAsync(elsewhere, registry.Url, "team/plugin-a", "HARBOR");
        var withWrongOnes = await RegistrationErrorAsync(wrong, registry.Url, "team/plugin-a", "HARBOR");

        Assert.Equal(["1.0"], Texts(await VersionsAsync(configured, "plugin-a")));
        Assert.Equal("REGISTRY_NOT_CONFIGURED", withoutCredentials.GetProperty("code").GetString());
        Assert.EndsWith("gives no token without a name and a password, and Catalog:RegistryCredentials:Harbor has none for it.", withoutCredentials.GetProperty("message").GetString());
        Assert.Equal("REGISTRY_NOT_CONFIGURED", withWrongOnes.GetProperty("code").GetString());
        Assert.DoesNotContain("wrong", withWrongOnes.ToString());
    }

    [DockerRegistryFact]
    public async Task A_registry_with_a_list_of_passwords_is_signed_in_to()
    {
        // The bcrypt digest of "hush".
        await using var registry = await DockerRegistry.StartAsync(
            "auth:\n  htpasswd:\n    realm: tests\n    path: {files}/htpasswd", new("Basic", Convert.ToBase64String("reader:hush"u8)), "reader:$2b$04$MUXnhYEwHJUGuw6B/t74F.EtPO1pkSrwZpuuF8B6Y4h5ucn2JhU/y\n");
        await registry.PushAsync("plugin-a", "1.0");
        await using var configured = await StartAsync(("Catalog:RegistryUrls:Harbor", registry.Url), ("Catalog:RegistryCredentials:Harbor", "reader:hush"));
        await using var without = await StartAsync();
        await using var wrong = await StartAsync(("Catalog:RegistryUrls:Harbor", registry.Url), ("Catalog:RegistryCredentials:Harbor", "reader:wrong"));

        await RegisterAsync(configured, null, "plugin-a", "HARBOR");

        Assert.Equal("REGISTRY_NOT_CONFIGURED", (await RegistrationErrorAsync(without, registry.Url, "plugin-a", "HARBOR")).GetProperty("code").GetString());
        Assert.Equal(
            $"The settings for the registry type HARBOR do not suffice: {registry.Address} refuses the name and password of Catalog:RegistryCredentials:Harbor.",
            (await RegistrationErrorAsync(wrong, null, "plugin-a", "HARBOR")).GetProperty("message").GetString());
    }

    [DockerRegistryFact]
    [Trait("Line", "S21")]
    public async Task A_registry_that_is_away_is_neither_a_missing_image_nor_an_empty_list()
    {
        await using var host = await StartAsync(("Catalog:RegistryCacheTime", "00:00:00"), ("Catalog:RegistryRetryTime", "00:00:00"));
        string url;
        await using (var registry = await DockerRegistry.StartAsync())
        {
            url = registry.Url;
            await registry.PushAsync("plugin-a", "1.0");
            await RegisterAsync(host, url, "plugin-a");
        }

        // Known from before: shown, and said to be old.
        var known = await host.RunAsync("pluginVersions", new { pluginId = "plugin-a" });
        Assert.Equal(["1.0"], Texts(known.GetProperty("data").GetProperty("pluginVersions")));
        Assert.Equal("UPSTREAM_UNAVAILABLE", known.GetProperty("extensions").GetProperty("warnings")[0].GetProperty("code").GetString());
        Assert.False(known.TryGetProperty("errors", out _));

        // Registered while it is away: taken, with a warning, and its versions are an error as long as nobody knows them.
        var registered = await host.RunAsync("registerPlugin", new { input = Input(url, "plugin-b") });
        Assert.Equal("plugin-b", registered.GetProperty("data").GetProperty("registerPlugin").GetProperty("plugin").GetProperty("pluginId").GetString());
        Assert.Equal($"{url[7..]} is not available: it cannot be reached. The image was not checked.", registered.GetProperty("extensions").GetProperty("warnings")[0].GetProperty("message").GetString());
        var unknown = await host.RunAsync("pluginVersions", new { pluginId = "plugin-b" });
        Assert.Equal(JsonValueKind.Null, unknown.GetProperty("data").GetProperty("pluginVersions").ValueKind);
        Assert.Equal("UPSTREAM_UNAVAILABLE", unknown.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());

        // No such plugin at all: null, and nothing is wrong.
        Assert.Equal("""{"data":{"pluginVersions":null}}""", (await host.RunAsync("pluginVersions", new { pluginId = "plugin-c" })).ToString());
    }

    [Theory]
    [InlineData(503, "", "it answered with HTTP 503")]
    [InlineData(429, "", "it answered with HTTP 429")]
    [InlineData(200, "<html>", "its answer is not what the protocol says")]
    [InlineData(302, "", "registry")]
    public async Task A_registry_that_talks_nonsense_is_not_available(int status, string body, string reason)
    {
        await using var registry = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            if (status == 302)
                context.Response.Headers.Location = "http://registry.example.org/";
            else
                await context.Response.WriteAsync(body);
        });
        await using var host = await StartAsync();

        var answer = await host.RunAsync("registerPlugin", new { input = Input(registry.Url, "plugin-a") });

        var payload = answer.GetProperty("data").GetProperty("registerPlugin");
        if (status == 302)
            Assert.Equal("URL_NOT_ALLOWED", payload.GetProperty("errors")[0].GetProperty("code").GetString());
        else
            Assert.Equal($"{registry.Url[7..]} is not available: {reason}. The image was not checked.", answer.GetProperty("extensions").GetProperty("warnings")[0].GetProperty("message").GetString());
    }

    [Fact]
    public async Task A_list_that_goes_on_elsewhere_is_not_followed()
    {
        await using var other = await LoopbackServer.StartAsync(context => context.Response.WriteAsJsonAsync(new { tags = new[] { "9.9" } }));
        await using var registry = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Headers["Link"] = $"<{other.Url}/v2/plugin-a/tags/list?last=1.0>; rel=\"next\"";
            return context.Response.WriteAsJsonAsync(new { tags = new[] { "1.0" } });
        });
        await using var host = await StartAsync();

        await host.RunAsync("registerPlugin", new { input = Input(registry.Url, "plugin-a") });

        Assert.Equal(0, other.Requests);
        Assert.Equal(0L, await host.Database.ScalarAsync("SELECT count(*) FROM catalog.versions"));
    }

    [Fact]
    public async Task A_list_without_end_ends_at_the_limit()
    {
        await using var registry = await LoopbackServer.StartAsync(context =>
        {
            var last = context.Request.Query["last"].ToString() is { Length: > 0 } text ? int.Parse(text) : 0;
            context.Response.Headers["Link"] = $"</v2/plugin-a/tags/list?last={last + 10}>; rel=\"next\"";
            return context.Response.WriteAsJsonAsync(new { tags = Enumerable.Range(last, 10).Select(i => $"1.{i}") });
        });
        await using var host = await StartAsync(("Catalog:MaxRegistryTags", "25"));

        await RegisterAsync(host, registry.Url, "plugin-a");

        Assert.Equal(25L, await host.Database.ScalarAsync("SELECT count(*) FROM catalog.versions"));
        Assert.Equal(3, registry.Requests);
    }

    [Fact]
    public async Task A_registry_in_a_private_network_is_refused_unless_the_operator_allows_it()
    {
        await using var registry = await LoopbackServer.StartAsync(context => context.Response.WriteAsJsonAsync(new { tags = new[] { "1.0" } }));
        await using var host = await CatalogHost.StartAsync();

        var error = await RegistrationErrorAsync(host, registry.Url, "plugin-a");

        Assert.Equal("URL_NOT_ALLOWED", error.GetProperty("code").GetString());
        Assert.Equal(0, registry.Requests);
        Assert.Equal(0L, await host.Database.ScalarAsync("SELECT count(*) FROM catalog.plugins"));
    }

    private static Task<CatalogHost> StartAsync(params (string Name, string Value)[] settings) => CatalogHost.StartAsync([("Egress:AllowedNetworks:0", "127.0.0.0/8"), .. settings]);

    private static object Input(string? registryUrl, string image, string registryType = "DOCKER_HUB") =>
        new { name = "A", resourceType = "inventory.Collector", image, registryType, registryUrl };

    private static async Task<JsonElement> RegisterAsync(CatalogHost host, string? registryUrl, string image, string registryType = "DOCKER_HUB") =>
        (await ChangeAsync(host, "registerPlugin", Input(registryUrl, image, registryType))).GetProperty("plugin");

    private static async Task<JsonElement> ChangeAsync(CatalogHost host, string operation, object input)
    {
        var answer = await host.RunAsync(operation, new { input });
        var payload = answer.GetProperty("data").GetProperty(operation);
        Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Null, answer.ToString());
        return payload;
    }

    private static async Task<JsonElement> RegistrationErrorAsync(CatalogHost host, string? registryUrl, string image, string registryType = "DOCKER_HUB") =>
        (await host.RunAsync("registerPlugin", new { input = Input(registryUrl, image, registryType) })).GetProperty("data").GetProperty("registerPlugin").GetProperty("errors")[0];

    private static async Task<JsonElement> VersionsAsync(CatalogHost host, string pluginId, bool includeYanked = false, int first = 50)
    {
        var answer = await host.RunAsync("pluginVersions", new { pluginId, includeYanked, first });
        Assert.False(answer.TryGetProperty("errors", out _), answer.ToString());
        return answer.GetProperty("data").GetProperty("pluginVersions");
    }

    private static string[] Texts(JsonElement versions) => [.. versions.GetProperty("nodes").EnumerateArray().Select(version => version.GetProperty("version").GetString()!)];

    /// <summary>Passes a list of tags on in pages, each with a link to the next (OCI distribution specification, "Listing Tags").</summary>
    private static async Task PageAsync(HttpContext context, DockerRegistry registry, int size)
    {
        using var http = new HttpClient();
        var all = JsonDocument.Parse(await http.GetStringAsync($"{registry.Url}{context.Request.Path}")).RootElement;
        string[] tags = [.. all.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!).Order(StringComparer.Ordinal)];
        var last = context.Request.Query["last"].ToString();
        string[] page = [.. tags.Where(tag => string.CompareOrdinal(tag, last) > 0).Take(size)];
        if (page.Length > 0 && page[^1] != tags[^1])
            context.Response.Headers["Link"] = $"<{context.Request.Path}?n={size}&last={Uri.EscapeDataString(page[^1])}>; rel=\"next\"";
        await context.Response.WriteAsJsonAsync(new { name = all.GetProperty("name").GetString(), tags = page });
    }
}
