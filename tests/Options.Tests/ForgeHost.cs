using System.Text;
using System.Text.Json;
using GraphQLPlugins.Catalog;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.ModuleTesting;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Options.Tests;

/// <summary>Kernel, catalog and options with plugins that declare options of every kind: two alike, and one that differs.</summary>
internal sealed class ForgeHost : IAsyncDisposable
{
    private const string Schema = """
        {"type":"object","properties":{
        "Url":{"type":"string","format":"uri"},
        "Token":{"type":"string","writeOnly":true},
        "Limit":{"type":"integer","minimum":0,"maximum":100,"default":10},
        "Rate":{"type":"number"},
        "Mode":{"type":"string","enum":["a","b"],"default":"a"},
        "Tags":{"type":"array","items":{"type":"string"},"x-inheritance":"merge"},
        "Colours":{"type":"array","items":{"type":"string","enum":["red","green"]}},
        "Names":{"type":"array","items":{"type":"string"}},
        "Local":{"type":"string","x-inheritable":false},
        "Note":{"type":"string","maxLength":2000},
        "Shape":{"type":"object"},
        "Code":{"type":"string","pattern":"^(a+)+$"},
        "Built":{"type":"string","readOnly":true},
        "Key":{"x-generated":{"format":"password","length":24}},
        "Number":{"x-generated":{"format":"uuid"}},
        "Short":{"x-generated":{"length":12,"alphabet":"01"},"maxLength":16},
        "Tight":{"x-generated":true,"maxLength":16}
        }}
        """;

    private const string Other = """{"type":"object","required":["Must"],"properties":{"Must":{"type":"string"},"Url":{"type":"integer"},"Token":{"type":"string","writeOnly":true},"Note":{"type":"string","maxLength":3},"Limit":{"type":"integer"}}}""";

    private const string Conditional = """
        {"type":"object","required":["Auth","Token","User","Realm"],"properties":{
        "Auth":{"x-order":0,"type":"string","enum":["none","token","basic"],"default":"none"},
        "Token":{"x-order":1,"type":"string","writeOnly":true,"x-visibleWhen":{"Auth":"token"}},
        "User":{"x-order":2,"type":"string","x-visibleWhen":{"Auth":["basic"]}},
        "Realm":{"x-order":3,"type":"string","maxLength":8,"x-visibleWhen":{"User":{"isSet":true}}},
        "Note":{"x-order":4,"type":"string","x-visibleWhen":{"Auth":{"not":["none"]},"Token":{"isSet":false}}},
        "First":{"x-order":5,"type":"string","x-visibleWhen":{"Second":"x"}},
        "Second":{"x-order":6,"type":"string","x-visibleWhen":{"First":"x"}},
        "Broken":{"x-order":7,"type":"string","x-visibleWhen":{"Broken":"x","Nowhere":"x","Token":"secret","Auth":{"like":"x"},"User":[]}},
        "Outside":{"x-order":8,"type":"string","x-editableAt":["instance","ORGANIZATION","moon"]},
        "Old":{"x-order":9,"type":"string","deprecated":"Use Realm.","x-placeholder":"realm","x-section":"Past"},
        "Shown":{"x-order":10,"x-output":true},
        "Small":{"x-order":11,"type":"integer","format":"int32"},
        "Hosts":{"x-order":12,"type":"array","items":{"type":"string"}},
        "Joined":{"x-order":13,"type":"array","items":{"type":"string"},"x-inheritance":"merge"}
        }}
        """;

    private static string Catalog => $"[{Entry("forge", Schema)},{Entry("forge2", Schema)},{Entry("mill", Other)},{Entry("Odd-Mill", Other)},{Entry("press", Conditional)}]";

    private ForgeHost(ModuleHost modules) => Modules = modules;

    private static string Entry(string name, string schema) => $$"""{"name":"{{name}}","image":"{{name}}","template":{"options":{"schema":{{schema}} } } }""";

    public ModuleHost Modules { get; }

    public static async Task<ForgeHost> StartAsync() => new(await ModuleHost.StartAsync("options-forge", () => [new CatalogModule(), new OptionsModule()],
        async services => Assert.Empty((await services.GetRequiredService<CatalogImporter>().ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(Catalog)), new ImportOptions())).Problems),
        ("Catalog:AllowRemoteAdmin", "true")));

    public static object At(string kind, string? projectId = null, string? userId = null) => new { kind, projectId, userId };

    /// <summary>Runs a mutation of the same name as its document.</summary>
    /// <returns>Its payload.</returns>
    public async Task<JsonElement> RunAsync(string mutation, object input) =>
        (await Modules.RunAsync(mutation, new { input })).GetProperty("data").GetProperty(mutation);

    /// <summary>Sets an option and expects that it can be set.</summary>
    public async Task SetAsync(string key, object? value, object? scope = null, string plugin = "forge") =>
        Assert.Equal(JsonValueKind.Null, (await RunAsync("setOption", new { pluginId = plugin, key, value, scope })).GetProperty("errors").ValueKind);

    /// <summary>Makes a project.</summary>
    /// <returns>Its global id.</returns>
    public async Task<string> ProjectAsync(string? parentId = null) =>
        (await RunAsync("createProject", new { name = Guid.NewGuid().ToString("N"), parentId })).GetProperty("project").GetProperty("id").GetString()!;

    public async Task<JsonElement> SetOfAsync(string plugin = "forge", object? scope = null) =>
        (await Modules.RunAsync("optionSet", new { pluginId = plugin, scope })).GetProperty("data").GetProperty("optionSet");

    public async Task<string?> EtagAsync(string plugin = "forge", object? scope = null) => (await SetOfAsync(plugin, scope)).GetProperty("etag").GetString();

    public async Task<JsonElement> ItemAsync(string key, string plugin = "forge", object? scope = null) =>
        (await SetOfAsync(plugin, scope)).GetProperty("items").EnumerateArray().Single(i => i.GetProperty("definition").GetProperty("key").GetString() == key);

    /// <summary>The plain values that a scope sets itself as <c>key=json</c>, and the secrets as <c>key=hint</c>, by key.</summary>
    public async Task<string> OwnAsync(string plugin = "forge", object? scope = null)
    {
        var items = (await SetOfAsync(plugin, scope)).GetProperty("items").EnumerateArray();
        return string.Join(' ', items.Select(Shown).Where(text => text is not null).Order(StringComparer.Ordinal));
    }

    /// <summary>Counts the revisions of a set.</summary>
    public async Task<int> RevisionsAsync(string plugin = "forge", object? scope = null) =>
        (await Modules.RunAsync("optionHistory", new { pluginId = plugin, scope })).GetProperty("data").GetProperty("optionHistory").GetArrayLength();

    /// <summary>The secret as it is sealed; null when there is none.</summary>
    public async Task<byte[]?> SealedAsync(string confKey, string key, string scopeKey) =>
        await Modules.Database.ScalarAsync($"SELECT protected FROM options.option_values WHERE conf_key = '{confKey}' AND key = '{key}' AND scope_key = '{scopeKey}'") as byte[];

    public static (string? Type, string? Code, string? Message) Error(JsonElement payload)
    {
        var error = payload.GetProperty("errors")[0];
        return (error.GetProperty("__typename").GetString(), error.GetProperty("code").GetString(), error.GetProperty("message").GetString());
    }

    /// <summary>Problems of values as <c>pointer: message</c>.</summary>
    public static IReadOnlyList<string> Problems(JsonElement payload) =>
        [.. payload.GetProperty("errors")[0].GetProperty("problems").EnumerateArray().Select(p => $"{p.GetProperty("pointer").GetString()}: {p.GetProperty("message").GetString()}")];

    public async ValueTask DisposeAsync() => await Modules.DisposeAsync();

    private static string? Shown(JsonElement item)
    {
        var key = item.GetProperty("definition").GetProperty("key").GetString();
        if (item.TryGetProperty("hint", out var hint)) return hint.ValueKind == JsonValueKind.Null ? null : $"{key}={hint.GetString()}";
        return item.GetProperty("configured") is { ValueKind: not JsonValueKind.Null } own ? $"{key}={own.GetRawText()}" : null;
    }
}
