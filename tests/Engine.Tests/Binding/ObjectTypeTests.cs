using GraphQLPlugins.Engine.Types;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.Binding;

public sealed partial class ObjectTypeTests
{
    [Fact]
    public async Task Resolver_classes_come_before_the_properties_and_may_replace_them()
    {
        var sdl = await Graph.SdlAsync(b => b.AddQueryType<Query>().AddTypes(typeof(BookNode)), "Book");

        Assert.Equal(
            """
            "A book."
            type Book {
              stars(max: Int! = 5): Int!
              authorName: String!
              title: String!
              pages: Int
            }
            """, sdl);
    }

    [Fact]
    public async Task Extensions_append_fields_and_take_some_away()
    {
        var sdl = await Graph.SdlAsync(b => b.AddQueryType<Query>().AddTypes(typeof(BookExtension)), "Book");

        Assert.Equal(
            """
            type Book {
              id: Int!
              title: String!
              authorId: Int!
              shelf: String!
            }
            """, sdl);
    }

    [Fact]
    public async Task Resolvers_see_parent_arguments_services_and_state()
    {
        var json = await Graph.AskAsync(b =>
        {
            b.AddQueryType<Query>().AddTypes(typeof(BookNode), typeof(StateQueries));
            b.Services.AddSingleton(new Shelves("A1"));
        }, "{ book { title stars authorName } state(n: 2) }", request: r => r.SetGlobalState("tenant", "north"));

        Assert.Equal("""{"data":{"book":{"title":"Emma","stars":5,"authorName":"author 7"},"state":"A1 north 2 none"}}""", json);
    }

    [Fact]
    public async Task Descriptors_rename_ignore_and_add()
    {
        var sdl = await Graph.SdlAsync(b => b.AddQueryType<Query>().AddObjectType<Book>(d =>
        {
            d.Name("Volume").Description("Bound.");
            d.Field(x => x.Title).Name("name").Description("On the spine.").Deprecated("use title");
            d.Field("length").Type<NonNullType<IntType>>().Argument("unit", a => a.Type<StringType>().DefaultValue("page")).Resolve(_ => 3);
            d.Ignore(x => x.Pages);
        }), "Query", "Volume");

        Assert.Equal(
            """
            type Query {
              book: Volume!
            }

            "Bound."
            type Volume {
              "On the spine."
              name: String! @deprecated(reason: "use title")
              length(unit: String = "page"): Int!
              id: Int!
              authorId: Int!
            }
            """, sdl);
    }

    [Fact]
    public async Task Schema_type_classes_and_root_members_are_found()
    {
        var sdl = await Graph.SdlAsync(b => b.AddTypes(typeof(BookType), typeof(Loose)), "Query", "Tome");

        Assert.Equal(
            """
            type Query {
              single: Tome!
            }

            type Tome {
              title: String!
            }
            """, sdl);
    }

    [Fact]
    public async Task Interfaces_and_unions_gather_the_types_that_fit()
    {
        var sdl = await Graph.SdlAsync(b => b.AddQueryType<Zoo>().AddTypes(typeof(Cat), typeof(Dog)), "IAnimal", "Cat", "Dog", "Pet");
        var json = await Graph.AskAsync(b => b.AddQueryType<Zoo>().AddTypes(typeof(Cat), typeof(Dog)),
            "{ animals { __typename name ... on Dog { loud } } pets { __typename } }");

        Assert.Equal(
            """
            interface IAnimal {
              name: String!
            }

            type Cat implements IAnimal {
              name: String!
            }

            type Dog implements IAnimal {
              name: String!
              loud: Boolean!
            }

            union Pet = Cat | Dog
            """, sdl);
        Assert.Equal("""{"data":{"animals":[{"__typename":"Cat","name":"Tom"},{"__typename":"Dog","name":"Rex","loud":true}],"pets":[{"__typename":"Dog"}]}}""", json);
    }

    [Fact]
    public async Task Plain_members_are_getters_and_only_services_make_a_resolver_asynchronous()
    {
        var schema = await Graph.SchemaAsync(b =>
        {
            b.AddQueryType<Query>().AddTypes(typeof(BookNode), typeof(StateQueries));
            b.Services.AddSingleton(new Shelves("A1"));
        });
        var book = (Engine.TypeSystem.ObjectType)schema.FindType("Book")!;

        var title = book.FindField("title")!.Resolver;
        Assert.Equal(Engine.Execution.ResolverKind.Getter, title.Kind);
        Assert.IsType<Func<Book, string>>(title.Getter);
        Assert.Equal(Engine.Execution.ResolverKind.Pure, book.FindField("stars")!.Resolver.Kind);
        Assert.Equal(Engine.Execution.ResolverKind.Async, book.FindField("authorName")!.Resolver.Kind);
        Assert.Equal(Engine.Execution.ResolverKind.Pure, schema.QueryType.FindField("book")!.Resolver.Kind);
        Assert.Equal(Engine.Execution.ResolverKind.Async, schema.QueryType.FindField("state")!.Resolver.Kind);
    }

    [Fact]
    public async Task A_resolver_of_a_foreign_class_that_needs_services_is_made_by_the_container()
    {
        var json = await Graph.AskAsync(b =>
        {
            b.AddQueryType().AddTypeExtension<ShelfQueries>();
            b.Services.AddSingleton(new Shelves("B2"));
        }, "{ shelf }");

        Assert.Equal("""{"data":{"shelf":"B2"}}""", json);
    }

    [Fact]
    public async Task What_cannot_be_a_field_is_left_out()
    {
        var sdl = await Graph.SdlAsync(b => b.AddQueryType<Odd>(), "Odd");

        Assert.Equal("type Odd {\n  good: Int!\n}", sdl);
    }

    public sealed class Query
    {
        public Book Book => new() { Id = 1, Title = "Emma", AuthorId = 7 };
    }

    public sealed class Book
    {
        public int Id { get; set; }
        public required string Title { get; set; }
        public int? Pages { get; set; }
        public int AuthorId { get; set; }
    }

    public sealed record Shelves(string Name);

    [ObjectType<Book>]
    public static partial class BookNode
    {
        static partial void Configure(IObjectTypeDescriptor<Book> descriptor);

        static partial void Configure(IObjectTypeDescriptor<Book> descriptor)
        {
            descriptor.Description("A book.");
            descriptor.Ignore(b => b.Id);
        }

        public static int GetStars([Parent] Book book, int max = 5) => Math.Min(book.AuthorId, max);

        [BindMember(nameof(Book.AuthorId))]
        public static async Task<string> GetAuthorNameAsync([Parent] Book book, CancellationToken ct)
        {
            await Task.Yield();
            ct.ThrowIfCancellationRequested();
            return $"author {book.AuthorId}";
        }
    }

    [ExtendObjectType<Book>(IgnoreProperties = [nameof(Book.Pages)])]
    public sealed class BookExtension
    {
        public string GetShelf([Parent] Book book) => $"shelf {book.Id}";
    }

    [QueryType]
    public static class StateQueries
    {
        public static string GetState(int n, Shelves shelves, [GlobalState("tenant")] string tenant, [ScopedState] string? missing) =>
            $"{shelves.Name} {tenant} {n} {missing ?? "none"}";
    }

    [ExtendObjectType("Query")]
    public sealed class ShelfQueries(Shelves shelves)
    {
        public string Shelf => shelves.Name;
    }

    public sealed class BookType : ObjectType<Book>
    {
        protected override void Configure(IObjectTypeDescriptor<Book> descriptor)
        {
            descriptor.Name("Tome").BindFieldsExplicitly();
            descriptor.Field(b => b.Title);
        }
    }

    public static class Loose
    {
        [Query]
        public static Book GetSingle() => new() { Title = "x" };
    }

    public sealed class Zoo
    {
        public IReadOnlyList<IAnimal> Animals => [new Cat("Tom"), new Dog("Rex", true)];
        public IReadOnlyList<IPet> Pets => [new Dog("Rex", false)];
    }

    public interface IAnimal
    {
        string Name { get; }
    }

    [UnionType("Pet")]
    public interface IPet;

    public sealed record Cat(string Name) : IAnimal, IPet;

    public sealed record Dog(string Name, bool Loud) : IAnimal, IPet;

    public sealed class Odd
    {
        public int Good => 1;
        public object Anything => 1;
        public Func<int> Delegate => () => 1;
        public Type Type => typeof(int);
        public int this[int i] => i;
        public int WriteOnly { set => _ = value; }
        [GraphQLIgnore] public int Ignored => 1;
        public void Nothing() => _ = Good;
        public Task NothingAsync() => Task.CompletedTask;
        public T Open<T>() => default!;
        public bool TryGet(out int value) => (value = 1) == 1;
        public override string ToString() => "";
    }
}
