using System.Text;
using System.Text.Json;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Kernel.Identity;

namespace GraphQLPlugins.Catalog.Tests.Versions;

/// <summary>Versions and entries that their owner changes by hand.</summary>
public sealed class PublishedVersionTests : IAsyncLifetime
{
    private CatalogHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await CatalogHost.StartAsync(("Catalog:CheckImages", "false"), ("Catalog:RegistryCacheTime", "01:00:00"), ("Catalog:RegistryUrls:DockerHub", "http://127.0.0.1:1"));
        await _host.Importer.ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes("""{"ecosystem":"e","pluginId":"imported","versions":[{"version":"1.0"}]}""")), new ImportOptions());
        await _host.ChangeAsync("registerPlugin", new { name = "A", resourceType = "a.B", image = "plugin-a" });
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_version_is_published_with_all_that_is_said_about_it()
    {
        var payload = await _host.ChangeAsync("publishPluginVersion", new
        {
            pluginId = "plugin-a", version = "1.2.0-rc.1", releasedAt = "2026-02-03T04:05:06.789Z", minHostVersion = "2.0", maxHostVersion = "3.0", apiVersion = "7", reloadMode = "RESTART", loadPriority = 5,
            artifacts = new[] { new { url = "https://files.example.org/a.jar", sha256 = new string('A', 64), sizeBytes = 12, platform = (string?)null } },
            dependencies = new object[] { new { pluginId = "imported", range = ">=1 <2" }, new { pluginId = "other", minVersion = "3.1", optional = true } },
            releaseNotesUrl = "https://example.org/notes",
        });

        Assert.Equal("BETA", payload.GetProperty("pluginVersion").GetProperty("channel").GetString());
        var version = (await _host.QueryAsync("""
            { pluginVersions(pluginId: "plugin-a") { nodes { version state releasedAt minHostVersion maxHostVersion apiVersion reloadMode loadPriority releaseNotesUrl
              artifacts { url sha256 sizeBytes platform } dependencies { pluginId minVersion range optional plugin { name } } } } }
            """)).GetProperty("data").GetProperty("pluginVersions");
        Assert.Equal(
            """
            {"version":"1.2.0-rc.1","state":"ACTIVE","releasedAt":"2026-02-03T04:05:06.789Z","minHostVersion":"2.0","maxHostVersion":"3.0","apiVersion":"7","reloadMode":"RESTART","loadPriority":5,"releaseNotesUrl":"https://example.org/notes",
            "artifacts":[{"url":"https://files.example.org/a.jar","sha256":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","sizeBytes":12,"platform":null}],
            "dependencies":[{"pluginId":"imported","minVersion":null,"range":">=1 <2","optional":false,"plugin":{"name":"imported"}},{"pluginId":"other","minVersion":"3.1","range":">=3.1","optional":true,"plugin":null}]}
            """.ReplaceLineEndings(""), version.GetProperty("nodes")[0].ToString());
    }

    [Theory]
    [InlineData("""{ "pluginId": "plugin-a", "version": "1.0" }""", "VERSION_ALREADY_EXISTS", "The plugin 'plugin-a' has a version '1.0' already.")]
    [InlineData("""{ "pluginId": "imported", "version": "2.0" }""", "REPOSITORY_READ_ONLY", "The repository 'e' is read-only.")]
    [InlineData("""{ "pluginId": "none", "version": "2.0" }""", "PLUGIN_NOT_FOUND", "There is no plugin 'none'.")]
    [InlineData("""{ "pluginId": "plugin-a", "version": "2\u0007" }""", "INPUT_INVALID", "version: The text holds a control character.")]
    [InlineData("""{ "pluginId": "plugin-a", "version": "2.0", "minHostVersion": "3", "maxHostVersion": "2" }""", "INPUT_INVALID", "maxHostVersion: It is older than minHostVersion.")]
    [InlineData("""{ "pluginId": "plugin-a", "version": "2.0", "artifacts": [{ "url": "file:///etc/passwd" }] }""", "INPUT_INVALID", "artifacts: An absolute http(s) address is expected.")]
    [InlineData("""{ "pluginId": "plugin-a", "version": "2.0", "artifacts": [{ "url": "https://e.org/a", "sha256": "12" }] }""", "INPUT_INVALID", "artifacts: A sha256 has 64 hexadecimal digits.")]
    [InlineData("""{ "pluginId": "plugin-a", "version": "2.0", "dependencies": [{ "pluginId": "plugin-a" }] }""", "INPUT_INVALID", "dependencies: A plugin does not depend on itself.")]
    [InlineData("""{ "pluginId": "plugin-a", "version": "2.0", "dependencies": [{ "pluginId": "b", "range": "[1" }] }""", "INPUT_INVALID", "dependencies: '[1' is no version range.")]
    [InlineData("""{ "pluginId": "plugin-a", "version": "2.0", "expectedEtag": "\"old\"" }""", "ETAG_MISMATCH", null)]
    public async Task What_cannot_be_published_is_refused(string input, string code, string? message)
    {
        await PublishAsync("1.0");

        var refused = await _host.RefusedAsync("publishPluginVersion", JsonDocument.Parse(input).RootElement);

        Assert.Equal(code, refused.Code);
        if (message is not null)
            Assert.Equal(message, refused.Message);
    }

    [Fact]
    [Trait("Line", "O11")]
    public async Task A_withdrawn_version_is_not_offered_until_it_is_offered_again_and_doing_so_twice_changes_nothing()
    {
        await PublishAsync("1.0");
        await PublishAsync("1.1");

        var yanked = (await _host.ChangeAsync("yankPluginVersion", new { pluginId = "plugin-a", version = "1.1", reason = " It loses data. " })).GetProperty("pluginVersion");

        Assert.Equal(("YANKED", "It loses data."), (yanked.GetProperty("state").GetString(), yanked.GetProperty("yankReason").GetString()));
        Assert.Equal(["1.0"], await VersionsAsync());
        Assert.Equal(["1.1", "1.0"], await VersionsAsync(new { pluginId = "plugin-a", includeYanked = true }));
        Assert.Equal("1.0", await LatestAsync());
        Assert.Equal("plugin-a@1.1", await _host.Database.ScalarAsync("SELECT target FROM kernel.audit_entries WHERE action = 'yankPluginVersion'"));
        var etag = yanked.GetProperty("plugin").GetProperty("etag").GetString();
        var again = (await _host.ChangeAsync("yankPluginVersion", new { pluginId = "plugin-a", version = "1.1", reason = "Another one.", expectedEtag = etag })).GetProperty("pluginVersion");
        Assert.Equal(("It loses data.", etag), (again.GetProperty("yankReason").GetString(), again.GetProperty("plugin").GetProperty("etag").GetString()));

        var offered = (await _host.ChangeAsync("unyankPluginVersion", new { pluginId = "plugin-a", version = "1.1" })).GetProperty("pluginVersion");

        Assert.Equal(("ACTIVE", JsonValueKind.Null), (offered.GetProperty("state").GetString(), offered.GetProperty("yankReason").ValueKind));
        Assert.Equal("1.1", await LatestAsync());
        Assert.Equal("VERSION_NOT_FOUND", (await _host.RefusedAsync("yankPluginVersion", new { pluginId = "plugin-a", version = "9", reason = "x" })).Code);
        Assert.Equal("INPUT_INVALID", (await _host.RefusedAsync("yankPluginVersion", new { pluginId = "plugin-a", version = "1.0", reason = " " })).Code);
        Assert.Equal("REPOSITORY_READ_ONLY", (await _host.RefusedAsync("yankPluginVersion", new { pluginId = "imported", version = "1.0", reason = "x" })).Code);
    }

    [Fact]
    public async Task Versions_are_listed_by_the_host_they_run_on_and_by_how_finished_they_are()
    {
        await _host.ChangeAsync("publishPluginVersion", new { pluginId = "plugin-a", version = "1.0", maxHostVersion = "2.9" });
        await _host.ChangeAsync("publishPluginVersion", new { pluginId = "plugin-a", version = "2.0", minHostVersion = "2.10" });
        await _host.ChangeAsync("publishPluginVersion", new { pluginId = "plugin-a", version = "3.0-beta", minHostVersion = "2.10" });

        Assert.Equal(["1.0"], await VersionsAsync(new { pluginId = "plugin-a", hostVersion = "2.9" }));
        Assert.Equal(["3.0-beta", "2.0"], await VersionsAsync(new { pluginId = "plugin-a", hostVersion = "2.10.0" }));
        Assert.Equal(["2.0"], await VersionsAsync(new { pluginId = "plugin-a", hostVersion = "11", includePrerelease = false }));
        Assert.Equal(["3.0-beta", "2.0", "1.0"], await VersionsAsync());
    }

    [Fact]
    public async Task Plugins_are_listed_by_the_host_that_a_version_of_them_runs_on()
    {
        await _host.ChangeAsync("publishPluginVersion", new { pluginId = "plugin-a", version = "1.0", maxHostVersion = "2.9" });
        await _host.ChangeAsync("publishPluginVersion", new { pluginId = "plugin-a", version = "2.0", minHostVersion = "2.10" });
        await _host.ChangeAsync("publishPluginVersion", new { pluginId = "plugin-a", version = "3.0-beta", minHostVersion = "2.10" });
        await _host.ChangeAsync("publishPluginVersion", new { pluginId = "plugin-a", version = "4.0-beta", minHostVersion = "12" });
        Assert.Equal("plugin-a 1.0, imported 1.0", await OfferedAsync("2.9"));
        Assert.Equal("plugin-a 2.0, imported 1.0", await OfferedAsync("2.10"));
        await _host.ChangeAsync("yankPluginVersion", new { pluginId = "plugin-a", version = "2.0", reason = "x" });
        Assert.Equal("plugin-a 3.0-beta, imported 1.0", await OfferedAsync("2.10"));
        await _host.ChangeAsync("yankPluginVersion", new { pluginId = "plugin-a", version = "1.0", reason = "x" });
        Assert.Equal("imported 1.0", await OfferedAsync("2.9"));
        Assert.Equal("INPUT_INVALID", (await _host.QueryAsync("{ plugins(hostVersion: \"\") { totalCount } }")).GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString());

        async Task<string> OfferedAsync(string hostVersion)
        {
            var plugins = (await _host.QueryAsync("query($on: String!) { plugins(hostVersion: $on) { totalCount nodes { pluginId latestVersionFor(hostVersion: $on) { version } } } }", new { on = hostVersion })).GetProperty("data").GetProperty("plugins");
            var nodes = plugins.GetProperty("nodes").EnumerateArray().ToList();
            Assert.Equal(nodes.Count, plugins.GetProperty("totalCount").GetInt32());
            return string.Join(", ", nodes.Select(plugin => $"{plugin.GetProperty("pluginId").GetString()} {plugin.GetProperty("latestVersionFor").GetProperty("version").GetString()}"));
        }
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_and_changes_nothing()
    {
        await PublishAsync("1.0");
        var before = await GraphAnswers.StateAsync(_host);

        Assert.Equal("2.0", (await _host.ChangeAsync("publishPluginVersion", new { pluginId = "plugin-a", version = "2.0", dryRun = true })).GetProperty("pluginVersion").GetProperty("version").GetString());
        Assert.Equal("YANKED", (await _host.ChangeAsync("yankPluginVersion", new { pluginId = "plugin-a", version = "1.0", reason = "x", dryRun = true })).GetProperty("pluginVersion").GetProperty("state").GetString());
        await _host.ChangeAsync("deprecatePlugin", new { pluginId = "plugin-a", reason = "x", dryRun = true });
        await _host.ChangeAsync("disableCatalogPlugin", new { pluginId = "plugin-a", dryRun = true });

        Assert.Equal(before, await GraphAnswers.StateAsync(_host));
    }

    [Fact]
    [Trait("Line", "O11")]
    public async Task A_deprecated_plugin_names_its_replacement_and_may_forbid_to_be_installed()
    {
        await _host.ChangeAsync("updatePolicy", new { allowRemoteAdmin = true });
        await PublishAsync("1.0");

        var plugin = (await _host.ChangeAsync("deprecatePlugin", new { pluginId = "plugin-a", reason = "Nobody looks after it.", replacedBy = "imported", installDisallowed = true })).GetProperty("plugin");

        var deprecation = plugin.GetProperty("deprecation");
        Assert.True(plugin.GetProperty("deprecated").GetBoolean());
        Assert.Equal(("Nobody looks after it.", "imported", "imported"),
            (deprecation.GetProperty("reason").GetString(), deprecation.GetProperty("replacedBy").GetString(), deprecation.GetProperty("replacement").GetProperty("name").GetString()));
        var refused = await _host.RunAsync("installPlugin", new { input = new { source = new { catalog = new { pluginId = "plugin-a" } } } });
        Assert.Contains("it is deprecated; use 'imported'", refused.ToString());

        var restored = (await _host.ChangeAsync("deprecatePlugin", new { pluginId = "plugin-a", undo = true })).GetProperty("plugin");

        Assert.Equal((false, JsonValueKind.Null), (restored.GetProperty("deprecated").GetBoolean(), restored.GetProperty("deprecation").ValueKind));
        Assert.Equal(("PLUGIN_NOT_FOUND", "There is no plugin 'none'."), await _host.RefusedAsync("deprecatePlugin", new { pluginId = "plugin-a", replacedBy = "none" }));
        Assert.Equal("INPUT_INVALID", (await _host.RefusedAsync("deprecatePlugin", new { pluginId = "plugin-a", replacedBy = "plugin-a" })).Code);
        Assert.Equal("REPOSITORY_READ_ONLY", (await _host.RefusedAsync("deprecatePlugin", new { pluginId = "imported" })).Code);
    }

    [Fact]
    [Trait("Line", "O11")]
    public async Task A_plugin_that_was_transferred_is_changed_by_its_new_owner_alone()
    {
        var other = Guid.NewGuid();
        await _host.Database.ScalarAsync($"INSERT INTO kernel.organizations (id, name, created_at) VALUES ('{other}', 'other', now()) RETURNING 1");
        Assert.Equal("INPUT_INVALID", (await _host.RefusedAsync("transferPlugin", new { pluginId = "plugin-a", organizationId = IdOf(Guid.NewGuid()) })).Code);

        await _host.ChangeAsync("transferPlugin", new { pluginId = "plugin-a", organizationId = IdOf(other) });

        foreach (var (operation, input) in new (string, object)[]
        {
            ("updatePlugin", new { pluginId = "plugin-a", name = "B" }), ("publishPluginVersion", new { pluginId = "plugin-a", version = "1" }), ("disableCatalogPlugin", new { pluginId = "plugin-a" }),
            ("deprecatePlugin", new { pluginId = "plugin-a" }), ("deregisterPlugin", new { pluginId = "plugin-a", force = true }), ("transferPlugin", new { pluginId = "plugin-a", organizationId = IdOf(Organization.DefaultId) }),
        })
            Assert.Equal(("PLUGIN_NOT_OWNED", "The plugin 'plugin-a' belongs to another organization."), await _host.RefusedAsync(operation, input));
        _host.Caller = CatalogHost.Identity("*", other);
        Assert.Equal("B", (await _host.ChangeAsync("updatePlugin", new { pluginId = "plugin-a", name = "B" })).GetProperty("plugin").GetProperty("name").GetString());
    }

    [Fact]
    [Trait("Line", "S14")]
    [Trait("Line", "S15")]
    public async Task What_is_unusual_about_an_entry_is_warned_of_and_taken()
    {
        var answer = await _host.RunAsync("registerPlugin", new
        {
            input = new { name = "B", resourceType = "a.b.C", image = "plugin-b", capability = new { supported_schema = "x", monitoring_type = "TRACE", use_resource_secret = true, supported_providers = new[] { "aws" } } },
        });

        Assert.Equal(
            ["The resource type 'a.b.C' is not of the form service.Purpose.", "capability.supported_schema is no list of texts.", "capability.monitoring_type is neither METRIC nor LOG."],
            answer.GetProperty("extensions").GetProperty("warnings").Texts("message"));
        var plugin = (await _host.QueryAsync("""{ plugin(pluginId: "plugin-b") { resourceType capabilityDetails { supportedSchema useResourceSecret monitoringType supportedProviders } } }""")).GetProperty("data").GetProperty("plugin");
        Assert.Equal("""{"resourceType":"a.b.C","capabilityDetails":{"supportedSchema":[],"useResourceSecret":true,"monitoringType":null,"supportedProviders":["aws"]}}""", plugin.ToString());
    }

    [Fact]
    public async Task The_warnings_of_all_fields_of_a_request_come_together()
    {
        const string document = """mutation { a: registerPlugin(input: { name: "X", resourceType: "x", image: "x" }) { plugin { pluginId } } b: registerPlugin(input: { name: "Y", resourceType: "y", image: "y" }) { plugin { pluginId } } }""";

        var answer = await _host.QueryAsync(document);

        Assert.Equal(["The resource type 'x' is not of the form service.Purpose.", "The resource type 'y' is not of the form service.Purpose."], answer.GetProperty("extensions").GetProperty("warnings").Texts("message"));
    }

    private static string IdOf(Guid organization) => Convert.ToBase64String([.. "Organization:"u8, .. Encoding.UTF8.GetBytes(organization.ToString("N"))]);

    private Task PublishAsync(string version) => _host.ChangeAsync("publishPluginVersion", new { pluginId = "plugin-a", version });

    private async Task<string[]> VersionsAsync(object? variables = null) =>
        (await _host.RunAsync("pluginVersions", variables ?? new { pluginId = "plugin-a" })).GetProperty("data").GetProperty("pluginVersions").GetProperty("nodes").Texts("version");

    private async Task<string?> LatestAsync() =>
        (await _host.QueryAsync("""{ plugin(pluginId: "plugin-a") { latestVersion { version } } }""")).GetProperty("data").GetProperty("plugin").GetProperty("latestVersion").GetProperty("version").GetString();
}
