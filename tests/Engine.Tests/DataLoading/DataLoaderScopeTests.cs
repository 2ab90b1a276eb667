using GraphQLPlugins.Engine.DataLoading;
using GraphQLPlugins.Engine.Execution;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.DataLoading;

public class DataLoaderScopeTests
{
    [Fact]
    public void A_loader_is_one_instance_a_request_by_interface_and_by_class()
    {
        using var services = Services();
        using var request = services.CreateScope();
        var loader = request.ServiceProvider.GetRequiredService<IDoubles>();
        Assert.Same(loader, request.ServiceProvider.GetRequiredService<IDoubles>());
        Assert.Same(loader, request.ServiceProvider.GetRequiredService<Doubles>());
        using var other = services.CreateScope();
        Assert.NotSame(loader, other.ServiceProvider.GetRequiredService<IDoubles>());
    }

    [Fact]
    public void A_resolvers_scope_that_joined_the_operation_has_the_requests_loader()
    {
        using var services = Services();
        using var request = services.CreateScope();
        using var resolver = services.CreateScope();
        resolver.ServiceProvider.GetRequiredService<OperationScope>().Join(request.ServiceProvider.GetRequiredService<OperationScope>());
        Assert.Same(request.ServiceProvider.GetRequiredService<IDoubles>(), resolver.ServiceProvider.GetRequiredService<IDoubles>());
    }

    [Fact]
    public async Task A_loader_made_before_the_operation_started_uses_the_operations_scheduler()
    {
        using var services = Services();
        using var request = services.CreateScope();
        var loader = request.ServiceProvider.GetRequiredService<IDoubles>();
        var scheduler = new WaveScheduler();
        request.ServiceProvider.GetRequiredService<OperationScope>().Start(scheduler);
        var task = loader.LoadAsync(4);
        Assert.Equal(1, scheduler.Waiting);
        await scheduler.RunWaveAsync();
        Assert.Equal(8, await task);
    }

    [Fact]
    public void A_loader_that_is_not_registered_is_an_error_that_says_what_to_do()
    {
        using var services = Services();
        using var request = services.CreateScope();
        var scope = request.ServiceProvider.GetRequiredService<IDataLoaderScope>();
        var error = Assert.Throws<InvalidOperationException>(() => scope.GetDataLoader<IDataLoader<int, string>>());
        Assert.EndsWith("is not registered; call AddDataLoader or the module's Add method.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_options_that_the_application_registered_hold_for_every_loader()
    {
        var collection = new ServiceCollection().AddDataLoader<IDoubles, Doubles>();
        collection.AddScoped(_ => new DataLoaderOptions { MaxBatchSize = 3 });
        using var services = collection.BuildServiceProvider();
        using var request = services.CreateScope();
        var scheduler = new WaveScheduler();
        request.ServiceProvider.GetRequiredService<OperationScope>().Start(scheduler);
        _ = request.ServiceProvider.GetRequiredService<IDoubles>().LoadAsync([1, 2, 3, 4]);
        Assert.Equal(2, scheduler.Waiting);
    }

    private static ServiceProvider Services() => new ServiceCollection().AddDataLoader<IDoubles, Doubles>().BuildServiceProvider();

    private interface IDoubles : IDataLoader<int, int>;

    private sealed class Doubles(IBatchScheduler scheduler, DataLoaderOptions options) : BatchDataLoader<int, int>(scheduler, options), IDoubles
    {
        protected override Task<IReadOnlyDictionary<int, int>> LoadBatchAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<int, int>>(keys.ToDictionary(k => k, k => 2 * k));
    }
}
