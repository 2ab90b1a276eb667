using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.ModuleTesting;
using static GraphQLPlugins.Options.Tests.ForgeHost;

namespace GraphQLPlugins.Options.Tests.Values;

/// <summary>Random trees of scopes and random changes, against a model that is a dictionary for each scope and looks outwards.</summary>
public sealed class InheritanceModelTests
{
    private const int Steps = 40;
    private static readonly string[] Keys = ["Note", "Limit", "Mode", "Tags", "Names", "Local"];
    private static readonly Dictionary<string, JsonNode> Defaults = new() { ["Limit"] = 10, ["Mode"] = "a" };

    [Theory]
    [Trait("Line", "P5")]
    [Trait("Line", "P6")]
    [Trait("Line", "P7")]
    [Trait("Line", "P8")]
    [Trait("Line", "G54")]
    [Trait("Line", "G58")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Whatever_is_written_each_scope_sees_what_a_search_outwards_finds(int seed)
    {
        await using var host = await StartAsync();
        host.Modules.Caller = ModuleHost.Identity("*", principalId: Principal.AdministratorId);
        var random = new Random(seed);
        var scopes = await GrowAsync(host, random);
        for (var step = 0; step < Steps; step++)
        {
            var what = await ChangeAsync(host, random, scopes);
            if (step % 8 == 7)
                foreach (var scope in scopes) await CompareAsync(host, scope, $"seed {seed}, step {step}, after {what}");
        }
    }

    private static async Task<List<Scope>> GrowAsync(ForgeHost host, Random random)
    {
        var instance = new Scope("INSTANCE", At("INSTANCE"), []);
        var organization = new Scope("ORGANIZATION", At("ORGANIZATION"), [instance]);
        var user = new Scope("USER", At("USER"), [organization, instance]);
        List<Scope> scopes = [instance, organization, user];
        var projects = new List<(string Id, Scope Scope)>();
        for (var i = random.Next(2, 6); i > 0; i--)
        {
            var parent = projects.Count > 0 && random.Next(4) > 0 ? projects[random.Next(projects.Count)] : default;
            var id = await host.ProjectAsync(parent.Id);
            var project = new Scope("PROJECT", At("PROJECT", id), parent.Scope is { } above ? [above, .. above.Outer] : [organization, instance]);
            projects.Add((id, project));
            scopes.Add(project);
        }
        var (inside, where) = projects[random.Next(projects.Count)];
        scopes.Add(new Scope("USER", At("USER", inside), [user, where, .. where.Outer]));
        return scopes;
    }

    private static async Task<string> ChangeAsync(ForgeHost host, Random random, List<Scope> scopes)
    {
        var scope = scopes[random.Next(scopes.Count)];
        var key = Keys[random.Next(Keys.Length)];
        switch (random.Next(10))
        {
            case 0:
                await host.SetAsync(key, null, scope.Input);
                scope.Own.Remove(key);
                return $"unset {key}";
            case 1:
                var prefix = random.Next(2) == 0 ? null : key[..random.Next(1, 3)];
                Succeeded(await host.RunAsync("resetOptions", new { pluginId = "forge", prefix, scope = scope.Input }));
                foreach (var gone in scope.Own.Keys.Where(k => prefix is null || k.StartsWith(prefix, StringComparison.Ordinal)).ToList()) scope.Own.Remove(gone);
                return $"reset {prefix}";
            case 2 or 3:
                return await CopyAsync(host, random, scopes[random.Next(scopes.Count)], scope);
            case 4:
                var some = Keys.Where(_ => random.Next(2) == 0).Select(k => (Key: k, Value: random.Next(4) == 0 ? null : Any(random, k))).ToList();
                Succeeded(await host.RunAsync("setOptions", new { pluginId = "forge", scope = scope.Input, values = some.Select(v => new { key = v.Key, value = v.Value }) }));
                foreach (var (k, value) in some) scope.Write(k, value);
                return "several";
            default:
                var one = Any(random, key);
                await host.SetAsync(key, one, scope.Input);
                scope.Write(key, one);
                return $"set {key}";
        }
    }

    private static async Task<string> CopyAsync(ForgeHost host, Random random, Scope from, Scope to)
    {
        if (from == to) return "nothing";
        var keep = random.Next(2) == 0;
        var keys = random.Next(2) == 0 ? null : Keys.Where(_ => random.Next(2) == 0).ToArray();
        Succeeded(await host.RunAsync("copyOptions", new
        {
            from = new { pluginId = "forge", scope = from.Input }, to = new { pluginId = "forge", scope = to.Input }, keys, conflict = keep ? "KEEP" : "OVERWRITE",
        }));
        foreach (var (key, value) in from.Own.ToList())
            if (keys?.Contains(key) is not false && !(keep && to.Own.ContainsKey(key))) to.Write(key, value.DeepClone());
        return "copy";
    }

    private static async Task CompareAsync(ForgeHost host, Scope scope, string when)
    {
        var set = await host.SetOfAsync(scope: scope.Input);
        foreach (var key in Keys)
        {
            var item = set.GetProperty("items").EnumerateArray().Single(i => i.GetProperty("definition").GetProperty("key").GetString() == key);
            var (effective, provenance) = Effective(key, [scope, .. scope.Outer], isOwn: true);
            var expected = (Text(scope.Own.GetValueOrDefault(key)), Text(scope.Outer.Count == 0 ? null : Effective(key, scope.Outer, isOwn: false).Value), Text(effective), provenance);
            var actual = (Text(item.GetProperty("configured")), Text(item.GetProperty("inherited")), Text(item.GetProperty("effective")), item.GetProperty("provenance").GetString());
            Assert.True(expected == actual, $"{key} at {scope.Kind}, {when}: expected {expected}, actual {actual}");
        }
    }

    /// <summary>The model.</summary>
    private static (JsonNode? Value, string Provenance) Effective(string key, IReadOnlyList<Scope> chain, bool isOwn)
    {
        if (key is "Local" or "Names") chain = isOwn ? [chain[0]] : [];
        var setters = chain.Where(s => s.Own.ContainsKey(key)).ToList();
        if (setters.Count == 0) return Defaults.TryGetValue(key, out var value) ? (value, "DEFAULT") : (null, "UNSET");
        if (key != "Tags") return (setters[0].Own[key], setters[0].Kind);
        var joined = setters.SelectMany(s => s.Own[key].AsArray().Select(v => v!.GetValue<string>())).Distinct();
        return (new JsonArray([.. joined.Select(v => JsonValue.Create(v))]), setters[0].Kind);
    }

    private static JsonNode Any(Random random, string key) => key switch
    {
        "Limit" => random.Next(101),
        "Mode" => random.Next(2) == 0 ? "a" : "b",
        "Tags" or "Names" => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => JsonValue.Create($"{(char)('a' + random.Next(5))}"))]),
        _ => random.Next(4) == 0 ? "" : $"text {random.Next(10)}",
    };

    private static void Succeeded(JsonElement payload) => Assert.Equal("null", payload.GetProperty("errors").GetRawText());

    private static string Text(JsonNode? node) => node?.ToJsonString() ?? "null";

    private static string Text(JsonElement element) => JsonSerializer.Serialize(element);

    private sealed record Scope(string Kind, object Input, IReadOnlyList<Scope> Outer)
    {
        public Dictionary<string, JsonNode> Own { get; } = new(StringComparer.Ordinal);

        public void Write(string key, JsonNode? value)
        {
            if (value is null || value.ToJsonString() == "\"\"") Own.Remove(key);
            else Own[key] = value.DeepClone();
        }
    }
}
