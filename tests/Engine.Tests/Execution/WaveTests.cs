using System.Collections.Concurrent;
using GraphQLPlugins.Engine.DataLoading;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.TypeSystem.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.Execution;

/// <summary>How resolvers and loaders are scheduled: waves without timers, whatever the timing of their parts.</summary>
public sealed class WaveTests
{
    private sealed record Person(int Id);

    private sealed class Batches
    {
        public ConcurrentQueue<string> Log { get; } = new();
    }

    private sealed class NameLoader(Batches batches, IBatchScheduler scheduler, DataLoaderOptions options) : BatchDataLoader<int, string>(scheduler, options)
    {
        protected override async Task<IReadOnlyDictionary<int, string>> LoadBatchAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken)
        {
            await Task.Delay(keys.Count % 3, cancellationToken);
            batches.Log.Enqueue($"names {string.Join(",", keys.Order())}");
            return keys.ToDictionary(k => k, k => $"n{k}");
        }
    }

    private sealed class FriendLoader(Batches batches, IBatchScheduler scheduler, DataLoaderOptions options) : BatchDataLoader<int, Person>(scheduler, options)
    {
        protected override Task<IReadOnlyDictionary<int, Person>> LoadBatchAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken)
        {
            batches.Log.Enqueue($"friends {string.Join(",", keys.Order())}");
            return Task.FromResult<IReadOnlyDictionary<int, Person>>(keys.ToDictionary(k => k, k => new Person(k + 10)));
        }
    }

    private sealed class NestedLoader(Batches batches, NameLoader names, IBatchScheduler scheduler, DataLoaderOptions options)
        : BatchDataLoader<int, string>(scheduler, options)
    {
        protected override async Task<IReadOnlyDictionary<int, string>> LoadBatchAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken)
        {
            var loaded = await names.LoadAsync([.. keys], cancellationToken);
            batches.Log.Enqueue($"nested {string.Join(",", keys.Order())}");
            return keys.Zip(loaded).ToDictionary(p => p.First, p => $"<{p.Second}>");
        }
    }

    private static (TestSchema Schema, Batches Batches) Schema()
    {
        var schema = new TestSchema("""
            type Query { people(count: Int!): [Person!]! person(id: Int!): Person }
            type Person { id: Int! name: String friend: Person lateFriend: Person nested: String friendName: String }
            """)
            .Getters<Person>()
            .Pure("Query.people", c => Enumerable.Range(1, c.ArgumentValue<int>("count")).Select(i => new Person(i)).ToArray())
            .Async("Query.person", async c =>
            {
                await Task.Yield();
                return new Person(c.ArgumentValue<int>("id"));
            })
            .Async("Person.name", async c => await c.Service<NameLoader>().LoadAsync(c.Parent<Person>().Id))
            .Async("Person.friend", async c => await c.Service<FriendLoader>().LoadAsync(c.Parent<Person>().Id))
            .Async("Person.lateFriend", async c =>
            {
                await Task.Delay(c.Parent<Person>().Id);
                return new Person(c.Parent<Person>().Id + 10);
            })
            .Async("Person.nested", async c => await c.Service<NestedLoader>().LoadAsync(c.Parent<Person>().Id))
            .Async("Person.friendName", async c =>
            {
                var friend = await c.Service<FriendLoader>().LoadAsync(c.Parent<Person>().Id);
                return await c.Service<NameLoader>().LoadAsync(friend!.Id);
            });
        var batches = new Batches();
        schema.Services.AddSingleton(batches).AddDataLoader<NameLoader>().AddDataLoader<FriendLoader>().AddDataLoader<NestedLoader>();
        return (schema, batches);
    }

    [Fact]
    public async Task One_wave_is_one_batch_a_loader()
    {
        var (schema, batches) = Schema();
        Assert.Equal(
            """{"data":{"people":[{"name":"n1","friend":{"name":"n11"}},{"name":"n2","friend":{"name":"n12"}}]}}""",
            await schema.RunAsync("{ people(count: 2) { name friend { name } } }"));
        Assert.Equal(["friends 1,2", "names 1,2", "names 11,12"], batches.Log.Order());
    }

    [Fact]
    public async Task Keys_that_a_resolver_loads_after_another_batch_go_into_the_next_wave_together()
    {
        var (schema, batches) = Schema();
        Assert.Equal(
            """{"data":{"people":[{"friendName":"n11","friend":{"friend":{"name":"n21"},"name":"n11"}},{"friendName":"n12","friend":{"friend":{"name":"n22"},"name":"n12"}}]}}""",
            await schema.RunAsync("{ people(count: 2) { friendName friend { friend { name } name } } }"));
        Assert.Equal(["friends 1,2", "friends 11,12", "names 11,12", "names 21,22"], batches.Log.Order());
    }

    [Fact]
    public async Task Batches_do_not_depend_on_which_loader_is_faster()
    {
        for (var run = 0; run < 20; run++)
        {
            var (schema, batches) = Schema();
            // names (slow) and friends (at once) are one wave; names of friends wait for both.
            await schema.RunAsync("{ people(count: 5) { name friend { name friend { name } } } }");
            Assert.Equal(["friends 1,2,3,4,5", "friends 11,12,13,14,15", "names 1,2,3,4,5", "names 11,12,13,14,15", "names 21,22,23,24,25"], batches.Log.Order());
        }
    }

    [Fact]
    public async Task A_loader_may_use_another_one()
    {
        var (schema, batches) = Schema();
        Assert.Equal("""{"data":{"people":[{"nested":"<n1>"},{"nested":"<n2>"}]}}""", await schema.RunAsync("{ people(count: 2) { nested } }"));
        Assert.Equal(["names 1,2", "nested 1,2"], batches.Log);
    }

    [Fact]
    public async Task Resolvers_that_finish_at_different_times_are_all_awaited()
    {
        var (schema, _) = Schema();
        Assert.Equal(
            """{"data":{"people":[{"lateFriend":{"id":11,"name":"n11"}},{"lateFriend":{"id":12,"name":"n12"}},{"lateFriend":{"id":13,"name":"n13"}}]}}""",
            await schema.RunAsync("{ people(count: 3) { lateFriend { id name } } }"));
    }

    [Fact]
    public async Task Many_requests_at_once_do_not_mix()
    {
        var (schema, batches) = Schema();
        var executor = schema.Build();
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i =>
            Task.Run(() => TestSchema.RunAsync(executor, "query($i: Int!) { person(id: $i) { id name friend { name } lateFriend { id } } }", $$"""{"i":{{i % 7}}}"""))));
        for (var i = 0; i < 200; i++)
        {
            var id = i % 7;
            Assert.Equal("{\"data\":{\"person\":{\"id\":" + id + ",\"name\":\"n" + id + "\",\"friend\":{\"name\":\"n" + (id + 10) + "\"},\"lateFriend\":{\"id\":" + (id + 10) + "}}}}", answers[i]);
        }
        Assert.Equal(600, batches.Log.Count);
    }

    [Fact]
    public async Task Serial_fields_of_an_operation_never_overlap()
    {
        var running = 0;
        var most = 0;
        async ValueTask<object?> Resolve()
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(2);
            Interlocked.Decrement(ref running);
            return 1;
        }
        var schema = new TestSchema("type Query { a: Int b: Int c: Int next: Query }")
            .Async("Query.a", _ => Resolve(), ResolverStrategy.Serial).Async("Query.b", _ => Resolve(), ResolverStrategy.Serial)
            .Async("Query.c", _ => Resolve(), ResolverStrategy.Serial).Pure("Query.next", _ => new object());
        Assert.Equal("""{"data":{"a":1,"b":1,"next":{"c":1,"a":1},"c":1}}""", await schema.RunAsync("{ a b next { c a } c }"));
        Assert.Equal(1, most);
    }
}
