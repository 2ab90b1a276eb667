using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Tests.TypeSystem;

/// <summary>Spec 3, type system definition language: the form that clients of HotChocolate have in their snapshots.</summary>
public sealed class SdlPrinterTests
{
    private const string Sdl =
        """"
        "The \"whole\" thing."
        schema @tag(name: "s") {
          query: Query
          subscription: Sub
        }

        interface A {
          id: ID!
        }

        interface B implements A {
          id: ID!
        }

        type Query implements A & B @tag(name: "t") {
          """
          Two
          lines.
          """
          id: ID!
          f("first" a: Int = 1 b: [String!] = [ "x\/y", "z" ] c: J = { list: [ [ 1, 2 ] ], on: false } @deprecated): U @deprecated(reason: "old") @tag(name: "f")
          g: E @deprecated
        }

        type Sub {
          id: ID
        }

        union U @tag(name: "u") = Query | Sub

        input I @oneOf {
          "in"
          d: Int @deprecated(reason: "no")
          e: J
        }

        input J {
          list: [[Int!]!]! = []
          on: Boolean = true
        }

        enum E {
          "first"
          X
          Y @deprecated(reason: "why")
        }

        "Tags."
        directive @tag(name: String!) repeatable on SCHEMA | OBJECT | FIELD_DEFINITION | UNION

        "A date."
        scalar Date @specifiedBy(url: "https:\/\/example.org")

        scalar Plain
        """";

    [Fact]
    public void A_schema_is_printed_in_the_order_and_form_that_clients_know()
    {
        var definitions = SdlPrinter.Print(SdlSchemaBuilder.Build(Sdl)).Split("\n\n");

        // The specification's own directives come with texts that are tested elsewhere.
        Assert.Equal(Sdl, string.Join("\n\n", definitions.Where(d => !d.Contains("directive @oneOf", StringComparison.Ordinal)
            && !d.Contains("directive @specifiedBy", StringComparison.Ordinal))));
    }

    [Fact]
    public void What_is_printed_reads_as_the_same_schema()
    {
        var sdl = SdlPrinter.Print(SdlSchemaBuilder.Build(Sdl));

        Assert.Equal(sdl, SdlPrinter.Print(SdlSchemaBuilder.Build(sdl)));
    }
}
