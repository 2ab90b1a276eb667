using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Options.Tests.Plugins;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static GraphQLPlugins.Options.Tests.ForgeHost;

namespace GraphQLPlugins.Options.Tests;

/// <summary>After secrets were set in every way there is, their plain text is nowhere: in no table, log, event, error or answer.</summary>
public sealed class SecretsTests
{
    private const string Marker = "pl41n-t3xt";

    [Fact]
    [Trait("Line", "O13")]
    [Trait("Line", "P22")]
    [Trait("Line", "G59")]
    public async Task No_way_to_set_a_secret_leaves_it_anywhere()
    {
        await using var host = await StartAsync();
        var told = new Told(host.Modules);
        var project = await host.ProjectAsync();
        object inProject = At("PROJECT", project), inOrganization = At("ORGANIZATION");

        await told.RunAsync("setOption", new { pluginId = "forge", key = "Token", value = Secret(1) });
        await told.RunAsync("setOption", new { pluginId = "forge", key = "Token", value = Secret(2), idempotencyKey = "once" });
        await told.RunAsync("setOption", new { pluginId = "forge", key = "Token", value = Secret(2), idempotencyKey = "once" });
        await told.RunAsync("setOption", new { pluginId = "forge", key = "Token", value = Secret(3), dryRun = true });
        await told.RunAsync("setOptions", new { pluginId = "forge", values = new object[] { new { key = "Token", value = Secret(4) }, new { key = "Key", value = Secret(5) } }, scope = inProject });
        await told.RunAsync("setOptions", new { pluginId = "forge", values = new object[] { new { key = "Token", value = Secret(6) }, new { key = "Limit", value = "x" } } });
        await told.RunAsync("setOption", new { pluginId = "forge", key = "Token", value = Secret(7), expectedEtag = "old" });
        await told.RunAsync("setOption", new { pluginId = "forge", key = "Tight", value = Secret(8) });
        await told.RunAsync("setOption", new { pluginId = "forge", key = "Token", value = new { a = Secret(9) } });
        await told.RunAsync("setOption", new { pluginId = "forge", key = "Token", value = Secret(10) + new string('x', 70_000) });
        await told.RunAsync("copyOptions", new { from = new { pluginId = "forge" }, to = new { pluginId = "forge", scope = inOrganization } });
        await told.RunAsync("copyOptions", new { from = new { pluginId = "forge", scope = inProject }, to = new { pluginId = "forge2" }, conflict = "KEEP" });
        await told.RunAsync("importOptions", new { pluginId = "forge", document = $$$"""{"options":{"Token":"{{{Secret(11)}}}"}}""" });
        await told.RunAsync("importOptions", new { pluginId = "forge", format = "YAML", document = $"options: [{Secret(12)}" });
        await told.RunAsync("revertOptions", new { pluginId = "forge", revision = 1 });
        await told.RunAsync("resetOptions", new { pluginId = "forge", scope = inProject });
        var made = (await host.RunAsync("regenerateOption", new { pluginId = "forge", key = "Key", idempotencyKey = "made" })).GetProperty("value").GetString()!;
        // What is wrong before anything runs: unknown members, wrong types, documents that break.
        foreach (var values in new object[] { new[] { new { key = "Token", value = Secret(13), more = Secret(14) } }, Secret(15), new[] { new { key = new { a = Secret(16) }, value = 1 } } })
            told.Add((await host.Modules.RunAsync("setOptions", new { input = new { pluginId = "forge", values } })).GetRawText());
        told.Add((await host.Modules.QueryAsync($"mutation {{ setOption(input: {{ pluginId: \"forge\", key: \"Token\", value: \"{Secret(17)}\", scope: \"{Secret(18)}\" }}) {{ optionSet {{ etag }} }} }}")).GetRawText());
        told.Add((await host.Modules.QueryAsync($"mutation {{ setOption(input: {{ pluginId: \"forge\", key: \"Token\", value: \"{Secret(19)}\" ")).GetRawText());
        foreach (var scope in new[] { At("INSTANCE"), inOrganization, inProject })
            foreach (var plugin in new[] { "forge", "forge2" })
            {
                foreach (var query in new[] { "optionSet", "effectiveOptions", "optionHistory" }) await told.QueryAsync(query, new { pluginId = plugin, scope });
                foreach (var format in new[] { "JSON", "YAML" }) await told.QueryAsync("exportOptions", new { pluginId = plugin, scope, format });
            }
        await told.QueryAsync("auditLog", new { first = 50 });

        Assert.Equal(
            "forge:instance:Key forge:instance:Token forge:organization:Token forge2:instance:Key forge2:instance:Token",
            await host.Modules.Database.ScalarAsync("SELECT string_agg(conf_key || ':' || split_part(scope_key, ':', 1) || ':' || key, ' ' ORDER BY conf_key, scope_key, key) FROM options.option_values WHERE protected IS NOT NULL AND json IS NULL"));
        await AssertNowhereAsync(host.Modules, told, Marker, made);
    }

    [Fact]
    public async Task A_running_plugin_gets_secrets_and_they_are_nowhere_else()
    {
        await using var host = await GreeterHost.StartAsync();
        await host.RunAsync("greeter", "Tester");
        var told = new Told(host.Modules);

        await told.RunAsync("setOption", new { pluginId = "greeter", key = "Key", value = Secret(1) });
        await told.RunAsync("testPluginConfiguration", new { pluginId = "greeter" });
        await told.RunAsync("testPluginConfiguration", new { pluginId = "greeter", values = new[] { new { key = "Key", value = Secret(2) } } });
        await told.RunAsync("testPluginConfiguration", new { pluginId = "greeter", values = new[] { new { key = "Key", value = "wrong" + Secret(3) } } });
        await told.RunAsync("testPluginConfiguration", new { pluginId = "greeter", values = new[] { new { key = "Key", value = Secret(4) }, new { key = "Greeting", value = "long" } } });
        await told.QueryAsync("optionSet", new { pluginId = "greeter" });
        await told.RunAsync("testPluginConfiguration", new { pluginId = "greeter", values = new[] { new { key = "Key", value = Secret(5) } }, idempotencyKey = "tried" });
        await told.RunAsync("testPluginConfiguration", new { pluginId = "greeter", values = new[] { new { key = "Key", value = "bad" + Secret(6) } } });
        foreach (var dryRun in new[] { true, false }) await told.RunAsync("setOption", new { pluginId = "greeter", key = "Key", value = "bad" + Secret(7), dryRun });
        await told.RunAsync("pluginAction", new { pluginId = "greeter", action = "repeat", idempotencyKey = "repeated" });
        var project = await host.ProjectAsync();
        using var client = await host.ClientAsync("*");
        using var view = await client.GetAsync(new Uri($"/plugins/greeter/projects/{Uri.EscapeDataString(project)}/", UriKind.Relative));
        var page = await view.Content.ReadAsStringAsync();
        Assert.Equal((422, "The key is ••••."), ((int)view.StatusCode, JsonDocument.Parse(page).RootElement.GetProperty("detail").GetString()));
        told.Add(page);
        await told.RunAsync("pluginAction", new { pluginId = "greeter", action = "greet", payload = new { key = "none" } });

        await AssertNowhereAsync(host.Modules, told, Marker);
    }

    private static string Secret(int number) => $"{Marker}-{number:00}-0123456789";

    private static async Task AssertNowhereAsync(ModuleHost host, Told told, params string[] secrets)
    {
        var places = new Dictionary<string, string> { ["answers"] = told.Answers, ["logs"] = told.Logs };
        var tables = (string)(await host.Database.ScalarAsync("SELECT string_agg(format('%I.%I', schemaname, tablename), ' ') FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"))!;
        foreach (var table in tables.Split(' '))
            places[table] = await host.Database.ScalarAsync($"SELECT string_agg(t::text, E'\\n') FROM {table} t") as string ?? "";
        foreach (var secret in secrets)
        {
            // As it is, in bytes as PostgreSQL shows them, and in Base64 wherever it begins.
            string[] forms = [secret, Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret)), .. Enumerable.Range(0, 3).Select(i => Convert.ToBase64String(Encoding.UTF8.GetBytes(new string(' ', i) + secret))[(i == 0 ? 0 : 4)..^4])];
            foreach (var (place, text) in places)
                foreach (var form in forms) Assert.False(text.Contains(form, StringComparison.OrdinalIgnoreCase), $"{form} is in {place}: {Around(text, form)}");
        }
        // What is looked through holds what it should: the sealed rows and what was said of them.
        Assert.Contains("instance", places["options.option_values"], StringComparison.Ordinal);
        Assert.Contains("hint", told.Answers, StringComparison.Ordinal);
        Assert.Contains("option_values", told.Logs, StringComparison.Ordinal);
    }

    private static string Around(string text, string form) => text.IndexOf(form, StringComparison.OrdinalIgnoreCase) is var at ? text[Math.Max(0, at - 100)..Math.Min(text.Length, at + form.Length + 100)] : "";

    /// <summary>All that is told of what is done: answers and logs of every level.</summary>
    private sealed class Told : ILoggerProvider, ILogger
    {
        private readonly ModuleHost _host;
        private readonly StringBuilder _answers = new();
        private readonly ConcurrentQueue<string> _logs = new();

        public Told(ModuleHost host)
        {
            _host = host;
            host.Services.GetRequiredService<ILoggerFactory>().AddProvider(this);
        }

        public string Answers => _answers.ToString();

        public string Logs => string.Join('\n', _logs);

        public Task RunAsync(string mutation, object input) => QueryAsync(mutation, new { input });

        public async Task QueryAsync(string operation, object variables)
        {
            var answer = await _host.RunAsync(operation, variables);
            Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
            _answers.AppendLine(answer.GetRawText());
        }

        /// <summary>An answer that is no answer of the graph.</summary>
        public void Add(string answer) => _answers.AppendLine(answer);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _logs.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
