using System.Text.Json;
using GraphQLPlugins.Engine.Configuration;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Execution.Configuration;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace GraphQLPlugins.Engine.Data.Tests.Sample;

/// <summary>An executor over a schema of this project, with a database or without.</summary>
internal sealed class Graph : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly RequestPipeline _pipeline;

    private Graph(ServiceProvider services, RequestPipeline pipeline, StatementLog statements)
    {
        _services = services;
        _pipeline = pipeline;
        Statements = statements;
    }

    public Schema Schema => _pipeline.Schema;

    /// <summary>The statements so far.</summary>
    public StatementLog Statements { get; }

    /// <summary>A graph over no database.</summary>
    public static Graph Of(Action<IRequestExecutorBuilder> configure) => Of(configure, _ => { });

    /// <summary>A graph over a database of the sample's 5,000 plugins.</summary>
    public static async Task<Graph> OnPostgresAsync(Action<IRequestExecutorBuilder>? configure = null, int connections = 100)
    {
        var database = await PostgresServer.CreateDatabaseAsync("plugins", PluginDb.SeedAsync);
        var statements = new StatementLog();
        return On(
            services =>
            {
                services.AddSingleton(database);
                services.AddSingleton(_ => new NpgsqlDataSourceBuilder(database.ConnectionString) { ConnectionStringBuilder = { MaxPoolSize = connections } }.UseLoggerFactory(statements).Build());
                services.AddDbContextPool<PluginDb>((provider, o) => o.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()));
            },
            configure,
            statements);
    }

    /// <summary>A graph over the sample's tables, wherever they are.</summary>
    public static Graph On(Action<IServiceCollection> addDatabase, Action<IRequestExecutorBuilder>? configure = null, StatementLog? statements = null) => Of(
        graph =>
        {
            graph.AddQueryType().AddTypes(typeof(PluginQueries), typeof(PluginNode));
            graph.ConfigureSchema(s =>
            {
                s.Features.Set(new Binding.Relay.GlobalObjectIdentification());
                s.TryAddInterceptor(new Binding.Relay.NodeFields());
            });
            graph.AddFiltering().AddSorting().AddProjections().AddPagingArguments();
            configure?.Invoke(graph);
        },
        addDatabase,
        statements);

    /// <summary>A graph over services of its own.</summary>
    public static Graph With(Action<IServiceCollection> addServices, Action<IRequestExecutorBuilder> configure) => Of(configure, addServices);

    /// <summary>The whole response; the parts of one that comes in parts, line by line.</summary>
    public async Task<string> RunAsync(string document, string? variables = null, CancellationToken ct = default)
    {
        await using var scope = _services.CreateAsyncScope();
        var builder = OperationRequestBuilder.New().SetDocument(document).SetServices(scope.ServiceProvider);
        if (variables is not null) builder.SetVariableValues(variables);
        await using var result = await _pipeline.ExecuteAsync(builder.Build(), ct);
        if (result is not IResponseStream parts) return result.ToJson();
        var lines = new List<string>();
        await foreach (var part in parts.ReadResultsAsync()) lines.Add(part.ToJson());
        return string.Join('\n', lines);
    }

    /// <summary>The data of a response that has no errors.</summary>
    public async Task<JsonElement> DataAsync(string document, string? variables = null)
    {
        var response = await RunAsync(document, variables);
        var json = JsonDocument.Parse(response).RootElement;
        Assert.False(json.TryGetProperty("errors", out _), response);
        return json.GetProperty("data");
    }

    /// <summary>Does something with the context that resolvers get.</summary>
    public async Task<T> WithDbAsync<T>(Func<PluginDb, Task<T>> use)
    {
        await using var scope = _services.CreateAsyncScope();
        return await use(scope.ServiceProvider.GetRequiredService<PluginDb>());
    }

    /// <summary>Changes the database.</summary>
    public Task ExecuteAsync(string sql) => _services.GetRequiredService<TestDatabase>().ExecuteAsync(sql);

    /// <summary>Holds a table, so that whoever reads it waits until what is given back is disposed.</summary>
    public async Task<IAsyncDisposable> LockAsync(string table)
    {
        var connection = new NpgsqlConnection(_services.GetRequiredService<TestDatabase>().ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"set statement_timeout = 0; begin; lock table {table} in access exclusive mode", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>Waits until so many statements wait for a lock.</summary>
    public async Task WaitingAsync(int count)
    {
        for (var i = 0; i < 6_000; i++)
        {
            if ((await ReadAsync("select pid::text from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).Count == count) return;
            await Task.Delay(10);
        }
        Assert.Fail($"There are not {count} statements that wait.");
    }

    /// <summary>The first column of all rows.</summary>
    public async Task<List<string>> ReadAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_services.GetRequiredService<TestDatabase>().ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await reader.ReadAsync()) values.Add(reader.GetString(0));
        return values;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static Graph Of(Action<IRequestExecutorBuilder> configure, Action<IServiceCollection> addServices, StatementLog? statements = null)
    {
        var collection = new ServiceCollection();
        addServices(collection);
        configure(collection.AddGraphQL());
        var services = collection.BuildServiceProvider();
        var setup = services.GetRequiredService<IOptionsMonitor<SchemaSetup>>().Get("_Default");
        var schema = SchemaBuilder.Build("_Default", setup, services);
        var pipeline = new RequestPipeline(new ExecutorSetup
        {
            Schema = schema, Services = services, SchemaOptions = schema.Features.Get<SchemaOptions>()!,
            Options = new RequestExecutorOptions { IncludeExceptionDetails = true },
        });
        return new Graph(services, pipeline, statements ?? new StatementLog());
    }
}
