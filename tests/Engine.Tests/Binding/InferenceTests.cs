using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.Binding;

public sealed class InferenceTests
{
    [Fact]
    public async Task Members_become_fields_with_the_nullability_that_csharp_gives_them()
    {
        var schema = await new ServiceCollection().AddGraphQL().AddQueryType<Library>().BuildSchemaAsync();

        Assert.Equal(
            [
                "shelfKind: Shelf!", "find(title: String!, limit: Int! = 5): [Book!]!",
                "any: Any", "books: [Book]", "counts: [KeyValuePairOfStringAndInt32!]!", "openedAt: DateTime",
            ],
            Describe(schema.QueryType));
        Assert.Equal(["title: String!", "subtitle: String", "pages: Int!", "shelf: Shelf"], Describe((ObjectType)schema.FindType("Book")!));
        Assert.Equal(["TOP_SHELF", "AB", "URL"], ((EnumType)schema.FindType("Shelf")!).Values.Select(v => v.Name));
        Assert.Equal(["key: String!", "value: Int!"], Describe((ObjectType)schema.FindType("KeyValuePairOfStringAndInt32")!));
    }

    private static IEnumerable<string> Describe(ObjectType type) => type.Fields.Select(f =>
        f.Name + (f.Arguments.Count == 0 ? "" : $"({string.Join(", ", f.Arguments.Select(a => $"{a.Name}: {a.Type}{(a.DefaultValue is null ? "" : $" = {a.DefaultValue.Value}")}"))})")
        + $": {f.Type}");

    public sealed class Library
    {
        [GraphQLType<AnyType>] public object Any => 1;
        public List<Book?>? Books => null;
        public Dictionary<string, int> Counts => [];
        public DateTime? OpenedAt => null;
        public object Hidden => 1;
        public Shelf GetShelfKind() => Shelf.AB;
        public Task DoAsync() => Task.CompletedTask;
        public Task<IReadOnlyList<Book>> FindAsync(string title, CancellationToken ct, int limit = 5) => Task.FromResult<IReadOnlyList<Book>>([]);
    }

    public sealed record Book(string Title, string? Subtitle, int Pages, Shelf? Shelf);

    public enum Shelf
    {
        TopShelf,
        AB,
        URL,
    }
}
