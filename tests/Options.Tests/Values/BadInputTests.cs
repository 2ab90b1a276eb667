using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.Values;
using static GraphQLPlugins.Options.Tests.ForgeHost;

namespace GraphQLPlugins.Options.Tests.Values;

/// <summary>Whatever is wrong with a change is a typed error that names the field, and nothing is saved.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private ForgeHost _host = null!;

    public async Task InitializeAsync() => _host = await StartAsync();

    public async Task DisposeAsync()
    {
        Assert.Equal("0 0 0", await _host.Modules.Database.ScalarAsync(
            "SELECT (SELECT count(*) FROM options.option_values) || ' ' || (SELECT count(*) FROM options.option_revisions) || ' ' || (SELECT count(*) FROM kernel.audit_entries WHERE action LIKE '%Option%')"));
        await _host.DisposeAsync();
    }

    [Theory]
    [Trait("Line", "P20")]
    [Trait("Line", "G55")]
    [InlineData("Url", "5", "The value must be an absolute http or https address.")]
    [InlineData("Url", "\"example.org\"", "The value must be an absolute http or https address.")]
    [InlineData("Url", "\"javascript:alert(1)\"", "The value must be an absolute http or https address.")]
    [InlineData("Url", "\"file:///etc/passwd\"", "The value must be an absolute http or https address.")]
    [InlineData("Token", "{\"$secret\":{\"key\":\"Token\"}}", "The value must be a text.")]
    [InlineData("Token", "\"****\"", "The value is a mask, not a secret; leave the option out to keep its value.")]
    [InlineData("Token", "\"••••••\"", "The value is a mask, not a secret; leave the option out to keep its value.")]
    [InlineData("Token", "\"a\\u0000b\"", "The value must not contain NUL characters.")]
    [InlineData("Limit", "\"7\"", "The value must be a whole number.")]
    [InlineData("Limit", "7.5", "The value must be a whole number.")]
    [InlineData("Limit", "-1", "The value must be at least 0.")]
    [InlineData("Limit", "101", "The value must be at most 100.")]
    [InlineData("Limit", "1e30", "The value must be a whole number.")]
    [InlineData("Limit", "true", "The value must be a whole number.")]
    [InlineData("Rate", "\"1\"", "The value must be a number.")]
    [InlineData("Rate", "1e400", "The value has a number that is too large or too small.")]
    [InlineData("Rate", "1e-9999", "The value has a number that is too large or too small.")]
    [InlineData("Mode", "\"c\"", "The value must be one of a, b.")]
    [InlineData("Mode", "[\"a\"]", "The value must be one of a, b.")]
    [InlineData("Colours", "\"red\"", "The value must be a list.")]
    [InlineData("Colours", "[\"red\",\"blue\"]", "Each value must be one of red, green.")]
    [InlineData("Names", "{\"a\":1}", "The value must be a list.")]
    [InlineData("Names", "[\"a\",1]", "Each value must be a text.")]
    [InlineData("Names", "[\"a\\u0000\"]", "The value must not contain NUL characters.")]
    [InlineData("Local", "[]", "The value must be a text.")]
    [InlineData("Shape", "{\"a\":[\"b\\u0000\"]}", "The value must not contain NUL characters.")]
    [InlineData("Shape", "{\"a\\u0000\":1}", "The value must not contain NUL characters.")]
    [InlineData("Shape", "{\"a\":1e999}", "The value has a number that is too large or too small.")]
    [InlineData("Shape", "{\"a\":-1e-999}", "The value has a number that is too large or too small.")]
    [InlineData("Code", "\"b\"", "The value must match ^(a+)+$.")]
    [InlineData("Code", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"", "The value must match ^(a+)+$.")]
    [InlineData("enabled", "\"true\"", "The value must be true or false.")]
    [InlineData("enabled", "1", "The value must be true or false.")]
    public async Task A_value_that_breaks_its_definition(string key, string json, string problem)
    {
        var value = JsonDocument.Parse(json).RootElement;

        var one = await _host.RunAsync("setOption", new { pluginId = "forge", key, value });
        var several = await _host.RunAsync("setOptions", new { pluginId = "forge", values = new object[] { new { key = "Local", value = "fine" }, new { key, value } }.Skip(key == "Local" ? 1 : 0) });

        Assert.Equal(("OptionInvalidError", "OPTION_INVALID"), (Error(one).Type, Error(one).Code));
        Assert.Equal([$"/{key}: {problem}"], Problems(one));
        Assert.Equal([$"/{key}: {problem}"], Problems(several));
    }

    [Theory]
    [InlineData("\"half \\ud83d pair\"")]
    [InlineData("{\"a\":[\"\\udc00\"]}")]
    [InlineData("{\"\\ud83d\":1}")]
    public void Half_a_surrogate_pair(string json) =>
        Assert.Equal("The value must be valid Unicode.", OptionValueCheck.Problem(new OptionDefinition { Key = "a", Label = "A", Type = OptionType.Json }, JsonDocument.Parse(json).RootElement));

    [Fact]
    [Trait("Line", "P20")]
    public async Task All_problems_of_several_values_are_named()
    {
        var payload = await _host.RunAsync("setOptions", new
        {
            pluginId = "forge",
            values = new object[] { new { key = "Limit", value = "x" }, new { key = "Note", value = "fine" }, new { key = "Mode", value = 1 }, new { key = "Note", value = "again" } },
        });

        Assert.Equal(["/Limit: The value must be a whole number.", "/Mode: The value must be one of a, b.", "/Note: The option is named twice."], Problems(payload));
        Assert.Equal("3 values are not valid.", Error(payload).Message);
    }

    [Theory]
    [InlineData("Note", 2001, "The value must have at most 2000 characters.")]
    [InlineData("Local", 1024 * 1024, "The value is longer than 65536 characters.")]
    [InlineData("Token", 1024 * 1024, "The value is longer than 65536 characters.")]
    public async Task A_text_that_is_too_long(string key, int length, string problem)
    {
        var payload = await _host.RunAsync("setOption", new { pluginId = "forge", key, value = new string('x', length) });

        Assert.Equal([$"/{key}: {problem}"], Problems(payload));
        Assert.DoesNotContain("xxxxx", payload.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_megabyte_among_values_that_are_fine()
    {
        var (text, list) = (new string('x', 1024 * 1024), Enumerable.Repeat("xxxxxxxx", 20_000).ToArray());
        string[] expected = ["/Local: The value is longer than 65536 characters.", "/Names: The value is longer than 65536 characters.", "/Shape: The value is longer than 65536 characters."];

        var several = await _host.RunAsync("setOptions", new
        {
            pluginId = "forge",
            values = new object[] { new { key = "Limit", value = 3 }, new { key = "Local", value = text }, new { key = "Names", value = list }, new { key = "Shape", value = new Dictionary<string, int> { [text] = 1 } } },
        });
        var document = await _host.RunAsync("importOptions", new { pluginId = "forge", document = JsonSerializer.Serialize(new { options = new { Limit = 3, Local = text[..100_000], Names = list[..10_000] } }) });
        var key = await _host.RunAsync("setOption", new { pluginId = "forge", key = text, value = 1 });

        Assert.Equal(expected, Problems(several));
        Assert.Equal(["/options/Local: The value is longer than 65536 characters.", "/options/Names: The value is longer than 65536 characters."], Problems(document));
        Assert.Equal("OPTION_UNKNOWN", Error(key).Code);
        Assert.DoesNotContain("xxxxxxxxx", several.ToString() + document, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Line", "O13")]
    public async Task A_mask_beside_values_that_are_fine()
    {
        foreach (var mask in new[] { "****", "••••••••", "●●●●" })
        {
            var payload = await _host.RunAsync("setOptions", new { pluginId = "forge", values = new object[] { new { key = "Limit", value = 3 }, new { key = "Token", value = mask }, new { key = "Key", value = mask } } });
            Assert.Equal("OPTION_INVALID", Error(payload).Code);
            Assert.Equal(["/options/Token: A document holds secrets by reference only; set the value with setOption and take it out here."],
                Problems(await _host.RunAsync("importOptions", new { pluginId = "forge", document = JsonSerializer.Serialize(new { options = new { Limit = 3, Token = mask } }) })));
        }
    }

    [Theory]
    [InlineData(33)]
    [InlineData(60)]
    public async Task Json_that_is_nested_too_deeply(int depth)
    {
        var value = JsonDocument.Parse(new string('[', depth) + new string(']', depth)).RootElement;

        var payload = await _host.RunAsync("setOption", new { pluginId = "forge", key = "Shape", value });

        Assert.Equal(["/Shape: The value is nested deeper than 32 levels."], Problems(payload));
    }

    [Fact]
    public async Task More_options_than_a_call_may_name()
    {
        var payload = await _host.RunAsync("setOptions", new { pluginId = "forge", values = Enumerable.Range(0, 501).Select(i => new { key = $"K{i}", value = 1 }) });

        Assert.Equal([": One call may change at most 500 options."], Problems(payload));
    }

    [Theory]
    [InlineData("Nope", "OptionUnknownError", "The plugin 'forge' has no option 'Nope'.")]
    [InlineData("note", "OptionUnknownError", "The plugin 'forge' has no option 'note'.")]
    [InlineData("", "OptionUnknownError", "The plugin 'forge' has no option ''.")]
    [InlineData("Built", "OptionNotEditableError", "The option 'Built' cannot be set here: only the plugin itself sets it.")]
    public async Task A_key_that_cannot_be_set(string key, string type, string message)
    {
        var error = Error(await _host.RunAsync("setOption", new { pluginId = "forge", key, value = "x" }));

        Assert.Equal((type, message), (error.Type, error.Message));
    }

    [Fact]
    [Trait("Line", "P24")]
    public async Task A_set_that_is_not_as_it_was_expected()
    {
        foreach (var expectedEtag in new[] { "", "x", new string('0', 64), new string('f', 100_000) })
        {
            object[] inputs =
            [
                new { pluginId = "forge", key = "Note", value = "x", expectedEtag }, new { pluginId = "forge", values = new[] { new { key = "Note", value = "x" } }, expectedEtag },
                new { pluginId = "forge", expectedEtag }, new { pluginId = "forge", key = "Key", expectedEtag }, new { pluginId = "forge", key = "Note", expectedEtag }, new { pluginId = "forge", document = """{"options":{"Note":"x"}}""", expectedEtag },
            ];
            string[] mutations = ["setOption", "setOptions", "resetOptions", "regenerateOption", "unsetOption", "importOptions"];
            foreach (var (mutation, input) in mutations.Zip(inputs)) Assert.Equal("ETAG_MISMATCH", Error(await _host.RunAsync(mutation, input)).Code);
        }
    }

    [Fact]
    public async Task A_scope_that_does_not_exist_or_belongs_to_others()
    {
        var foreignProject = Guid.CreateVersion7();
        var foreignUser = Guid.CreateVersion7();
        await _host.Modules.Database.ExecuteAsync($"""
            INSERT INTO kernel.organizations (id, name, created_at) VALUES ('{foreignProject}', 'others', now());
            INSERT INTO kernel.projects (id, organization_id, name, lineage, created_at) VALUES ('{foreignProject}', '{foreignProject}', 'theirs', '/{foreignProject:N}/', now());
            INSERT INTO kernel.principals (id, organization_id, name, created_at) VALUES ('{foreignUser}', '{foreignProject}', 'them', now());
            """);
        (object Scope, string Message)[] scopes =
        [
            (At("PROJECT"), "The scope is a project, but no project is named."),
            (At("PROJECT", IdOf("Project", foreignProject)), "There is no such project."),
            (At("PROJECT", IdOf("Project", Guid.NewGuid())), "There is no such project."),
            (At("USER", userId: IdOf("Principal", foreignUser)), "There is no such user."),
            (At("USER", userId: IdOf("Principal", Guid.NewGuid())), "There is no such user."),
            (At("USER"), "The scope is a user, but no user is named and the caller is none."),
            (At("USER", IdOf("Project", foreignProject), IdOf("Principal", Principal.AdministratorId)), "There is no such project."),
            (At("INSTANCE", IdOf("Project", foreignProject)), "A project is named, but the scope is neither a project nor a user."),
            (At("ORGANIZATION", userId: IdOf("Principal", foreignUser)), "A user is named, but the scope is no user."),
        ];
        foreach (var (scope, message) in scopes)
        {
            object[] inputs =
            [
                new { pluginId = "forge", key = "Note", value = "x", scope }, new { pluginId = "forge", values = new[] { new { key = "Note", value = "x" } }, scope },
                new { pluginId = "forge", scope }, new { pluginId = "forge", key = "Key", scope }, new { pluginId = "forge", document = """{"options":{"Note":"x"}}""", scope },
                new { from = new { pluginId = "forge" }, to = new { pluginId = "forge", scope } }, new { from = new { pluginId = "forge", scope }, to = new { pluginId = "forge" } },
                new { pluginId = "forge", enabled = true, scope }, new { pluginId = "forge", revision = 0, scope }, new { pluginId = "forge", key = "Note", scope }, new { pluginId = "forge", scope },
            ];
            string[] mutations = ["setOption", "setOptions", "resetOptions", "regenerateOption", "importOptions", "copyOptions", "copyOptions", "setPluginEnabled", "revertOptions", "unsetOption", "testPluginConfiguration"];
            foreach (var (mutation, input) in mutations.Zip(inputs))
            {
                var error = Error(await _host.RunAsync(mutation, input));
                Assert.Equal(("ScopeInvalidError", message), (error.Type, error.Message));
            }
            foreach (var field in new[] { "optionSet(pluginId: \"forge\", scope: $scope) { etag }", "effectiveOptions(pluginId: \"forge\", scope: $scope) { visible }", "optionValue(pluginId: \"forge\", key: \"Note\", scope: $scope)",
                "optionHistory(pluginId: \"forge\", scope: $scope) { number }", "pluginEnablement(pluginId: \"forge\", scope: $scope) { reason }", "isPluginEnabled(pluginId: \"forge\", scope: $scope)", "exportOptions(pluginId: \"forge\", scope: $scope) { document }" })
            {
                var answer = await _host.Modules.QueryAsync($"query($scope: OptionScopeInput) {{ {field} }}", new { scope });
                Assert.Equal((field, "SCOPE_INVALID", message), (field, answer.GetProperty("errors")[0].GetProperty("extensions").GetProperty("code").GetString(), answer.GetProperty("errors")[0].GetProperty("message").GetString()));
            }
        }
    }

    [Fact]
    public async Task A_declaration_that_leads_nowhere_or_in_circles_is_read_without_asking_anybody()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/schema.json";
        var schema = JsonDocument.Parse($$$$$"""
            {"type":"object","definitions":{"loop":{"$ref":"#/definitions/loop"},"tree":{"type":"object","properties":{"child":{"$ref":"#/definitions/tree"}}}},
             "properties":{"Away":{"$ref":"{{{{{address}}}}}"},"Loop":{"$ref":"#/definitions/loop"},"Tree":{"$ref":"#/definitions/tree"},
             "Long":{"type":"string","minLength":1e12,"maxLength":1e300},"Odd":{"type":"string","pattern":"(["},"Slow":{"type":"array","items":{"type":"string"},"pattern":"^(a|a)*$"} } }
            """).RootElement;
        var registered = await _host.RunAsync("registerPlugin", new { name = "odd", resourceType = "test.Odd", image = "odd/odd", registryType = "HARBOR", registryUrl = address, template = new { options = new { schema } } });

        // Wherever it is refused, it is refused; where it is not, its options can be asked for.
        var answer = await _host.Modules.QueryAsync("""{ optionDefinitions(pluginId: "odd") { key type } }""");

        Assert.False(listener.Pending(), $"Somebody called: {registered}");
        Assert.True(registered.GetProperty("errors").ValueKind != JsonValueKind.Null || answer.GetProperty("data").GetProperty("optionDefinitions").GetArrayLength() == 7, answer.ToString());
    }

    private string IdOf(string type, Guid id) => Convert.ToBase64String([.. System.Text.Encoding.UTF8.GetBytes(type + ":"), .. id.ToByteArray()]);
}
