using System.Reflection;
using GraphQLPlugins.Kernel.Background;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.ModuleTesting.SqlServer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GraphQLPlugins.Host.Tests.Graph;

/// <summary>What is sent to a SQL Server by what a host does by itself: a round of each, which no timer begins.</summary>
public sealed class SqlServerLoopTests(ConnectedHost connected) : IClassFixture<ConnectedHost>
{
    /// <summary>Services whose round ends by itself.</summary>
    public static TheoryData<string> Loops => ["ActivationRecovery", "ArtifactCollector", "Housekeeping", "PluginSourceWatch", "PollLoop", "SyncLoop"];

    /// <summary>Services whose round goes on until nothing waits any more, which a server that always has a row never says, or that send nothing of their own; and where their statements are.</summary>
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["FolderWatch"] = "as rescanPlugins",
        ["HookEventLoop"] = "the module's own tests read them",
        ["IssueSyncLoop"] = "as syncExternalIssue",
        ["ManagedFile"] = "as importCatalog",
        ["RepositoryWatch"] = "as syncRepository",
        ["VendorEventLoop"] = "as replayIntegrationEvent and syncExternalIssue",
    };

    [Theory]
    [MemberData(nameof(Loops))]
    public async Task A_round_sends_these_statements(string loop)
    {
        var server = await ServerAsync();
        await using var host = ModuleHost.OnSqlServer(server, ConnectedHost.Modules, connected.Settings);
        var service = host.Services.GetServices<IHostedService>().Single(service => service.GetType().Name == loop);

        await (Task)service.GetType().GetMethod("RoundAsync", BindingFlags.Instance | BindingFlags.NonPublic)!.Invoke(service, [CancellationToken.None])!;

        Assert.True(host.Log.Failures.Length == 0, $"{host.Log.Failures}\n{string.Join("\n\n", server.Statements)}");
        Snapshot.Match(SqlServerTextTests.Text(server.Statements), loop);
    }

    [Fact]
    public async Task Every_service_with_rounds_is_there()
    {
        await using var host = ModuleHost.OnSqlServer(await ServerAsync(), ConnectedHost.Modules, connected.Settings);

        var services = host.Services.GetServices<IHostedService>().Where(service => service is PeriodicService or WokenService).Select(service => service.GetType().Name);

        Assert.Equal(services.Order(StringComparer.Ordinal), ((IEnumerable<object[]>)Loops).Select(row => (string)row[0]).Concat(Elsewhere.Keys).Order(StringComparer.Ordinal));
    }

    private async Task<RecordedSqlServer> ServerAsync() =>
        new((await SampleRows.OfAsync(connected.Host.Database, new Dictionary<string, string>())).FilledBy(SqlServerRows.AddTo));
}
