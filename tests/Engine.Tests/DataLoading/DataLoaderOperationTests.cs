using GraphQLPlugins.Engine.DataLoading;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Resolvers;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.DataLoading;

/// <summary>Loaders under the executor: one batch a loader and wave, whatever the timing of the resolvers.</summary>
public class DataLoaderOperationTests
{
    private readonly List<string> _log = [];

    [Fact]
    public async Task Siblings_share_a_batch_and_each_level_is_one_more() =>
        await RunAsync("{ people { name boss { name boss { name } } } }",
            """{"data":{"people":[{"name":"p1","boss":{"name":"p2","boss":{"name":"p3"}}},{"name":"p2","boss":{"name":"p3","boss":{"name":"p4"}}},{"name":"p3","boss":{"name":"p4","boss":null}}]}}""",
            "boss 1,2,3", "boss 4");

    [Fact]
    public async Task Each_loader_has_batches_of_its_own() =>
        await RunAsync("{ first: person(id: 1) { boss { name } } people { name friends { name } } }",
            """{"data":{"first":{"boss":{"name":"p2"}},"people":[{"name":"p1","friends":[{"name":"p11"}]},{"name":"p2","friends":[{"name":"p12"}]},{"name":"p3","friends":[]}]}}""",
            "boss 1", "friends 1,2,3");

    [Fact]
    public async Task A_loader_whose_fetch_uses_another_loader_does_not_hang() =>
        await RunAsync("{ people { chief { name } } }",
            """{"data":{"people":[{"chief":{"name":"p3"}},{"chief":{"name":"p4"}},{"chief":null}]}}""",
            "chief 1,2,3", "boss 1,2,3", "boss 4");

    [Fact]
    public async Task Services_of_resolvers_and_the_context_get_the_requests_loader() =>
        await RunAsync("{ people { name viaContext { name } viaService { name } } }",
            """{"data":{"people":[{"name":"p1","viaContext":{"name":"p2"},"viaService":{"name":"p2"}},{"name":"p2","viaContext":{"name":"p3"},"viaService":{"name":"p3"}},{"name":"p3","viaContext":{"name":"p4"},"viaService":{"name":"p4"}}]}}""",
            "boss 1,2,3");

    [Fact]
    public async Task An_inline_loader_is_shared_by_the_parents_of_its_field() =>
        await RunAsync("{ people { nickname } }", """{"data":{"people":[{"nickname":"nick1"},{"nickname":"nick2"},{"nickname":"nick3"}]}}""", "nickname 1,2,3");

    [Fact]
    public async Task A_failed_batch_is_an_error_at_each_of_its_fields()
    {
        var result = await ExecuteAsync("{ people { failing } }");
        Assert.Equal(["/people[0]/failing", "/people[1]/failing", "/people[2]/failing"], result.Errors.Select(e => e.Path!.ToString()));
        Assert.Equal(["failing 1,2,3"], _log);
    }

    private async Task RunAsync(string document, string expected, params string[] batches)
    {
        await using var result = await ExecuteAsync(document);
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        result.WriteTo(output);
        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal(batches, _log);
    }

    private async Task<IOperationResult> ExecuteAsync(string document)
    {
        var services = new ServiceCollection().AddSingleton(_log).AddScoped<BossFinder>();
        services.AddDataLoader<BossByPerson>().AddDataLoader<FriendsByPerson>().AddDataLoader<ChiefByPerson>();
        return (IOperationResult)await services.AddGraphQL().AddQueryType<Query>().ExecuteRequestAsync(document);
    }

    public sealed class Query
    {
        public async Task<List<Person>> GetPeopleAsync()
        {
            await Task.Delay(5);
            return [new(1), new(2), new(3)];
        }

        public Person GetPerson(int id) => new(id);
    }

    public sealed class BossFinder(BossByPerson bosses)
    {
        public Task<Person?> FindAsync(int id) => bosses.LoadAsync(id);
    }

    public sealed record Person(int Id)
    {
        public string Name => $"p{Id}";

        public Task<Person?> GetBossAsync(BossByPerson bosses, CancellationToken ct) => bosses.LoadAsync(Id, ct);

        public async Task<Person[]?> GetFriendsAsync(FriendsByPerson friends) => await friends.LoadAsync(Id);

        public async Task<Person?> GetChiefAsync(ChiefByPerson chiefs) => await chiefs.LoadAsync(Id);

        public Task<Person?> GetViaContextAsync(IResolverContext context) => context.DataLoader<BossByPerson>().LoadAsync(Id);

        public Task<Person?> GetViaServiceAsync([Service] BossFinder finder) => finder.FindAsync(Id);

        public async Task<string?> GetNicknameAsync(IResolverContext context, [Service] List<string> log) =>
            await context.BatchDataLoader<int, string>((keys, _) =>
            {
                log.Add($"nickname {string.Join(',', keys)}");
                return Task.FromResult<IReadOnlyDictionary<int, string>>(keys.ToDictionary(k => k, k => $"nick{k}"));
            }).LoadAsync(Id);

        public async Task<string?> GetFailingAsync(IResolverContext context, [Service] List<string> log) =>
            await context.BatchDataLoader<int, string>((keys, _) =>
            {
                log.Add($"failing {string.Join(',', keys)}");
                throw new GraphQLException("No.");
            }).LoadAsync(Id);
    }

    public sealed class BossByPerson(IBatchScheduler scheduler, DataLoaderOptions options, List<string> log) : BatchDataLoader<int, Person>(scheduler, options)
    {
        protected override async Task<IReadOnlyDictionary<int, Person>> LoadBatchAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken)
        {
            log.Add($"boss {string.Join(',', keys)}");
            await Task.Delay(5, cancellationToken);
            return keys.Where(k => k < 4).ToDictionary(k => k, k => new Person(k + 1));
        }
    }

    public sealed class FriendsByPerson(IBatchScheduler scheduler, DataLoaderOptions options, List<string> log) : GroupedDataLoader<int, Person>(scheduler, options)
    {
        protected override Task<ILookup<int, Person>> LoadGroupedBatchAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken)
        {
            log.Add($"friends {string.Join(',', keys)}");
            return Task.FromResult(keys.Where(k => k < 3).ToLookup(k => k, k => new Person(k + 10)));
        }
    }

    /// <summary>The boss of the boss, by way of the other loader.</summary>
    public sealed class ChiefByPerson(IBatchScheduler scheduler, DataLoaderOptions options, List<string> log, BossByPerson bosses)
        : BatchDataLoader<int, Person>(scheduler, options)
    {
        protected override async Task<IReadOnlyDictionary<int, Person>> LoadBatchAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken)
        {
            log.Add($"chief {string.Join(',', keys)}");
            var found = new Dictionary<int, Person>();
            var direct = await bosses.LoadAsync(keys, cancellationToken);
            var chiefs = await bosses.LoadAsync([.. direct.Select(b => b!.Id)], cancellationToken);
            for (var i = 0; i < keys.Count; i++)
            {
                if (chiefs[i] is { } chief) found.Add(keys[i], chief);
            }
            return found;
        }
    }
}
