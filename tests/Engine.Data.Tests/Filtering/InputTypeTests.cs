using GraphQLPlugins.Engine.Authorization;
using GraphQLPlugins.Engine.Data.Filters;
using GraphQLPlugins.Engine.Data.Sorting;
using GraphQLPlugins.Engine.Data.Tests.Sample;
using GraphQLPlugins.Engine.Types;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Data.Tests.Filtering;

public sealed class InputTypeTests
{
    public sealed record Book(int Id, string Title, string First, string Last, [property: GraphQLIgnore] string Hidden);

    public sealed record Diary(int Id, [property: Authorize] string Secret);

    public sealed class BookFilterType : FilterInputType<Book>
    {
        protected override void Configure(IFilterInputTypeDescriptor<Book> descriptor)
        {
            descriptor.BindFieldsExplicitly().AllowOr(false);
            descriptor.Field(b => b.Title);
            descriptor.Field(b => b.First + " " + b.Last).Name("author");
        }
    }

    public sealed class BookSortType : SortInputType<Book>
    {
        protected override void Configure(ISortInputTypeDescriptor<Book> descriptor)
        {
            descriptor.Ignore(b => b.Id);
            descriptor.Field(b => b.Last + b.First).Name("author");
        }
    }

    [QueryType]
    public static class Library
    {
        private static readonly Book[] All = [new(1, "B", "Ann", "Zed", "h"), new(2, "A", "Bob", "Young", "h")];

        [UseFiltering]
        [UseSorting]
        public static IEnumerable<Book> GetBooks() => All;

        [UseFiltering<BookFilterType>]
        [UseSorting<BookSortType>]
        public static IEnumerable<Book> GetShelf() => All;
    }

    [Fact]
    public async Task Inputs_made_by_hand_have_what_they_say()
    {
        await using var graph = Graph.Of(g => g.AddQueryType().AddTypes(typeof(Library)));
        Assert.Equal(["and", "title", "author"], Fields(graph, "BookFilter"));
        Assert.Equal(["author", "title", "first", "last"], Fields(graph, "BookSort"));
        Assert.Equal(
            """{"data":{"shelf":[{"id":2},{"id":1}],"one":[{"id":1}]}}""",
            await graph.RunAsync("""{ shelf(order:{author:ASC}) { id } one: shelf(where:{author:{startsWith:"Ann Z"}}) { id } }"""));
    }

    [Fact]
    public async Task What_clients_may_not_read_they_cannot_find_out_by_filtering()
    {
        await using var graph = Graph.Of(g => g.AddQueryType().AddTypes(typeof(Library)));
        Assert.Equal(["and", "or", "id", "title", "first", "last"], Fields(graph, "BookFilterInput"));
        Assert.Equal(["id", "title", "first", "last"], Fields(graph, "BookSortInput"));
        Assert.Equal(["Id"], Data.Fields.DataMembers.Of(typeof(Diary)).Select(p => p.Name));
    }

    private static IEnumerable<string> Fields(Graph graph, string input) => ((TypeSystem.InputObjectType)graph.Schema.FindType(input)!).Fields.Select(f => f.Name);
}
