using System.Data.Common;
using System.Security.Claims;
using System.Text.Json;
using GraphQLPlugins.Kernel;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authentication;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.ModuleTesting.SqlServer;
using GraphQLPlugins.Testing;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace GraphQLPlugins.ModuleTesting;

/// <summary>The kernel and some modules over a migrated database of their own, without a web server.</summary>
public sealed class ModuleHost : IAsyncDisposable
{
    private readonly TestDatabase? _database;
    private readonly bool _ownsDatabase;

    private ModuleHost(TestDatabase? database, ServiceProvider services, bool ownsDatabase = true)
    {
        _database = database;
        Services = services;
        _ownsDatabase = ownsDatabase;
    }

    public TestDatabase Database => _database ?? throw new InvalidOperationException("This host has no database.");

    public ServiceProvider Services { get; }

    /// <summary>Who asks; the administrator unless a test says otherwise. Null is somebody without a token.</summary>
    public PrincipalIdentity? Caller { get; set; } = Identity("*");

    /// <summary>Somebody of an organization, the first one unless it is named, who holds capabilities.</summary>
    public static PrincipalIdentity Identity(string capabilities, Guid? organizationId = null, Guid? principalId = null) =>
        new("tester", principalId, organizationId ?? Organization.DefaultId, CapabilitySet.Parse(capabilities), null);

    /// <summary>A host over a copy of a database that was migrated, prepared and filled once for each template name.</summary>
    public static Task<ModuleHost> StartAsync(string template, Func<IReadOnlyList<IModule>> modules, Func<IServiceProvider, Task> fill, params (string Name, string Value)[] settings) =>
        StartAsync(template, TimeProvider.System, modules, fill, settings);

    /// <summary>A host with a clock that a test moves.</summary>
    public static async Task<ModuleHost> StartAsync(
        string template, TimeProvider clock, Func<IReadOnlyList<IModule>> modules, Func<IServiceProvider, Task> fill, params (string Name, string Value)[] settings)
    {
        var database = await PostgresServer.CreateDatabaseAsync(template, async connectionString =>
        {
            await using var services = Build(connectionString, modules(), settings);
            await services.GetRequiredService<Migrator>().RunAsync(migrate: true, default);
            await fill(services);
        });
        return new ModuleHost(database, Build(database.ConnectionString, modules(), settings, clock));
    }

    /// <summary>A host that would use a SQL Server, over the one that only remembers what is sent to it.</summary>
    public static ModuleHost OnSqlServer(RecordedSqlServer server, Func<IReadOnlyList<IModule>> modules, params (string Name, string Value)[] settings) =>
        new(database: null, Build(StorageProvider.SqlServer, "Server=none", modules(), settings, configure: services => services.AddSingleton<DbProviderFactory>(server).AddSingleton(server.Connections)));

    /// <summary>Another host of the same database.</summary>
    public ModuleHost Join(Func<IReadOnlyList<IModule>> modules, TimeProvider? clock = null, params (string Name, string Value)[] settings) =>
        new(Database, Build(Database.ConnectionString, modules(), settings, clock), ownsDatabase: false);

    /// <summary>Sends a command outside of any request, as the system itself.</summary>
    public async Task<T> SendAsync<T>(IRequest<T> request)
    {
        Services.GetRequiredService<IHttpContextAccessor>().HttpContext = null;
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    /// <summary>Runs the only operation of one of <c>schema/operations</c>; the answer holds neither more nor less than what goes to the client.</summary>
    public Task<JsonElement> RunAsync(string operation, object? variables = null) => QueryAsync(Document(operation), variables);

    /// <summary>Runs a mutation of <c>schema/operations</c> with files in its input.</summary>
    public async Task<JsonElement> UploadAsync(string operation, IReadOnlyDictionary<string, object?> input)
    {
        var user = Caller is null ? new ClaimsPrincipal(new ClaimsIdentity()) : new ClaimsPrincipal(Caller);
        Services.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext { User = user, RequestServices = Services };
        var executor = await Services.GetRequestExecutorAsync();
        var request = OperationRequestBuilder.New().SetDocument(Document(operation)).SetVariableValues(new Dictionary<string, object?> { ["input"] = input }).SetUser(user);
        await using var result = await executor.ExecuteAsync(request.Build());
        return JsonDocument.Parse(result.ToJson()).RootElement;
    }

    /// <summary>What this host has logged.</summary>
    public StatementLog Log => Services.GetServices<ILoggerProvider>().OfType<StatementLog>().Single();

    /// <summary>The statements that a question sends to the database. It is asked three times and the shortest list counts, since others may work in the background.</summary>
    public async Task<IReadOnlyList<string>> StatementsAsync(Func<Task> ask)
    {
        var log = Log;
        IReadOnlyList<string>? least = null;
        for (var i = 0; i < 3; i++)
        {
            var before = log.Statements.Count;
            await ask();
            List<string> sent = [.. log.Statements.Skip(before)];
            if (least is null || sent.Count < least.Count) least = sent;
        }
        return least!;
    }

    /// <summary>Runs a document that only a test needs.</summary>
    public async Task<JsonElement> QueryAsync(string document, object? variables = null)
    {
        await using var result = await ExecuteAsync(document, variables, default);
        return JsonDocument.Parse(result.ToJson()).RootElement;
    }

    /// <summary>Runs a mutation of <c>schema/operations</c> with an uploaded file.</summary>
    public async Task<JsonElement> UploadAsync(string operation, string fileName, byte[] content, params (string Name, string Value)[] input)
    {
        var values = input.ToDictionary(member => member.Name, member => (object?)member.Value);
        values["file"] = new StreamFile(fileName, () => new MemoryStream(content));
        await using var result = await ExecuteAsync(OperationRequestBuilder.New().SetDocument(Document(operation)).SetVariableValues(new Dictionary<string, object?> { ["input"] = values }), default);
        return JsonDocument.Parse(result.ToJson()).RootElement;
    }

    /// <summary>The first events of a subscription of <c>schema/operations</c>, while something is done.</summary>
    public async Task<List<JsonElement>> EventsAsync(string operation, object? variables, int count, Func<Task> act)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await using var result = await ExecuteAsync(Document(operation), variables, stop.Token);
        Assert.True(result is IResponseStream, (result as IOperationResult)?.ToJson());
        var events = new List<JsonElement>();
        await using var stream = result.ExpectResponseStream().ReadResultsAsync().GetAsyncEnumerator(stop.Token);
        var topics = Services.GetRequiredService<TopicHub>();
        var before = topics.Count;
        var next = stream.MoveNextAsync();
        // The stream is there when the topic has a listener; a subscriber of a topic that has one already is as quick as that one was.
        for (var i = 0; i < 400 && topics.Count == before && !next.IsCompleted; i++) await Task.Delay(5, stop.Token);
        await act();
        while (await next)
        {
            events.Add(JsonDocument.Parse(stream.Current.ToJson()).RootElement.GetProperty("data").GetProperty(operation));
            if (events.Count == count) break;
            next = stream.MoveNextAsync();
        }
        return events;
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        if (_ownsDatabase && _database is not null) await _database.DisposeAsync();
    }

    // As the host does it: the caller is the user of the HTTP request, and of the operation.
    private Task<IExecutionResult> ExecuteAsync(string document, object? variables, CancellationToken ct) =>
        ExecuteAsync(OperationRequestBuilder.New().SetDocument(document).SetVariableValues(variables as JsonElement? ?? JsonSerializer.SerializeToElement(variables ?? new { })), ct);

    private async Task<IExecutionResult> ExecuteAsync(OperationRequestBuilder request, CancellationToken ct)
    {
        var user = Caller is null ? new ClaimsPrincipal(new ClaimsIdentity()) : new ClaimsPrincipal(Caller);
        Services.GetRequiredService<IHttpContextAccessor>().HttpContext = new DefaultHttpContext { User = user, RequestServices = Services };
        var executor = await Services.GetRequestExecutorAsync(cancellationToken: ct);
        return await executor.ExecuteAsync(request.SetUser(user).Build(), ct);
    }

    private static string Document(string operation) => File.ReadAllText(System.IO.Path.Combine(Repository.Root, "schema", "operations", operation + ".graphql"));

    private static ServiceProvider Build(string connectionString, IReadOnlyList<IModule> modules, (string Name, string Value)[] settings, TimeProvider? clock = null) =>
        Build(StorageProvider.PostgreSql, connectionString, modules, settings, clock);

    private static ServiceProvider Build(
        StorageProvider provider, string connectionString, IReadOnlyList<IModule> modules, (string Name, string Value)[] settings, TimeProvider? clock = null, Action<IServiceCollection>? configure = null)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Name, s => (string?)s.Value)).Build();
        IReadOnlyList<IModule> all = [new KernelModule(new StorageOptions { Provider = provider, ConnectionString = connectionString }, new IdentityOptions()), .. modules];
        var services = new ServiceCollection();
        configure?.Invoke(services);
        services.AddSingleton(clock ?? TimeProvider.System)
            .AddLogging(logging => logging.AddProvider(new StatementLog()).AddFilter(null, LogLevel.Warning).AddFilter("Npgsql.Command", LogLevel.Information)).AddRouting().AddModules(configuration, all);
        services.AddGraphQL().AddModuleGraph(all);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
    }
}
