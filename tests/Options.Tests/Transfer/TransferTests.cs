using System.Text.Json;
using GraphQLPlugins.ModuleTesting;
using static GraphQLPlugins.Options.Tests.ForgeHost;

namespace GraphQLPlugins.Options.Tests.Transfer;

/// <summary>Option sets as texts, through the graph.</summary>
public sealed class TransferTests : IAsyncLifetime
{
    private const string Secret = "s3cret-value-0123456789";
    private static readonly object Organization = At("ORGANIZATION");
    private ForgeHost _host = null!;

    public async Task InitializeAsync() => _host = await StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task An_export_holds_what_the_scope_sets_and_secrets_by_reference()
    {
        await FillAsync();

        var export = await ExportAsync("JSON");

        Assert.Equal($$$"""
            {
              "plugin": "forge",
              "scope": "instance",
              "etag": "{{{await _host.EtagAsync()}}}",
              "options": {
                "Note": "caf\u00e9 ✓",
                "Limit": 7,
                "Names": [
                  "yes",
                  "1"
                ],
                "Shape": {
                  "a": [
                    1,
                    null
                  ]
                },
                "Token": {
                  "$secret": {
                    "key": "Token",
                    "hint": "s3cr"
                  }
                }
              }
            }
            """.Replace("\\u00e9", "é"), export.GetProperty("document").GetString());
        Assert.Equal(("JSON", "application/json", await _host.EtagAsync()), (export.GetProperty("format").GetString(), export.GetProperty("mediaType").GetString(), export.GetProperty("etag").GetString()));
    }

    [Fact]
    public async Task An_export_as_yaml_reads_well()
    {
        await FillAsync();

        var export = await ExportAsync("YAML");

        Assert.Equal($$"""
            plugin: forge
            scope: instance
            etag: {{Quoted((await _host.EtagAsync())!)}}
            options:
              Note: "café ✓"
              Limit: 7
              Names:
              - "yes"
              - "1"
              Shape:
                a:
                - 1
                - null
              Token:
                $secret:
                  key: Token
                  hint: s3cr

            """, export.GetProperty("document").GetString());
        Assert.Equal("application/yaml", export.GetProperty("mediaType").GetString());

        static string Quoted(string text) => char.IsAsciiDigit(text[0]) ? $"\"{text}\"" : text;
    }

    [Theory]
    [InlineData("JSON")]
    [InlineData("YAML")]
    public async Task What_was_exported_is_imported_as_it_was(string format)
    {
        await FillAsync();
        var before = await _host.OwnAsync();
        var document = (await ExportAsync(format)).GetProperty("document").GetString();
        await _host.SetAsync("Note", "other");
        await _host.SetAsync("Limit", null);
        await _host.SetAsync("Mode", "b");

        var merged = await ImportAsync(new { document, format });
        var withMode = await _host.OwnAsync();
        var replaced = await ImportAsync(new { document, format, mode = "REPLACE" });

        Assert.Equal(["Limit SET null 7", "Note SET \"other\" \"café ✓\""], Changes(merged));
        Assert.Contains("Mode=\"b\"", withMode, StringComparison.Ordinal);
        Assert.Equal(["Mode UNSET \"b\" null"], Changes(replaced));
        Assert.Equal(before, await _host.OwnAsync());
        Assert.Equal(await _host.EtagAsync(), replaced.GetProperty("optionSet").GetProperty("etag").GetString());
    }

    [Fact]
    public async Task Without_secrets_a_document_goes_from_scope_to_scope_and_replaces_what_is_there()
    {
        await _host.SetAsync("Note", "here");
        await _host.SetAsync("Token", Secret, Organization);
        var document = (await ExportAsync("YAML")).GetProperty("document").GetString();

        var rehearsed = await ImportAsync(new { document, format = "YAML", mode = "REPLACE", scope = Organization, dryRun = true });
        var untouched = await _host.OwnAsync(scope: Organization);
        await ImportAsync(new { document, format = "YAML", mode = "REPLACE", scope = Organization });

        Assert.Equal(["Note SET null \"here\"", "Token UNSET null null"], Changes(rehearsed));
        Assert.Equal("Token=s3cr", untouched);
        Assert.Equal("Note=\"here\"", await _host.OwnAsync(scope: Organization));
    }

    [Fact]
    public async Task A_secret_is_kept_by_its_reference_and_never_taken_from_a_document()
    {
        var reference = JsonSerializer.Serialize(new { options = new Dictionary<string, object> { ["Token"] = new Dictionary<string, object> { ["$secret"] = new { key = "Token", hint = "s3cr" } } } });

        var missing = await ImportAsync(new { document = reference });
        await _host.SetAsync("Token", Secret);
        var sealedBefore = await _host.SealedAsync("forge", "Token", "instance");
        var kept = await ImportAsync(new { document = reference, mode = "REPLACE" });
        var plain = await ImportAsync(new { document = """{"options":{"Token":"another-secret-value"}}""" });
        var wrong = await ImportAsync(new { document = """{"options":{"Token":{"$secret":{"key":"Key"}}}}""" });

        Assert.Equal(["/options/Token: The secret is not set at this scope; set it with setOption first, or take it out here."], Problems(missing));
        Assert.Empty(Changes(kept));
        Assert.Equal(["/options/Token: A document holds secrets by reference only; set the value with setOption and take it out here."], Problems(plain));
        Assert.Equal(["/options/Token: The reference names another option."], Problems(wrong));
        Assert.Equal(sealedBefore, await _host.SealedAsync("forge", "Token", "instance"));
        Assert.DoesNotContain("another-secret", plain.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Line", "P20")]
    public async Task Every_problem_is_named_with_its_place_and_nothing_is_saved()
    {
        const string document = """
            plugin: chat
            scop: x
            options:
              Limit: many
              Note: fine
              Nope/~: 1
              Built: x
              Mode: c
              Rate: .5
            """;

        var payload = await ImportAsync(new { document, format = "YAML" });

        Assert.Equal(
        [
            "/scop: A document has no such member; it has plugin, scope, etag, options.",
            "/plugin: The document is not of the plugin 'forge'.",
            "/options/Limit: The value must be a whole number.",
            "/options/Nope~1~0: The plugin 'forge' has no such option.",
            "/options/Built: Only the plugin itself sets it.",
            "/options/Mode: The value must be one of a, b.",
        ], Problems(payload));
        Assert.Equal(("", 0), (await _host.OwnAsync(), await _host.RevisionsAsync()));
    }

    [Fact]
    public async Task An_import_is_one_revision_one_audit_entry_and_one_event()
    {
        var events = await _host.Modules.EventsAsync("onOptionsChanged", null, 1, () => ImportAsync(new { document = """{"options":{"Limit":1,"Note":"n","Mode":null}}""" }));

        Assert.Equal("""["Limit","Note"]""", events[0].GetProperty("keys").ToString());
        Assert.Equal(1, await _host.RevisionsAsync());
        Assert.Equal("forge", await _host.Modules.Database.ScalarAsync("SELECT string_agg(target, ', ') FROM kernel.audit_entries WHERE action = 'importOptions'"));
    }

    [Fact]
    public async Task Rights_scopes_and_etags_count_as_for_any_change()
    {
        var late = await ImportAsync(new { document = """{"options":{"Limit":1}}""", expectedEtag = "old" });
        _host.Modules.Caller = ModuleHost.Identity("options:write options:read");
        var foreign = await ImportAsync(new { document = """{"options":{"Limit":1}}""" });

        Assert.Equal(("ETAG_MISMATCH", "FORBIDDEN"), (Error(late).Code, Error(foreign).Code));
        Assert.Equal("", await _host.OwnAsync());
    }

    [Theory]
    [InlineData("JSON", "", "The document is not valid JSON: each key may come once, and it may be nested 64 levels deep. (line 1, column 1)")]
    [InlineData("JSON", "{\"options\":\n {\"Limit\":1,}}", "The document is not valid JSON: each key may come once, and it may be nested 64 levels deep. (line 2, column 13)")]
    [InlineData("JSON", "{\"options\":{\"Limit\":1,\"Limit\":2}}", "The document is not valid JSON: each key may come once, and it may be nested 64 levels deep.")]
    [InlineData("YAML", "", "The document is empty.")]
    [InlineData("YAML", "options:\n  Limit: 1\n  Limit: 2\n", "The key 'Limit' comes twice. (line 3, column 3)")]
    [InlineData("YAML", "a: &x [1]\nb: *x\n", "Anchors and aliases are not read. (line 1, column 4)")]
    [InlineData("YAML", "options: {Note: !!str 5}\n", "Tags are not read. (line 1, column 17)")]
    [InlineData("YAML", "options: {}\n---\noptions: {}\n", "There is more than one document. (line 2, column 1)")]
    [InlineData("YAML", "options:\n  - 1\n  Note: 2\n", "The document is not valid YAML. (line 3, column 3)")]
    [InlineData("YAML", "? [a, b]\n: 1\n", "A key must be a plain text. (line 1, column 3)")]
    [InlineData("YAML", "options: {Rate: .inf}\n", "A number must be finite. (line 1, column 17)")]
    public async Task A_text_that_is_no_document_says_where(string format, string document, string message)
    {
        var payload = await ImportAsync(new { document, format });

        var error = Error(payload);
        Assert.Equal(("OptionDocumentInvalidError", "OPTION_DOCUMENT_INVALID"), (error.Type, error.Code));
        Assert.True(error.Message!.StartsWith(message, StringComparison.Ordinal), error.Message);
        Assert.Equal(0, await _host.RevisionsAsync());
    }

    [Fact]
    public async Task A_document_of_more_bytes_than_allowed_is_refused_at_one_byte_more()
    {
        var largest = await ImportAsync(new { document = """{"options":{"Note":"n"}}""".PadRight(1024 * 1024) });
        var larger = await ImportAsync(new { document = """{"options":{"Note":"m"}}""".PadRight(1024 * 1024 + 1) });

        Assert.Equal(["Note SET null \"n\""], Changes(largest));
        Assert.Equal("The document has more than 1048576 bytes.", Error(larger).Message);
    }

    private async Task FillAsync()
    {
        await _host.SetAsync("Limit", 7);
        await _host.SetAsync("Note", "café ✓");
        await _host.SetAsync("Names", new[] { "yes", "1" });
        await _host.SetAsync("Shape", new { a = new int?[] { 1, null } });
        await _host.SetAsync("Token", Secret);
    }

    private async Task<JsonElement> ExportAsync(string format) =>
        (await _host.Modules.RunAsync("exportOptions", new { pluginId = "forge", format })).GetProperty("data").GetProperty("exportOptions");

    private Task<JsonElement> ImportAsync(object input)
    {
        var members = JsonSerializer.SerializeToElement(input).EnumerateObject().ToDictionary(m => m.Name, m => m.Value);
        members["pluginId"] = JsonSerializer.SerializeToElement("forge");
        return _host.RunAsync("importOptions", members);
    }

    private static string[] Changes(JsonElement payload)
    {
        Assert.Equal("null", payload.GetProperty("errors").GetRawText());
        return [.. payload.GetProperty("changes").EnumerateArray().Select(Shown).Order(StringComparer.Ordinal)];
    }

    private static string Shown(JsonElement change) =>
        $"{change.GetProperty("key").GetString()} {change.GetProperty("kind").GetString()} {Plain(change.GetProperty("before"))} {Plain(change.GetProperty("after"))}";

    private static string Plain(JsonElement value) => value.ValueKind == JsonValueKind.String ? $"\"{value.GetString()}\"" : value.GetRawText();
}
