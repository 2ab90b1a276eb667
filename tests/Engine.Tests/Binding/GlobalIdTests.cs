using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.Types.Relay;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.Binding;

public sealed class GlobalIdTests
{
    private static readonly DefaultNodeIdSerializer Ids = new();

    [Theory]
    [InlineData("Brand", 1, "QnJhbmQ6MQ==")]
    [InlineData("Product", 12, "UHJvZHVjdDoxMg==")]
    [InlineData("Plugin", "plg-00001", "UGx1Z2luOnBsZy0wMDAwMQ==")]
    [InlineData("Big", 9007199254740993L, "QmlnOjkwMDcxOTkyNTQ3NDA5OTM=")]
    public void An_id_is_base64_of_type_and_value(string type, object id, string text)
    {
        Assert.Equal(text, Ids.Format(type, id));
        Assert.Equal(new NodeId(type, id), Ids.Parse(text, id.GetType()));
    }

    [Fact]
    public void A_guid_takes_sixteen_bytes_and_is_read_as_text_too()
    {
        var guid = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");
        var text = Ids.Format("A", guid);

        Assert.Equal(Convert.ToBase64String([(byte)'A', (byte)':', .. guid.ToByteArray()]), text);
        Assert.Equal(guid, Ids.Parse(text, typeof(Guid)).InternalId);
        Assert.Equal(guid, Ids.Parse(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"A:{guid:N}")), typeof(Guid)).InternalId);
    }

    [Theory]
    [InlineData("QnJhbmQ6MQ", 1)]
    [InlineData("QnJhbmQKaTE=", 1)]
    public void Missing_padding_and_the_older_form_are_read(string text, int id) => Assert.Equal(new NodeId("Brand", id), Ids.Parse(text, typeof(int)));

    [Fact]
    public void The_url_safe_alphabet_is_written_by_option_and_always_read()
    {
        var urlSafe = new DefaultNodeIdSerializer(useUrlSafeBase64: true);
        var text = urlSafe.Format("T", "??>>~~");

        Assert.Equal("VDo_Pz4-fn4", text);
        Assert.Equal("??>>~~", Ids.Parse(text, typeof(string)).InternalId);
    }

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("plg-00001")]
    [InlineData("OjE=")]
    [InlineData("QnJhbmQ6eA==")]
    public void Anything_else_is_refused_with_the_text(string text)
    {
        var error = Assert.Single(Assert.Throws<GraphQLException>(() => Ids.Parse(text, typeof(int))).Errors);

        Assert.Equal("The node ID string has an invalid format.", error.Message);
        Assert.Equal(text, error.Extensions!["originalValue"]);
    }

    [Fact]
    public void An_id_that_is_too_long_is_refused() =>
        Assert.Equal("The node ID string is longer than the 1024 characters that are allowed.",
            Assert.Throws<GraphQLException>(() => Ids.Parse(new string('a', 1025), typeof(int))).Message);

    [Fact]
    public void Composite_ids_join_their_parts()
    {
        var ids = new DefaultNodeIdSerializer([new PairSerializer()]);
        var text = ids.Format("Pair", new Pair("a", 7));

        Assert.Equal(Convert.ToBase64String("Pair:a:7:"u8), text);
        Assert.Equal(new Pair("a", 7), ids.Parse(text, typeof(Pair)).InternalId);
    }

    [Fact]
    public async Task Nodes_have_an_id_and_are_found_by_it()
    {
        var sdl = await Graph.SdlAsync(Configure, "Node", "Query", "Book", "Author");

        Assert.Equal(
            """
            "The node interface is implemented by entities that have a global unique identifier."
            interface Node {
              id: ID!
            }

            type Author implements Node {
              id: ID!
              name: String!
            }

            type Book implements Node {
              id: ID!
              title: String!
              authorId: ID!
            }

            type Query {
              "Fetches an object given its ID."
              node("ID of the object." id: ID!): Node
              "Lookup nodes by a list of IDs."
              nodes("The list of node IDs." ids: [ID!]!): [Node]!
              book(id: ID!): Book
              books(ids: [ID!]!): [Book]!
              any(id: ID!): String!
            }
            """, sdl);
    }

    [Theory]
    [InlineData("{ book(id: \"Qm9vazox\") { id title authorId } }", """{"data":{"book":{"id":"Qm9vazox","title":"Book 1","authorId":"QXV0aG9yOjM="}}}""")]
    [InlineData("{ books(ids: [\"Qm9vazox\", \"Qm9vazoy\"]) { title } }", """{"data":{"books":[{"title":"Book 1"},{"title":"Book 2"}]}}""")]
    [InlineData("{ node(id: \"Qm9vazox\") { id ... on Book { title } } }", """{"data":{"node":{"id":"Qm9vazox","title":"Book 1"}}}""")]
    [InlineData("{ node(id: \"QXV0aG9yOjM=\") { __typename id } }", """{"data":{"node":{"__typename":"Author","id":"QXV0aG9yOjM="}}}""")]
    [InlineData("{ node(id: \"Qm9vazo5OQ==\") { id } }", """{"data":{"node":null}}""")]
    [InlineData("{ any(id: \"QXV0aG9yOjM=\") }", """{"data":{"any":"Author 3"}}""")]
    [InlineData("{ node(id: \"abc\") { id } }",
        """{"errors":[{"message":"The node ID string has an invalid format.","locations":[{"line":1,"column":3}],"path":["node"],"extensions":{"originalValue":"abc"}}],"data":{"node":null}}""")]
    [InlineData("{ node(id: \"T3RoZXI6MQ==\") { id } }",
        """{"errors":[{"message":"There is no node resolver registered for type `Other`.","locations":[{"line":1,"column":3}],"path":["node"]}],"data":{"node":null}}""")]
    [InlineData("{ book(id: \"QXV0aG9yOjM=\") { id } }",
        """{"errors":[{"message":"The node id type name `Author` does not match the expected type name `Book`.","locations":[{"line":1,"column":3}],"path":["book"]}],"data":{"book":null}}""")]
    [InlineData("{ nodes(ids: [\"Qm9vazoy\", \"QXV0aG9yOjM=\", \"abc\", \"Qm9vazoy\"]) { id } }",
        """{"errors":[{"message":"The node ID string has an invalid format.","locations":[{"line":1,"column":3}],"path":["nodes",2],"extensions":{"originalValue":"abc"}}],"data":{"nodes":[{"id":"Qm9vazoy"},{"id":"QXV0aG9yOjM="},null,{"id":"Qm9vazoy"}]}}""")]
    public async Task Ids_are_encoded_and_decoded_at_the_edge(string document, string expected) => Assert.Equal(expected, await Graph.AskAsync(Configure, document));

    [Fact]
    public async Task Too_many_nodes_are_refused()
    {
        var json = await Graph.AskAsync(b => { Configure(b); b.ModifyOptions(o => o.MaxAllowedNodeBatchSize = 1); }, "{ nodes(ids: [\"Qm9vazox\", \"Qm9vazox\"]) { id } }");

        Assert.Equal(
            """{"errors":[{"message":"The maximum number of nodes that can be fetched at once is 1. This selection tried to fetch 2 nodes that exceeded the maximum allowed amount.","locations":[{"line":1,"column":3}],"path":["nodes"],"extensions":{"code":"HC0076","currentCount":2,"maxAllowed":1}}],"data":null}""",
            json);
    }

    [Fact]
    public async Task Without_identification_an_id_is_only_typed_so()
    {
        var json = await Graph.AskAsync(b => b.AddQueryType<Plain>(), "{ echo(id: \"5\") number }");

        Assert.Equal("""{"data":{"echo":5,"number":"7"}}""", json);
    }

    [Fact]
    public async Task A_node_that_nothing_loads_is_refused()
    {
        var errors = await Graph.ErrorsAsync(b => b.AddQueryType<LostQuery>().AddGlobalObjectIdentification());

        var error = Assert.Single(errors);
        Assert.Equal(ErrorCodes.NodeResolverMissing, error.Code);
        Assert.Equal("Lost implements Node but nothing loads it by its id; add a [NodeResolver] method.", error.Message);
    }

    private static void Configure(Engine.Execution.Configuration.IRequestExecutorBuilder builder) =>
        builder.AddTypes(typeof(Queries), typeof(BookNode), typeof(Author)).AddGlobalObjectIdentification();

    [QueryType]
    public static class Queries
    {
        public static Book? GetBook([ID<Book>] int id) => BookNode.GetBook(id);
        public static IReadOnlyList<Book?> GetBooks([ID<Book>] List<int> ids) => [.. ids.Select(BookNode.GetBook)];
        public static string GetAny([ID] NodeId id) => $"{id.TypeName} {id.InternalId}";
    }

    public sealed record Book(int Id, string Title, [property: ID("Author")] int AuthorId);

    [ObjectType<Book>]
    public static class BookNode
    {
        [NodeResolver]
        public static Book? GetBook(int id) => id < 10 ? new Book(id, $"Book {id}", 3) : null;
    }

    [Node]
    public sealed record Author(int Id, string Name)
    {
        public static Task<Author?> GetAsync(int id) => Task.FromResult<Author?>(new Author(id, $"Author {id}"));
    }

    public sealed class Plain
    {
        [ID] public int Number => 7;
        public int Echo([ID] int id) => id;
    }

    public sealed class LostQuery
    {
        public Lost? Lost => null;
    }

    [Node]
    public sealed record Lost(int Id);

    public sealed record Pair(string Left, int Right);

    private sealed class PairSerializer : CompositeNodeIdValueSerializer<Pair>
    {
        protected override NodeIdFormatterResult Format(Span<byte> buffer, Pair value, out int written)
        {
            written = 0;
            if (!TryFormatIdPart(buffer, value.Left, out var left) || !TryFormatIdPart(buffer[left..], value.Right, out var right)) return NodeIdFormatterResult.BufferTooSmall;
            written = left + right;
            return NodeIdFormatterResult.Success;
        }

        protected override bool TryParse(ReadOnlySpan<byte> buffer, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Pair? value)
        {
            value = null;
            if (!TryParseIdPart(buffer, out string? left, out var consumed) || !TryParseIdPart(buffer[consumed..], out int right, out _)) return false;
            value = new Pair(left, right);
            return true;
        }
    }
}
