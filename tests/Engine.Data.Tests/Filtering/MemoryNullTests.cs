using GraphQLPlugins.Engine.Data.Filters;
using GraphQLPlugins.Engine.Data.Sorting;
using GraphQLPlugins.Engine.Data.Tests.Sample;
using GraphQLPlugins.Engine.Types;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Data.Tests.Filtering;

/// <summary>In memory, a member of null is null, also where a class promises that there is something.</summary>
public sealed class MemoryNullTests
{
    public sealed record Author(string Name, int Born);

    public sealed record Book(int Id, string Title, Author? Author);

    public sealed class BookFilterType : FilterInputType<Book>
    {
        protected override void Configure(IFilterInputTypeDescriptor<Book> descriptor)
        {
            descriptor.BindFieldsExplicitly().Field(b => b.Title);
            descriptor.Field(b => b.Author!.Name).Name("author");
            descriptor.Field(b => b.Author!.Born).Name("born");
            descriptor.Field(b => b.Title.ToUpper()).Name("loud");
            descriptor.Field(b => b.Author == null ? "nobody" : b.Author.Name).Name("writer");
        }
    }

    public sealed class BookSortType : SortInputType<Book>
    {
        protected override void Configure(ISortInputTypeDescriptor<Book> descriptor)
        {
            descriptor.BindFieldsExplicitly().Field(b => b.Author!.Name.ToUpper()).Name("author");
            descriptor.Field(b => b.Author!.Born).Name("born");
        }
    }

    [QueryType]
    public static class Library
    {
        [UseFiltering<BookFilterType>]
        [UseSorting<BookSortType>]
        public static IEnumerable<Book> GetBooks() => [new(1, "Emma", new("Jane", 1775)), new(2, null!, new("anna", 1820)), new(3, "Ulysses", null), new(4, "Dune", new(null!, 1920))];

        [UseFiltering]
        public static List<int?> GetNumbers() => [1, null, 3];
    }

    [Theory]
    [InlineData("where:{title:{startsWith:\"E\"}}", "1")]
    [InlineData("where:{title:{nstartsWith:\"E\"}}", "2,3,4")]
    [InlineData("where:{title:{icontains:\"U\"}}", "3,4")]
    [InlineData("where:{author:{eq:\"Jane\"}}", "1")]
    [InlineData("where:{author:{neq:\"Jane\"}}", "2,3,4")]
    [InlineData("where:{author:{ncontains:\"nn\"}}", "1,3,4")]
    [InlineData("where:{born:{gt:1800}}", "2,4")]
    [InlineData("where:{born:{in:[1775,1820]}}", "1,2")]
    [InlineData("where:{loud:{eq:\"DUNE\"}}", "4")]
    [InlineData("where:{writer:{eq:\"nobody\"}}", "3")]
    [InlineData("order:{author:ASC}", "3,4,2,1")]
    [InlineData("order:{born:DESC}", "4,2,1,3")]
    public async Task Nothing_is_looked_into_that_is_not_there(string arguments, string ids)
    {
        await using var graph = Graph.Of(g => g.AddQueryType().AddTypes(typeof(Library)).AddExtendedFiltering());
        var books = (await graph.DataAsync("{ books(" + arguments + ") { id } }")).GetProperty("books");
        Assert.Equal(ids, string.Join(',', books.EnumerateArray().Select(b => b.GetProperty("id").GetInt32())));
    }

    [Theory]
    [InlineData("{eq:null}", "[null]")]
    [InlineData("{neq:1}", "[null,3]")]
    [InlineData("{in:[1,null]}", "[1,null]")]
    [InlineData("{nin:[1,null]}", "[3]")]
    [InlineData("{gt:0}", "[1,3]")]
    [InlineData("{ngt:1}", "[1,null]")]
    public async Task Null_is_an_item_of_a_list_that_may_have_it(string where, string numbers)
    {
        await using var graph = Graph.Of(g => g.AddQueryType().AddTypes(typeof(Library)));
        Assert.Equal(numbers, (await graph.DataAsync("{ numbers(where:" + where + ") }")).GetProperty("numbers").GetRawText());
    }
}
