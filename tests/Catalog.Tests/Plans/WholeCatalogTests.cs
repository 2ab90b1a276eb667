using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using GraphQLPlugins.Catalog.Bulk;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Plans;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Identity;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace GraphQLPlugins.Catalog.Tests.Plans;

/// <summary>Every published Jenkins plugin: planned one by one, installed all together, and taken out of use again. The counts were taken from the file by another program.</summary>
public sealed class WholeCatalogTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Plugins = 2219, SumOfClosures = 31288, LargestClosure = 104;
    // Some files are larger than the 50 MiB that are allowed unless somebody allows more.
    private static readonly UpdatePolicy LargeFiles = new(true, null, null, null, null, null, null, 1L << 30, null, null, null, false);
    private CatalogHost? _host;

    private CatalogHost Host => _host!;

    public async Task InitializeAsync()
    {
        if (SharedData.Folder is null)
            return;
        _host = await CatalogHost.StartWithJenkinsAsync();
        await SendAsync(LargeFiles);
    }

    public async Task DisposeAsync()
    {
        if (_host is not null)
            await _host.DisposeAsync();
    }

    [SharedDataFact]
    public async Task Every_plugin_can_be_planned_with_exactly_what_it_needs_in_an_order_that_starts()
    {
        var model = await LatestAsync();
        await using var scope = Host.Services.CreateAsyncScope();
        var planner = scope.ServiceProvider.GetRequiredService<Planner>();
        var graph = await Host.ReadAsync(db => Host.Services.GetRequiredService<CatalogGraphs>().CurrentAsync(db, default));
        var policy = Policy.Default(Organization.DefaultId, true, default);
        policy.Update(LargeFiles, default);
        var admission = new Admission(policy, new CatalogOptions(), DateTimeOffset.UtcNow);
        var (sum, largest, unusual) = (0, 0, new List<string>());

        foreach (var (pluginId, _) in model)
        {
            var plan = planner.Plan(graph, new Dictionary<string, InstalledPlugin>(), admission, new PlanRequest([new PlanPlugin(pluginId, null, null)]));

            Assert.True(plan.Executable, pluginId);
            var closure = Closure(model, pluginId);
            // Where a plugin needs a newer version of another one than is published as the latest, an older version of it is taken.
            if (closure.Keys.SelectMany(name => model[name].Needs).All(needed => VersionOrder.Compare(model[needed.PluginId].Version, needed.MinVersion) >= 0))
                Assert.Equal(closure, plan.Items.ToDictionary(item => item.Name, item => item.ToVersion!));
            else
                unusual.Add(pluginId);
            var started = new HashSet<string>();
            foreach (var item in plan.Items)
            {
                Assert.All(item.Target!.Dependencies.Where(dependency => !dependency.Optional), dependency =>
                    Assert.True(started.Contains(dependency.PluginId) && dependency.Range.Holds(plan.Find(dependency.PluginId)!.Target!.SortKey), $"{item.Name} needs {dependency.PluginId}"));
                started.Add(item.Name);
            }
            (sum, largest) = (sum + closure.Count, Math.Max(largest, plan.Items.Count));
        }

        Assert.Equal((Plugins, SumOfClosures, LargestClosure), (model.Count, sum, largest));
        Assert.Equal(["extra-tool-installers", "file-operations", "hp-application-automation-tools-plugin", "pipeline-cps-http"], unusual.Order(StringComparer.Ordinal));
    }

    [SharedDataFact]
    public async Task The_whole_set_is_installed_at_once_and_leaves_in_the_order_that_each_strategy_asks_for()
    {
        var model = await LatestAsync();
        var everything = model.Keys.Select(pluginId => new PlanPlugin(pluginId, null, null)).ToList();
        var watch = Stopwatch.StartNew();

        var installed = await SendAsync(new InstallPlugins(everything, true, true, null, null, false));

        output.WriteLine($"installing {installed.Plan.Items.Count} took {watch.Elapsed}");
        Assert.Equal((Plugins, Plugins), (installed.Plan.Items.Count, await Host.ReadAsync(db => db.Installations.CountAsync(i => i.State == InstallationState.Running))));

        var refused = await Assert.ThrowsAsync<DependentsExistException>(() => SendAsync(new DisablePlugin("credentials", null, false)));
        Assert.Equal(745, refused.Dependents.Count);
        Assert.Equal(Plugins, await Host.ReadAsync(db => db.Installations.CountAsync(i => i.State == InstallationState.Running)));

        var mandatory = await SendAsync(new DisablePlugin("credentials", null, DryRun: true, DependentStrategy.Mandatory));
        Assert.Equal(745, mandatory.Dependents.Count);
        Assert.Equal(Plugins, await Host.ReadAsync(db => db.Installations.CountAsync(i => i.State == InstallationState.Running)));

        var all = await SendAsync(new DisablePlugin("credentials", null, false, DependentStrategy.All));
        Assert.Equal(922, all.Dependents.Count);
        Assert.Equal(Plugins - 923, await Host.ReadAsync(db => db.Installations.CountAsync(i => i.State == InstallationState.Running)));
        var order = all.Dependents.Append(all.Installation).Select((installation, i) => (installation.Name, i)).ToDictionary(pair => pair.Name, pair => pair.i);
        Assert.All(order, pair => Assert.All(model[pair.Key].Needs.Where(needed => order.ContainsKey(needed.PluginId)), needed => Assert.True(order[needed.PluginId] > pair.Value, $"{pair.Key} needs {needed}")));

        var back = await SendAsync(new EnablePlugins([.. order.Keys], BulkMode.AllOrNothing, false));
        Assert.Equal((true, 923), (back.Applied, back.Items.Count(item => item.Outcome == BulkOutcome.Changed)));

        var gone = await SendAsync(new UninstallPlugin("credentials", null, false, DependentStrategy.Mandatory));
        Assert.Equal(745, gone.Dependents.Count);
        Assert.Equal(Plugins - 746, await Host.ReadAsync(db => db.Installations.CountAsync()));
    }

    [SharedDataFact]
    public async Task A_plan_and_a_look_for_updates_take_three_statements_whatever_is_installed()
    {
        var old = (await LatestAsync()).Keys.Select(pluginId => new PlanPlugin(pluginId, null, null)).ToList();
        await SendAsync(new InstallPlugins(old, true, true, null, null, false));

        var plan = await Host.StatementsAsync(() => Host.QueryAsync("""{ planInstall(input: { plugins: [{ pluginId: "chef-cookbook-pipeline" }] }) { executable items { name } } }"""));
        var updates = await Host.StatementsAsync(() => Host.QueryAsync("{ availableUpdates { name newestAllowed newest heldBack { reason } fixedAdvisories { advisoryId } } }"));

        Assert.True(plan.Count(Reads) == 3, string.Join("\n\n", plan));
        Assert.True(updates.Count(Reads) == 3, string.Join("\n\n", updates));
    }

    [SharedDataFact]
    public async Task The_largest_plan_costs_about_what_is_printed_beside_merely_walking_its_plugins()
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var planner = scope.ServiceProvider.GetRequiredService<Planner>();
        var graph = await Host.ReadAsync(db => Host.Services.GetRequiredService<CatalogGraphs>().CurrentAsync(db, default));
        var policy = Policy.Default(Organization.DefaultId, true, default);
        policy.Update(LargeFiles, default);
        var admission = new Admission(policy, new CatalogOptions(), DateTimeOffset.UtcNow);
        var request = new PlanRequest([new PlanPlugin("chef-cookbook-pipeline", null, null)]);
        int Walk()
        {
            var seen = new HashSet<string>();
            var open = new Stack<string>(["chef-cookbook-pipeline"]);
            while (open.TryPop(out var name))
                if (seen.Add(name))
                    foreach (var dependency in graph.Find(name)!.Versions[0].Dependencies)
                        if (!dependency.Optional)
                            open.Push(dependency.PluginId);
            return seen.Count;
        }

        var plan = Cost(() => planner.Plan(graph, new Dictionary<string, InstalledPlugin>(), admission, request).Items.Count);
        var floor = Cost(Walk);

        output.WriteLine($"plan {plan.Milliseconds:0.000} ms, floor {floor.Milliseconds:0.000} ms, ratio {plan.Milliseconds / floor.Milliseconds:0.0}");
        Assert.Equal((LargestClosure, LargestClosure), (plan.Count, floor.Count));
    }

    /// <summary>Time of one, after some to warm up.</summary>
    private static (int Count, double Milliseconds) Cost(Func<int> act)
    {
        const int Rounds = 200;
        var count = 0;
        for (var i = 0; i < Rounds; i++)
            count = act();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Rounds; i++)
            act();
        return (count, watch.Elapsed.TotalMilliseconds / Rounds);
    }

    /// <summary>Beside the question, word of the change before it may still be on its way to other hosts.</summary>
    private static bool Reads(string statement) => statement.Contains("FROM catalog.", StringComparison.Ordinal);

    private static Dictionary<string, string> Closure(Dictionary<string, (string Version, (string PluginId, string MinVersion)[] Needs)> model, string pluginId)
    {
        var closure = new Dictionary<string, string>();
        var open = new Stack<string>([pluginId]);
        while (open.TryPop(out var name))
            if (closure.TryAdd(name, model[name].Version))
                foreach (var needed in model[name].Needs)
                    open.Push(needed.PluginId);
        return closure;
    }

    /// <summary>Latest versions and what they cannot do without, from the file itself.</summary>
    private static async Task<Dictionary<string, (string Version, (string PluginId, string MinVersion)[] Needs)>> LatestAsync()
    {
        var model = new Dictionary<string, (string, (string, string)[])>();
        using var reader = new StreamReader(new GZipStream(File.OpenRead(SharedData.Path("jenkins.ndjson.gz")), CompressionMode.Decompress));
        while (await reader.ReadLineAsync() is { } line)
        {
            var plugin = JsonDocument.Parse(line).RootElement;
            var latest = plugin.GetProperty("latestVersion").GetString()!;
            var version = plugin.GetProperty("versions").EnumerateArray().First(version => version.GetProperty("version").GetString() == latest);
            var needs = version.GetProperty("dependencies").EnumerateArray().Where(dependency => !dependency.GetProperty("optional").GetBoolean())
                .Select(dependency => (dependency.GetProperty("pluginId").GetString()!, dependency.GetProperty("minVersion").GetString()!));
            model.Add(plugin.GetProperty("pluginId").GetString()!, (latest, [.. needs]));
        }
        return model;
    }

    private async Task<T> SendAsync<T>(IRequest<T> request)
    {
        await using var scope = Host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }
}
