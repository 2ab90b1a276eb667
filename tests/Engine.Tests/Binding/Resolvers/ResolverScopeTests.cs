using System.Security.Claims;
using GraphQLPlugins.Engine.DataLoading;
using GraphQLPlugins.Engine.Resolvers;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.Binding.Resolvers;

/// <summary>A service scope is opened for a resolver only when it takes services.</summary>
public class ResolverScopeTests
{
    [Theory]
    [InlineData("plain", false)]
    [InlineData("cancellable", false)]
    [InlineData("stateful", false)]
    [InlineData("loaded", false)]
    [InlineData("selective", false)]
    [InlineData("served", true)]
    [InlineData("annotated", true)]
    [InlineData("contextual", true)]
    public async Task Only_parameters_that_come_from_services_need_a_scope(string field, bool needsScope)
    {
        var services = new ServiceCollection().AddScoped<Store>().AddDataLoader<Loader>();
        var schema = await services.AddGraphQL().AddQueryType<Query>().BuildSchemaAsync();
        Assert.Equal(needsScope, schema.QueryType.FindField(field)!.Resolver.NeedsScope);
    }

    public sealed class Store;

    public sealed class Loader(DataLoaderOptions options) : CacheDataLoader<int, string>(options)
    {
        protected override Task<string> LoadSingleAsync(int key, CancellationToken cancellationToken) => Task.FromResult($"{key}");
    }

    public sealed class Query
    {
        public Task<int> GetPlain(int a) => Task.FromResult(a);

        public Task<int> GetCancellable(CancellationToken ct) => Task.FromResult(ct.CanBeCanceled ? 1 : 0);

        public Task<string?> GetStateful([GlobalState] string? user, ClaimsPrincipal principal) => Task.FromResult(user ?? principal.Identity?.Name);

        public Task<string?> GetLoaded(int id, Loader loader, CancellationToken ct) => loader.LoadAsync(id, ct);

        public Task<bool> GetSelective([Types.IsSelected("a")] bool a) => Task.FromResult(a);

        public Task<bool> GetServed(Store store) => Task.FromResult(store is not null);

        public Task<bool> GetAnnotated([Service] Store store) => Task.FromResult(store is not null);

        public Task<int> GetContextual(IResolverContext context) => Task.FromResult(context.Path.Length);
    }
}
