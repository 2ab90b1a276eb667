using GraphQLPlugins.Engine.Binding.Naming;
using GraphQLPlugins.Engine.Types;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.Binding;

public sealed class NamingTests
{
    private static readonly NamingConventions Naming = new(new SchemaOptions());

    [Theory]
    [InlineData("Name", "name")]
    [InlineData("ID", "id")]
    [InlineData("FOOBar", "fooBar")]
    [InlineData("FOO1Ar", "foo1Ar")]
    [InlineData("URLPath", "urlPath")]
    [InlineData("IPAddress", "ipAddress")]
    [InlineData("already", "already")]
    [InlineData("_Private", "_Private")]
    public void A_field_name_starts_with_a_small_word(string clr, string graphQL) => Assert.Equal(graphQL, Naming.FormatFieldName(clr));

    [Theory]
    [InlineData("NonFiction", "NON_FICTION")]
    [InlineData("FooBAR", "FOO_BAR")]
    [InlineData("ABTest", "AB_TEST")]
    [InlineData("Foo1Bar", "FOO1_BAR")]
    [InlineData("Foo_Bar", "FOO_BAR")]
    [InlineData("a", "A")]
    [InlineData("URL", "URL")]
    public void An_enum_value_is_written_in_capitals(string clr, string graphQL) => Assert.Equal(graphQL, NamingConventions.FormatEnumValue(clr));

    [Fact]
    public async Task A_method_loses_its_verb_and_an_asynchronous_one_its_suffix()
    {
        var sdl = await Graph.SdlAsync(b => b.AddQueryType<Methods>(), "Methods");

        Assert.Equal(
            """
            type Methods {
              all: Int!
              get: Int!
              loadAsync: Int!
              load2: Int!
              renamed(other: Int!): Int!
              value: Int!
            }
            """, sdl);
    }

    [Fact]
    public async Task Types_are_named_after_their_classes_and_inputs_end_with_input()
    {
        var sdl = await Graph.SdlAsync(b => b.AddQueryType<Shapes>(), "Shapes", "BoxOfInt32AndString", "BookInput", "PageInput", "PatchInput", "TitleBox");

        Assert.Equal(
            """
            type BoxOfInt32AndString {
              first: Int!
              second: String!
            }

            type Shapes {
              box(book: BookInput!, page: PageInput!, patch: PatchInput!): BoxOfInt32AndString!
              title: TitleBox!
            }

            type TitleBox {
              inner: Title!
            }

            input BookInput {
              name: String!
            }

            input PageInput {
              name: String!
            }

            input PatchInput {
              name: String!
            }
            """.Replace(", ", " "), sdl);
    }

    [Fact]
    public async Task Two_classes_of_one_name_are_refused()
    {
        var errors = await Graph.ErrorsAsync(b => b.AddQueryType<Clash>());

        var error = Assert.Single(errors);
        Assert.Equal("HC0065", error.Code);
        Assert.Equal(
            "Clash.second: The name Thing of the CLR type GraphQLPlugins.Engine.Tests.Binding.NamingTests+Clash+B+Thing is already taken by the CLR type "
            + "GraphQLPlugins.Engine.Tests.Binding.NamingTests+Clash+A+Thing; rename one with [GraphQLName].", error.Message);
    }

    public sealed class Methods
    {
        public int Value => 1;
        public Task<int> GetAllAsync() => Task.FromResult(1);
        public int Get() => 1;
        public int LoadAsync() => 1;
        public ValueTask<int> Load2Async() => new(1);
        [GraphQLName("renamed")] public int Other([GraphQLName("other")] int x) => x;
    }

    public sealed class Shapes
    {
        public Box<int, string> GetBox(Book book, PageInput page, PatchInputType patch) => new(1, "");
        public Box<Title> Title => new(new Title(""));
    }

    public sealed record Box<T1, T2>(T1 First, T2 Second);

    [GraphQLName("{0}Box")]
    public sealed record Box<T>(T Inner);

    public sealed record Title(string Text);

    public sealed record Book(string Name);

    public sealed record PageInput(string Name);

    public sealed record PatchInputType(string Name);

    public sealed class Clash
    {
        public A.Thing First => new(1);
        public B.Thing Second => new(1);

        public static class A
        {
            public sealed record Thing(int Id);
        }

        public static class B
        {
            public sealed record Thing(int Id);
        }
    }
}
