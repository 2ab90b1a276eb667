using System.Reflection;
using System.Text.Json;
using GraphQLPlugins.Options.Tests.Plugins;

namespace GraphQLPlugins.Options.Tests;

/// <summary>Every mutation of options can be repeated under a key, expects an etag, can be rehearsed, and leaves an entry in the audit (4.6, 4.7).</summary>
[Trait("Line", "4.6")]
[Trait("Line", "4.7")]
public sealed class MutationSurfaceTests : IAsyncLifetime
{
    /// <summary>Mutations that expect no etag, each with its reason.</summary>
    private static readonly Dictionary<string, string> WithoutEtag = new(StringComparer.Ordinal)
    {
        ["pluginAction"] = "it changes no option set; what an action changes is the plugin's own matter",
    };

    /// <summary>One change by each mutation, in an order in which each has something to do.</summary>
    private static readonly (string Mutation, Dictionary<string, object?> Input)[] Changes =
    [
        ("setOption", new() { ["key"] = "Greeting", ["value"] = "Moin" }),
        ("setOptions", new() { ["values"] = new[] { new { key = "Greeting", value = "Servus" }, new { key = "Key", value = "a secret of some length" } } }),
        ("regenerateOption", new() { ["key"] = "Made" }),
        ("setPluginEnabled", new() { ["enabled"] = true }),
        ("copyOptions", new() { ["from"] = new { pluginId = "greeter" }, ["to"] = new { pluginId = "greeter", scope = new { kind = "ORGANIZATION" } } }),
        ("importOptions", new() { ["document"] = """{"options":{"Greeting":"Good day"}}""" }),
        ("unsetOption", new() { ["key"] = "Greeting" }),
        ("revertOptions", new() { ["revision"] = 1 }),
        ("testPluginConfiguration", []),
        ("pluginAction", new() { ["action"] = "count" }),
        ("resetOptions", []),
    ];

    private GreeterHost _host = null!;

    public async Task InitializeAsync() => _host = await GreeterHost.StartAsync(("Catalog:Runtime:StopTimeout", "00:00:00.2"));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Every_mutation_has_the_three_arguments_or_a_reason_why_not_and_their_errors()
    {
        foreach (var mutation in Mutations)
        {
            var type = char.ToUpperInvariant(mutation[0]) + mutation[1..];
            var data = (await _host.Modules.QueryAsync("query($input: String!, $errors: String!) { input: __type(name: $input) { inputFields { name type { name } } } errors: __type(name: $errors) { possibleTypes { name interfaces { name } } } }",
                new { input = type + "Input", errors = type + "Error" })).GetProperty("data");
            var fields = data.GetProperty("input").GetProperty("inputFields").EnumerateArray().Select(f => f.GetProperty("name").GetString()!).ToHashSet();
            var errors = data.GetProperty("errors").GetProperty("possibleTypes").EnumerateArray().ToList();
            var names = errors.Select(e => e.GetProperty("name").GetString()!).ToHashSet();

            Assert.True(fields.Contains("idempotencyKey") && fields.Contains("dryRun") && names.Contains("IdempotencyConflictError"), mutation);
            Assert.True(fields.Contains("expectedEtag") != WithoutEtag.ContainsKey(mutation), mutation);
            Assert.Equal((mutation, fields.Contains("expectedEtag")), (mutation, names.Contains("EtagMismatchError")));
            Assert.All(errors, error => Assert.Contains("Error", error.GetProperty("interfaces").EnumerateArray().Select(i => i.GetProperty("name").GetString())));
        }
        Assert.Empty(WithoutEtag.Keys.Except(Mutations));
    }

    [Theory]
    [InlineData("query", "optionDefinitions", "pluginId")]
    [InlineData("query", "optionSet", "pluginId scope")]
    [InlineData("query", "effectiveOptions", "pluginId scope")]
    [InlineData("query", "optionValue", "pluginId key scope")]
    [InlineData("query", "configuredProjects", "pluginIds")]
    [InlineData("query", "projectPlugins", "projectId")]
    [InlineData("query", "isPluginEnabled", "pluginId projectId")]
    [InlineData("query", "optionHistory", "pluginId scope")]
    [InlineData("subscription", "onOptionsChanged", "pluginId scope")]
    public async Task What_is_asked_has_the_arguments_that_it_should(string root, string field, string arguments)
    {
        var schema = (await _host.Modules.QueryAsync("{ __schema { query: queryType { fields { name args { name } } } subscription: subscriptionType { fields { name args { name } } } } }")).GetProperty("data").GetProperty("__schema");
        var args = schema.GetProperty(root).GetProperty("fields").EnumerateArray().Single(f => f.GetProperty("name").GetString() == field).GetProperty("args").EnumerateArray().Select(a => a.GetProperty("name").GetString()!);

        Assert.Empty(arguments.Split(' ').Except(args));
    }

    [Fact]
    public async Task What_is_refused_has_a_type_of_its_own()
    {
        var types = (await _host.Modules.QueryAsync("{ __type(name: \"Error\") { fields { name } possibleTypes { name fields { name } } } }")).GetProperty("data").GetProperty("__type");
        var names = types.GetProperty("possibleTypes").EnumerateArray().Select(t => t.GetProperty("name").GetString()!).ToHashSet();

        Assert.Empty(((string[])["OptionUnknownError", "OptionInvalidError", "OptionNotEditableError", "ScopeInvalidError", "EtagMismatchError", "PluginAlwaysEnabledError", "ActionNotSupportedError", "ForbiddenError", "IdempotencyConflictError"]).Except(names));
        Assert.Empty(((string[])["message", "code", "path", "retryable"]).Except(types.GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("name").GetString()!)));
        var invalid = types.GetProperty("possibleTypes").EnumerateArray().Single(t => t.GetProperty("name").GetString() == "OptionInvalidError");
        Assert.Contains("problems", invalid.GetProperty("fields").EnumerateArray().Select(f => f.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Each_is_rehearsed_without_a_trace_refused_for_another_etag_and_done_once_for_a_key_with_one_entry_in_the_audit()
    {
        Assert.Equal(Mutations.Order(), Changes.Select(c => c.Mutation).Order());
        await _host.RunAsync();
        foreach (var (mutation, input) in Changes)
        {
            if (mutation != "copyOptions") input["pluginId"] = "greeter";
            var (before, audited) = (await StateAsync(), await AuditedAsync());

            Assert.Equal((mutation, "null"), (mutation, (await RunAsync(mutation, input, ("dryRun", true), ("idempotencyKey", mutation))).GetProperty("errors").GetRawText()));
            if (!WithoutEtag.ContainsKey(mutation)) Assert.Equal((mutation, "ETAG_MISMATCH"), (mutation, ForgeHost.Error(await RunAsync(mutation, input, ("expectedEtag", new string('0', 64)), ("idempotencyKey", mutation))).Code));
            Assert.Equal((mutation, before), (mutation, await StateAsync()));

            var first = await RunAsync(mutation, input, ("idempotencyKey", mutation));
            var after = await StateAsync();
            var again = await RunAsync(mutation, input, ("idempotencyKey", mutation));

            Assert.Equal((mutation, "null"), (mutation, first.GetProperty("errors").GetRawText()));
            Assert.Equal(first.GetRawText(), again.GetRawText());
            Assert.Equal((mutation, after), (mutation, await StateAsync()));
            Assert.NotEqual((mutation, before), (mutation, after));
            Assert.Equal($"{audited} {mutation}".Trim(), await AuditedAsync());
        }
    }

    /// <summary>The mutations that this module brings.</summary>
    private static IReadOnlyList<string> Mutations { get; } =
    [
        .. typeof(OptionsModule).Assembly.GetTypes().Where(type => type is { IsAbstract: true, IsSealed: true, IsPublic: true } && type.GetCustomAttributes().Any(a => a.GetType().Name == "MutationTypeAttribute"))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)).Select(method => char.ToLowerInvariant(method.Name[0]) + method.Name[1..^"Async".Length]),
    ];

    private async Task<JsonElement> RunAsync(string mutation, Dictionary<string, object?> input, params (string Name, object Value)[] more)
    {
        var all = new Dictionary<string, object?>(input);
        foreach (var (name, value) in more) all[name] = value;
        return (await _host.Modules.RunAsync(mutation, new { input = all })).GetProperty("data").GetProperty(mutation);
    }

    /// <summary>All that changes may touch.</summary>
    private async Task<string> StateAsync()
    {
        var parts = new List<string>();
        foreach (var table in new[] { "options.option_values", "options.option_revisions", "kernel.audit_entries", "kernel.idempotency_keys", "kernel.outbox" })
            parts.Add((string)(await _host.Modules.Database.ScalarAsync($"SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {table} t"))!);
        return string.Join('\n', parts);
    }

    /// <summary>The entries of these mutations, in order; what plugins are given has entries of its own.</summary>
    private async Task<string> AuditedAsync() =>
        await _host.Modules.Database.ScalarAsync($"SELECT string_agg(action, ' ' ORDER BY id) FROM kernel.audit_entries WHERE action IN ({string.Join(", ", Mutations.Select(m => $"'{m}'"))})") as string ?? "";
}
