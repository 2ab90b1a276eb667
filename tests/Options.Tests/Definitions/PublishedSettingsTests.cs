using System.Text.Json;
using GraphQLPlugins.Catalog;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.Tests.Projects;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Options.Tests.Definitions;

/// <summary>The settings that published plugins declare, read whole and used through the graph.</summary>
public sealed class PublishedSettingsTests
{
    private static string Marketplace => System.IO.Path.Combine(Repository.SharedData!, "mattermost-marketplace-plugins.json");

    [SharedDataFact]
    [Trait("Line", "P21")]
    public void Every_setting_of_every_published_version_becomes_an_option()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Marketplace));
        var (versions, settings) = (0, 0);
        foreach (var manifest in file.RootElement.EnumerateArray().Select(element => element.GetProperty("manifest")))
        {
            if (!manifest.TryGetProperty("settings_schema", out var form) || form.ValueKind != JsonValueKind.Object) continue;
            versions++;
            var declared = Settings(form).ToList();
            settings += declared.Count;
            var read = OptionSchema.Read(JsonSerializer.SerializeToElement(new { options = new { settings = form } })).Definitions;
            Assert.Equal(declared.Select(s => (s.GetProperty("key").GetString()!, TypeOf(s))), read.Select(d => (d.Key, d.Type)));
        }
        Assert.Equal((116, 406), (versions, settings));
    }

    [SharedDataFact]
    [Trait("Line", "P21")]
    [Trait("Line", "P22")]
    public async Task A_value_of_every_setting_of_every_published_plugin_can_be_set_and_read_but_for_secrets()
    {
        await using var host = await ModuleHost.StartAsync("options-marketplace", () => [new CatalogModule(), new OptionsModule()],
            async services =>
            {
                await using var file = File.OpenRead(Marketplace);
                Assert.Empty((await services.GetRequiredService<CatalogImporter>().ImportAsync(file, new ImportOptions())).Problems);
            },
            ("Catalog:AllowRemoteAdmin", "true"));
        var types = new HashSet<string>();
        var plugins = await host.Database.ListAsync("SELECT plugin_id FROM catalog.plugins ORDER BY plugin_id");
        foreach (var pluginId in plugins)
        {
            var definitions = (await host.RunAsync("optionDefinitions", new { pluginId })).GetProperty("data").GetProperty("optionDefinitions").EnumerateArray().ToList();
            var values = definitions.Select(d => (Key: d.GetProperty("key").GetString()!, Type: d.GetProperty("type").GetString()!, Value: ValueOf(d))).Where(v => v.Key != "enabled").ToList();
            if (values.Count == 0) continue;
            var payload = (await host.RunAsync("setOptions", new { input = new { pluginId, values = values.Select(v => new { key = v.Key, value = v.Value }) } })).GetProperty("data").GetProperty("setOptions");
            Assert.Equal(JsonValueKind.Null, payload.GetProperty("errors").ValueKind);
            var items = (await host.RunAsync("optionSet", new { pluginId })).GetProperty("data").GetProperty("optionSet").GetProperty("items").EnumerateArray().ToDictionary(i => i.GetProperty("definition").GetProperty("key").GetString()!);
            foreach (var (key, type, value) in values)
            {
                types.Add(type);
                if (type is "SECRET" or "GENERATED") Assert.True(items[key].GetProperty("isSet").GetBoolean(), $"{pluginId}: {key}");
                else Assert.True(JsonElement.DeepEquals(JsonSerializer.SerializeToElement(value), items[key].GetProperty("effective")), $"{pluginId}: {key}");
            }
        }
        Assert.Equal(30, plugins.Count);
        Assert.Superset(new HashSet<string> { "STRING", "TEXT", "BOOLEAN", "NUMBER", "SELECT", "GENERATED", "JSON" }, types);
    }

    [Theory]
    [InlineData("""[{"name":"url","type":"url"},{"name":"notes","type":"textarea","required":false},{"name":"key","type":"secret"},{"name":"mode","type":"select","choices":[["a","A"],["b","B"]]},{"name":"on","type":"bool"},{"name":"limit","type":"number"},{"name":"mail","type":"email"}]""",
        "URL,TEXT,SECRET,SELECT,BOOLEAN,NUMBER,STRING")]
    [InlineData("""[{"name":"size","displayName":"Size","type":"INT","defaultValue":5},{"name":"long","displayName":"Long","type":"LONG"},{"name":"list","displayName":"List","type":"LIST","permittedValues":["x","y"]},{"name":"names","displayName":"Names","type":"ARRAY"},{"name":"text","displayName":"Text","type":"STRING","inheritable":true},{"name":"flag","displayName":"Flag","type":"BOOLEAN"}]""",
        "INT,LONG,SELECT,ARRAY,STRING,BOOLEAN")]
    [Trait("Line", "P21")]
    [Trait("Line", "G53")]
    public async Task Field_lists_and_parameter_entries_are_set_and_read_like_any_options(string declaration, string types)
    {
        await using var host = await OptionsHost.StartAsync();
        await host.Database.ExecuteAsync($"UPDATE catalog.plugins SET revision = revision + 1, template = '{{\"options\":{declaration}}}' WHERE plugin_id = 'plain'");
        var definitions = (await host.RunAsync("optionDefinitions", new { pluginId = "plain" })).GetProperty("data").GetProperty("optionDefinitions").EnumerateArray().Where(d => d.GetProperty("key").GetString() != "enabled").ToList();
        Assert.Equal(types, string.Join(',', definitions.Select(d => d.GetProperty("type").GetString())));

        foreach (var definition in definitions) await host.SetAsync("plain", definition.GetProperty("key").GetString()!, ValueOf(definition), null);

        var items = (await host.RunAsync("optionSet", new { pluginId = "plain" })).GetProperty("data").GetProperty("optionSet").GetProperty("items").EnumerateArray().ToDictionary(i => i.GetProperty("definition").GetProperty("key").GetString()!);
        foreach (var definition in definitions)
        {
            var item = items[definition.GetProperty("key").GetString()!];
            if (definition.GetProperty("type").GetString() == "SECRET") Assert.True(item.GetProperty("isSet").GetBoolean());
            else Assert.True(JsonElement.DeepEquals(JsonSerializer.SerializeToElement(ValueOf(definition)), item.GetProperty("effective")));
        }
    }

    [Theory]
    [InlineData("Url", "\"\"")]
    [InlineData("Limit", "0")]
    [InlineData("enabled", "false")]
    [Trait("Line", "P25")]
    public async Task What_is_stored_wins_over_the_default_also_when_it_is_empty_or_zero_or_false(string key, string json)
    {
        await using var host = await OptionsHost.StartAsync();
        var value = JsonDocument.Parse(json).RootElement;

        // What is empty is written by nobody who sets options (G56), but it may be stored.
        await host.SetAsync("chat", key, json == "\"\"" ? "something" : value, null);
        await host.Database.ExecuteAsync($"UPDATE options.option_values SET json = '{json}'");
        Assert.Equal(("INSTANCE", json), await ReadAsync());

        await host.SetAsync("chat", key, null, null);
        Assert.Equal("DEFAULT", (await ReadAsync()).Item1);

        async Task<(string, string)> ReadAsync()
        {
            var item = (await host.RunAsync("optionSet", new { pluginId = "chat" })).GetProperty("data").GetProperty("optionSet").GetProperty("items").EnumerateArray()
                .Single(i => i.GetProperty("definition").GetProperty("key").GetString() == key);
            return (item.GetProperty("provenance").GetString()!, item.GetProperty("effective").GetRawText());
        }
    }

    private static IEnumerable<JsonElement> Settings(JsonElement form)
    {
        foreach (var owner in form.TryGetProperty("sections", out var sections) && sections.ValueKind == JsonValueKind.Array ? sections.EnumerateArray().Prepend(form) : [form])
            if (owner.TryGetProperty("settings", out var settings) && settings.ValueKind == JsonValueKind.Array)
                foreach (var setting in settings.EnumerateArray()) yield return setting;
    }

    private static OptionType TypeOf(JsonElement setting) => setting.GetProperty("type").GetString() switch
    {
        "bool" => OptionType.Boolean,
        "number" => OptionType.Number,
        "longtext" => OptionType.Text,
        "generated" => OptionType.Generated,
        "radio" or "dropdown" => OptionType.Select,
        "custom" => OptionType.Json,
        _ => setting.TryGetProperty("secret", out var secret) && secret.ValueKind == JsonValueKind.True ? OptionType.Secret : OptionType.String,
    };

    private static object ValueOf(JsonElement definition) => definition.GetProperty("type").GetString() switch
    {
        "BOOLEAN" => true,
        "NUMBER" => 12.5,
        "INT" or "LONG" => 12,
        "SELECT" => definition.GetProperty("choices")[0].GetProperty("value").GetString()!,
        "ARRAY" => new[] { "one", "two" },
        "URL" => "https://host.example/path",
        "JSON" => new { a = new[] { 1, 2 }, b = (string?)null },
        _ => "A text of some length",
    };
}
