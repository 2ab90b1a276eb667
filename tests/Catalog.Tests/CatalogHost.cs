using System.Security.Claims;
using System.Text;
using System.Text.Json;
using GraphQLPlugins.Catalog.Demo;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authentication;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.ModuleTesting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Catalog.Tests;

/// <summary>Kernel and catalog over a migrated database of their own, without a web server.</summary>
public sealed class CatalogHost : IAsyncDisposable
{
    private CatalogHost(TestDatabase database, ServiceProvider services)
    {
        Database = database;
        Services = services;
    }

    public TestDatabase Database { get; }

    public ServiceProvider Services { get; }

    internal CatalogImporter Importer => Services.GetRequiredService<CatalogImporter>();

    /// <param name="settings">Such as <c>Catalog:AllowRemoteAdmin</c>.</param>
    public static Task<CatalogHost> StartAsync(params (string Name, string Value)[] settings) => StartAsync("catalog", _ => Task.CompletedTask, settings);

    /// <summary>With the demo catalog in it, and plugins that may be administered.</summary>
    public static Task<CatalogHost> StartWithDemoAsync() => StartAsync(
        "catalog-demo", services => services.GetRequiredService<DemoCatalog>().LoadIfEmptyAsync(default), [("Catalog:AllowRemoteAdmin", "true")]);

    /// <summary>With the whole set of published Jenkins plugins in it, and plugins that may be administered.</summary>
    /// <param name="settings">Such as <c>Catalog:HostVersions:jenkins</c>.</param>
    public static Task<CatalogHost> StartWithJenkinsAsync(params (string Name, string Value)[] settings) => StartAsync("catalog-jenkins", async services =>
    {
        await using var file = File.OpenRead(SharedData.Path("jenkins.ndjson.gz"));
        await services.GetRequiredService<CatalogImporter>().ImportAsync(file, new ImportOptions());
    }, [("Catalog:AllowRemoteAdmin", "true"), .. settings]);

    /// <summary>Another host over the same database.</summary>
    internal ServiceProvider AnotherHost(params (string Name, string Value)[] settings) => Build(Database.ConnectionString, settings);

    private static async Task<CatalogHost> StartAsync(string template, Func<IServiceProvider, Task> fill, (string Name, string Value)[] settings)
    {
        var database = await PostgresServer.CreateDatabaseAsync(template, async connectionString =>
        {
            await using var services = Build(connectionString);
            await services.GetRequiredService<Migrator>().RunAsync(migrate: true, default);
            await fill(services);
        });
        return new CatalogHost(database, Build(database.ConnectionString, settings));
    }

    /// <summary>The statements that something sends to the database.</summary>
    internal async Task<IReadOnlyList<string>> StatementsAsync(Func<Task> act)
    {
        var log = Services.GetServices<ILoggerProvider>().OfType<StatementLog>().Single();
        var before = log.Statements.Count;
        await act();
        return [.. log.Statements.Skip(before)];
    }

    /// <summary>Reads rows as a resolver would.</summary>
    internal async Task<T> ReadAsync<T>(Func<CatalogDb, Task<T>> read)
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<CatalogDb>>().CreateDbContextAsync();
        return await read(db);
    }

    /// <summary>Who asks; the administrator unless a test says otherwise. Null is somebody without a token.</summary>
    internal PrincipalIdentity? Caller { get; set; } = Identity("*");

    /// <summary>Somebody of the first organization who holds capabilities.</summary>
    internal static PrincipalIdentity Identity(string capabilities, Guid? organizationId = null) =>
        new("tester", null, organizationId ?? Organization.DefaultId, CapabilitySet.Parse(capabilities), null);

    /// <summary>Runs the only operation of one of <c>schema/operations</c>; the answer holds neither more nor less than what goes to the client.</summary>
    /// <param name="operation">The file's name without its ending.</param>
    /// <param name="variables">Serialised as JSON.</param>
    internal Task<JsonElement> RunAsync(string operation, object? variables = null) =>
        QueryAsync(Document(operation), variables);

    /// <summary>Runs a document that only a test needs.</summary>
    internal async Task<JsonElement> QueryAsync(string document, object? variables = null)
    {
        await using var result = await ExecuteAsync(OperationRequestBuilder.New().SetDocument(document).SetVariableValues(variables as JsonElement? ?? JsonSerializer.SerializeToElement(variables ?? new { })), default);
        return JsonDocument.Parse(result.ToJson()).RootElement;
    }

    /// <summary>Runs a mutation with a file, and gives the report in its payload.</summary>
    internal async Task<JsonElement> UploadAsync(string operation, string content, object input)
    {
        var values = JsonSerializer.SerializeToElement(input).EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value.ToString());
        values["file"] = new StreamFile("catalog.ndjson", () => new MemoryStream(Encoding.UTF8.GetBytes(content)));
        var request = OperationRequestBuilder.New().SetDocument(Document(operation)).SetVariableValues(new Dictionary<string, object?> { ["input"] = values });
        await using var result = await ExecuteAsync(request, default);
        return JsonDocument.Parse(result.ToJson()).RootElement.GetProperty("data").GetProperty(operation).GetProperty("report");
    }

    /// <summary>Installs a file by upload.</summary>
    /// <returns>The payload.</returns>
    internal async Task<JsonElement> InstallFileAsync(string fileName, byte[] file, bool activate = true)
    {
        var source = new Dictionary<string, object?> { ["upload"] = new StreamFile(fileName, () => new MemoryStream(file)) };
        var values = new Dictionary<string, object?> { ["input"] = new Dictionary<string, object?> { ["source"] = source, ["activate"] = activate } };
        await using var result = await ExecuteAsync(OperationRequestBuilder.New().SetDocument(Document("installPlugin")).SetVariableValues(values), default);
        return JsonDocument.Parse(result.ToJson()).RootElement.GetProperty("data").GetProperty("installPlugin");
    }

    /// <summary>The first events of a subscription, while something is done.</summary>
    internal async Task<List<JsonElement>> EventsAsync(string operation, object? variables, int count, Func<Task> act)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var request = OperationRequestBuilder.New().SetDocument(Document(operation)).SetVariableValues(variables as JsonElement? ?? JsonSerializer.SerializeToElement(variables ?? new { }));
        await using var result = await ExecuteAsync(request, stop.Token);
        Assert.True(result is IResponseStream, (result as IOperationResult)?.ToJson());
        var events = new List<JsonElement>();
        await using var stream = result.ExpectResponseStream().ReadResultsAsync().GetAsyncEnumerator(stop.Token);
        var topics = Services.GetRequiredService<TopicHub>();
        var before = topics.Count;
        var next = stream.MoveNextAsync();
        // The stream is there when the topic has a listener.
        for (var i = 0; i < 400 && topics.Count == before && !next.IsCompleted; i++) await Task.Delay(5, stop.Token);
        await act();
        while (await next)
        {
            events.Add(JsonDocument.Parse(stream.Current.ToJson()).RootElement.GetProperty("data").GetProperty(operation));
            if (events.Count == count)
                break;
            next = stream.MoveNextAsync();
        }
        return events;
    }

    /// <summary>As the host does it: the caller is the user of the HTTP request, and of the operation.</summary>
    private async Task<IExecutionResult> ExecuteAsync(OperationRequestBuilder request, CancellationToken ct)
    {
        var user = Caller is null ? new ClaimsPrincipal(new ClaimsIdentity()) : new ClaimsPrincipal(Caller);
        Services.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext { User = user, RequestServices = Services };
        var executor = await Services.GetRequestExecutorAsync(cancellationToken: ct);
        return await executor.ExecuteAsync(request.SetUser(user).Build(), ct);
    }

    private static string Document(string operation) => File.ReadAllText(Path.Combine(Testing.Repository.Root, "schema", "operations", operation + ".graphql"));

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static ServiceProvider Build(string connectionString, params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value)).Build();
        IModule[] modules = [new KernelModule(new StorageOptions { Provider = StorageProvider.PostgreSql, ConnectionString = connectionString }, new IdentityOptions()), new CatalogModule()];
        var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(new StatementLog()).AddFilter(null, LogLevel.Warning).AddFilter("Npgsql.Command", LogLevel.Information)).AddRouting().AddModules(configuration, modules);
        services.AddGraphQL().AddModuleGraph(modules);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }
}
