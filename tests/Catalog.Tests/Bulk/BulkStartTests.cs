using System.Collections.Concurrent;
using System.Text.Json;
using GraphQLPlugins.Catalog.Installations.Activation;
using GraphQLPlugins.Catalog.Runtime;
using GraphQLPlugins.Catalog.Tests.Artifacts;
using GraphQLPlugins.Catalog.Tests.Installations;
using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.ModuleTesting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Catalog.Tests.Bulk;

/// <summary>When the plugins of a bulk change start, and what becomes of those that did when another one does not.</summary>
public sealed class BulkStartTests : IAsyncLifetime
{
    private readonly Watch _watch = new();
    private InstallationHost _host = null!;
    private ModuleHost _watched = null!;

    public async Task InitializeAsync()
    {
        _host = await InstallationHost.StartAsync();
        foreach (var name in new[] { "a", "b", "c" })
            await _host.UploadAsync(Archives.Gerrit(name, "1"), more: new { activate = false });
        _watched = _host.Host.Join(() => [new CatalogModule(), _watch], null, _host.Settings());
        // Who changes installations holds such a lock from the beginning of the transaction to its end.
        _watch.LocksAsync = async () => (long)(await _host.Host.Database.ScalarAsync("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"))!;
    }

    public async Task DisposeAsync()
    {
        await _watched.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Plugins_start_before_the_transaction_once_and_take_over_after_it()
    {
        Assert.Equal("a CHANGED, b CHANGED, c CHANGED", await ChangeAsync("enablePlugins", "ALL_OR_NOTHING"));
        Assert.Equal(["start a 2, locks 0", "start b 2, locks 0", "start c 2, locks 0", "commit a", "commit b", "commit c"], _watch.TakeEvents());

        Assert.Equal("a CHANGED, b CHANGED, c CHANGED", await ChangeAsync("reloadPlugins", "ALL_OR_NOTHING"));
        Assert.Equal(["start a 3, locks 0", "start b 3, locks 0", "start c 3, locks 0", "commit a", "commit b", "commit c"], _watch.TakeEvents());

        Assert.Equal("a UNCHANGED, b UNCHANGED, c UNCHANGED", await ChangeAsync("enablePlugins", "BEST_EFFORT"));
        Assert.Empty(_watch.TakeEvents());
    }

    [Fact]
    public async Task One_that_does_not_start_is_tried_once_and_takes_the_others_back_only_where_all_or_nothing_was_asked_for()
    {
        _watch.Broken = "b";

        Assert.Equal("a LEFT_ALONE, b FAILED PLUGIN_LOAD_FAILED, c LEFT_ALONE", await ChangeAsync("enablePlugins", "ALL_OR_NOTHING"));
        Assert.Equal(["start a 2, locks 0", "start b 2, locks 0", "abandon a"], _watch.TakeEvents());
        Assert.Equal("DISABLED", (await _host.FindAsync("a")).GetProperty("state").GetString());

        Assert.Equal("a CHANGED, b FAILED PLUGIN_LOAD_FAILED, c CHANGED", await ChangeAsync("enablePlugins", "BEST_EFFORT"));
        Assert.Equal(["start a 2, locks 0", "start b 2, locks 0", "start c 2, locks 0", "commit a", "commit c"], _watch.TakeEvents());
        Assert.Equal("DISABLED", (await _host.FindAsync("b")).GetProperty("state").GetString());
    }

    [Fact]
    [Trait("Line", "G36")]
    public async Task One_that_cannot_be_loaded_again_is_refused_and_stops_the_others()
    {
        await ChangeAsync("enablePlugins", "ALL_OR_NOTHING");
        _watch.TakeEvents();
        _watch.Broken = "b";

        var payload = (await _watched.RunAsync("reloadPlugin", new { input = new { name = "b" } })).GetProperty("data").GetProperty("reloadPlugin");
        Assert.Equal("PLUGIN_LOAD_FAILED", payload.GetProperty("errors")[0].GetProperty("code").GetString());
        Assert.Equal("a LEFT_ALONE, b FAILED PLUGIN_LOAD_FAILED, c LEFT_ALONE", await ChangeAsync("reloadPlugins", "ALL_OR_NOTHING"));

        Assert.Equal(["start b 3, locks 0", "start a 3, locks 0", "start b 3, locks 0", "abandon a"], _watch.TakeEvents());
        foreach (var name in new[] { "a", "b", "c" })
            Assert.Equal(("RUNNING", 2), ((await _host.FindAsync(name)).GetProperty("state").GetString(), (await _host.FindAsync(name)).GetProperty("generation").GetInt32()));
    }

    [Fact]
    public async Task With_all_or_nothing_nothing_starts_when_one_cannot_be_changed_and_a_rehearsal_starts_nothing()
    {
        Assert.Equal("a LEFT_ALONE, none FAILED PLUGIN_NOT_FOUND", await ChangeAsync("enablePlugins", "ALL_OR_NOTHING", "a", "none"));
        Assert.Equal("a FAILED PLUGIN_NOT_RUNNING, b FAILED PLUGIN_NOT_RUNNING, c FAILED PLUGIN_NOT_RUNNING", await ChangeAsync("reloadPlugins", "ALL_OR_NOTHING"));
        await _watched.RunAsync("enablePlugins", new { input = new { names = new[] { "a" }, dryRun = true } });
        Assert.Empty(_watch.TakeEvents());
    }

    private async Task<string> ChangeAsync(string mutation, string mode, params string[] names)
    {
        var payload = (await _watched.RunAsync(mutation, new { input = new { names = names.Length > 0 ? names : ["a", "b", "c"], mode } })).GetProperty("data").GetProperty(mutation);
        return string.Join(", ", payload.GetProperty("items").EnumerateArray().Select(item =>
            $"{item.GetProperty("name").GetString()} {item.GetProperty("outcome").GetString()}{(item.GetProperty("error") is { ValueKind: JsonValueKind.Object } error ? $" {error.GetProperty("code").GetString()}" : "")}"));
    }

    /// <summary>Puts itself before what runs plugins, and notes what is asked of it.</summary>
    private sealed class Watch : IModule, IPluginActivator
    {
        private readonly ConcurrentQueue<string> _events = [];

        public string Name => "watch";

        public string? Broken { get; set; }

        public Func<Task<long>> LocksAsync { get; set; } = null!;

        public void AddServices(IServiceCollection services, IConfiguration configuration) => services.AddSingleton<IPluginActivator>(this);

        public void AddTypes(IRequestExecutorBuilder graph) { }

        public async Task<IPluginActivation> PrepareAsync(PluginStart start, CancellationToken ct)
        {
            _events.Enqueue($"start {start.Name} {start.Generation}, locks {await LocksAsync()}");
            return start.Name == Broken ? throw new PluginLoadFailedException(start.Name, "It is broken.") : new Activation(start.Name, _events);
        }

        public Task StopAsync(Guid installationId, CancellationToken ct) => Task.CompletedTask;

        public string[] TakeEvents()
        {
            string[] taken = [.. _events];
            _events.Clear();
            return taken;
        }

        private sealed class Activation(string name, ConcurrentQueue<string> events) : IPluginActivation
        {
            public Task CommitAsync() => Note("commit");

            public Task AbandonAsync() => Note("abandon");

            private Task Note(string what)
            {
                events.Enqueue($"{what} {name}");
                return Task.CompletedTask;
            }
        }
    }
}
