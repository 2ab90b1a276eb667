using System.Collections.Immutable;
using GraphQLPlugins.Engine.Execution;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.Execution;

/// <summary>Spec 6.4.3 Value Completion: lists of every CLR form.</summary>
public sealed class ListTests
{
    private sealed record Item(int Id);

    private static TestSchema Schema(Func<object?> value, string type = "[Int]") =>
        new TestSchema($"type Query {{ list: {type} }} type Item {{ id: Int! late: Int }}")
            .Getters<Item>()
            .Async("Item.late", c => new ValueTask<object?>(c.Parent<Item>().Id))
            .Async("Query.list", _ => new ValueTask<object?>(value()));

    public static TheoryData<string> Forms => ["int[]", "List<int>", "List<int?>", "IEnumerable", "iterator", "ImmutableArray", "HashSet", "LinkedList", "object[]", "IQueryable", "IAsyncEnumerable"];

    private static object Form(string name) => name switch
    {
        "int[]" => new[] { 1, 2 },
        "List<int>" => new List<int> { 1, 2 },
        "List<int?>" => new List<int?> { 1, 2 },
        "IEnumerable" => Enumerable.Range(1, 2),
        "iterator" => Iterate(),
        "ImmutableArray" => ImmutableArray.Create(1, 2),
        "HashSet" => new HashSet<int> { 1, 2 },
        "LinkedList" => new LinkedList<int>([1, 2]),
        "object[]" => new object[] { 1, 2 },
        "IQueryable" => new List<int> { 1, 2 }.AsQueryable(),
        _ => IterateAsync(),
    };

    private static IEnumerable<int> Iterate()
    {
        yield return 1;
        yield return 2;
    }

    private static async IAsyncEnumerable<int> IterateAsync()
    {
        yield return 1;
        await Task.Yield();
        yield return 2;
    }

    [Theory, MemberData(nameof(Forms))]
    public async Task Every_form_of_list_is_written(string form) => Assert.Equal("""{"data":{"list":[1,2]}}""", await Schema(() => Form(form)).RunAsync("{ list }"));

    [Fact]
    public async Task Lists_of_lists_and_empty_lists_are_written() => Assert.Equal(
        """{"data":{"list":[[[1],[]],[],null,[null]]}}""",
        await Schema(() => new object?[] { new List<List<int>> { new() { 1 }, new() }, Array.Empty<List<int>>(), null, new List<List<int>?> { null } }, "[[[Int]]]").RunAsync("{ list }"));

    [Fact]
    public async Task Items_may_have_something_to_await() => Assert.Equal(
        """{"data":{"list":[[{"late":1}],[{"late":2},null]]}}""",
        await Schema(() => new List<Item?[]> { new[] { new Item(1) }, new[] { new Item(2), null } }, "[[Item]]").RunAsync("{ list { late } }"));

    [Fact]
    public async Task A_sequence_that_throws_fails_the_list() => Assert.Equal(
        """{"errors":[{"message":"broken","locations":[{"line":1,"column":3}],"path":["list"]}],"data":{"list":null}}""",
        await Schema(Broken).RunAsync("{ list }"));

    [Fact]
    public async Task An_asynchronous_sequence_that_throws_fails_the_list() => Assert.Equal(
        """{"errors":[{"message":"broken","locations":[{"line":1,"column":3}],"path":["list"]}],"data":{"list":null}}""",
        await Schema(BrokenAsync).RunAsync("{ list }"));

    [Fact]
    public async Task A_text_is_no_list() => Assert.Equal(
        """{"errors":[{"message":"The type `String` is not supported as the value of a list field.","locations":[{"line":1,"column":3}],"path":["list"],"extensions":{"code":"EXEC_LIST_TYPE_NOT_SUPPORTED"}}],"data":{"list":null}}""",
        await Schema(() => "text", "[String]").RunAsync("{ list }"));

    [Fact]
    public async Task Queries_are_run_by_the_executor_that_knows_their_provider()
    {
        var schema = Schema(() => new List<int> { 3 }.AsQueryable());
        schema.Services.AddSingleton<IQueryableExecutor>(new Never()).AddSingleton<IQueryableExecutor>(new Doubling());
        Assert.Equal("""{"data":{"list":[6]}}""", await schema.RunAsync("{ list }"));
    }

    private static IEnumerable<int> Broken()
    {
        yield return 1;
        throw new GraphQLException("broken");
    }

    private static async IAsyncEnumerable<int> BrokenAsync()
    {
        yield return 1;
        await Task.Yield();
        throw new GraphQLException("broken");
    }

    private sealed class Never : IQueryableExecutor
    {
        public bool CanExecute(IQueryable query) => false;
        public ValueTask<object?> ToListAsync(IQueryable query, CancellationToken cancellationToken) => throw new InvalidOperationException();
    }

    private sealed class Doubling : IQueryableExecutor
    {
        public bool CanExecute(IQueryable query) => query is IQueryable<int>;

        public async ValueTask<object?> ToListAsync(IQueryable query, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return ((IQueryable<int>)query).Select(i => i * 2).ToList();
        }
    }
}
