using GraphQLPlugins.Engine.Types;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.Binding;

public sealed class InputTypeTests
{
    [Fact]
    public async Task Records_classes_and_defaults_become_input_objects()
    {
        var sdl = await Graph.SdlAsync(b => b.AddQueryType<Query>(), "Query", "FilterInput", "OptionsInput", "ChoiceInput");

        Assert.Equal(
            """
            type Query {
              find(filter: FilterInput!, options: OptionsInput): String!
              pick(choice: ChoiceInput!): String!
              numbers(values: [Int!]!, byName: [KeyValuePairOfStringAndInt32Input!]): String!
              optional(text: String, at: Level! = HIGH, attributed: Int! = 3): String!
            }

            input ChoiceInput @oneOf {
              text: String
              number: Int
            }

            input FilterInput {
              text: String!
              limit: Int! = 10
              level: Level! = LOW
            }

            input OptionsInput {
              name: String!
              size: Int! = 4
              tags: [String!]
              note: String
            }
            """.Replace(", ", " "), sdl);
    }

    [Theory]
    [InlineData("{ find(filter: { text: \"a\" }) }", "Filter { Text = a, Limit = 10, Level = Low } -")]
    [InlineData("{ find(filter: { text: \"a\", limit: 2, level: HIGH }, options: { name: \"n\" }) }", "Filter { Text = a, Limit = 2, Level = High } n 4 null absent")]
    [InlineData("{ find(filter: { text: \"a\" }, options: { name: \"n\", size: 1, tags: [\"x\", \"y\"], note: null }) }", "Filter { Text = a, Limit = 10, Level = Low } n 1 x|y null")]
    [InlineData("{ find(filter: { text: \"a\" }, options: { name: \"n\", tags: \"z\", note: \"w\" }) }", "Filter { Text = a, Limit = 10, Level = Low } n 4 z w")]
    public async Task Input_objects_are_made_by_constructor_and_setters(string document, string expected)
    {
        var json = await Graph.AskAsync(b => b.AddQueryType<Query>(), document);

        Assert.Equal($"{{\"data\":{{\"find\":\"{expected}\"}}}}", json);
    }

    [Fact]
    public async Task Variables_give_the_same_objects()
    {
        var json = await Graph.AskAsync(b => b.AddQueryType<Query>(), "query($f: FilterInput!) { find(filter: $f) }",
            new() { ["f"] = new Dictionary<string, object?> { ["text"] = "v", ["limit"] = 1 } });

        Assert.Equal("""{"data":{"find":"Filter { Text = v, Limit = 1, Level = Low } -"}}""", json);
    }

    [Fact]
    public async Task Lists_and_dictionaries_are_converted_to_the_parameters_types()
    {
        var json = await Graph.AskAsync(b => b.AddQueryType<Query>(), "{ numbers(values: [3, 1], byName: [{ key: \"a\", value: 1 }]) }");

        Assert.Equal("""{"data":{"numbers":"HashSet 3,1 a=1"}}""", json);
    }

    [Fact]
    public async Task An_absent_optional_differs_from_null()
    {
        var json = await Graph.AskAsync(b => b.AddQueryType<Query>(),
            "{ a: optional b: optional(text: null, at: LOW) c: optional(text: \"x\", attributed: 1) }");

        Assert.Equal("""{"data":{"a":"absent High 3","b":"null Low 3","c":"x High 1"}}""", json);
    }

    [Fact]
    public async Task Exactly_one_field_of_a_oneOf_input_is_set()
    {
        var json = await Graph.AskAsync(b => b.AddQueryType<Query>(), "{ pick(choice: { number: 4 }) }");

        Assert.Equal("""{"data":{"pick":"-4"}}""", json);
    }

    [Fact]
    public async Task Registered_converters_reach_parameters()
    {
        var json = await Graph.AskAsync(
            b => b.AddQueryType<Converted>().BindRuntimeType<Sku, StringType>().AddTypeConverter<string, Sku>(s => new Sku(s.ToUpperInvariant()))
                .AddTypeConverter<Sku, string>(s => s.Value),
            "{ echo(sku: \"ab\") list(skus: [\"c\"]) }");

        Assert.Equal("""{"data":{"echo":"AB","list":["C"]}}""", json);
    }

    [Fact]
    public async Task Abstract_classes_are_refused_with_the_place()
    {
        var errors = await Graph.ErrorsAsync(b => b.AddQueryType<Impossible>());

        Assert.Equal("Impossible.run.stream: Stream cannot be an input object, because no instance of it can be made; use a concrete class.", Assert.Single(errors).Message);
    }

    public sealed class Query
    {
        public string Find(Filter filter, Options? options) =>
            $"{filter} {(options is null ? "-" : $"{options.Name} {options.Size} {(options.Tags is null ? "null" : string.Join('|', options.Tags))} {(options.Note.HasValue ? options.Note.Value ?? "null" : "absent")}")}";

        public string Pick(Choice choice) => $"{choice.Text}-{choice.Number}";

        public string Numbers(HashSet<int> values, Dictionary<string, int>? byName) =>
            $"{values.GetType().Name[..7]} {string.Join(',', values)} {string.Join(',', byName!.Select(p => $"{p.Key}={p.Value}"))}";

        public string Optional(Optional<string?> text, Level at = Level.High, [DefaultValue(3)] int? attributed = null) =>
            $"{(text.HasValue ? text.Value ?? "null" : "absent")} {at} {attributed}";
    }

    public sealed record Filter(string Text, int Limit = 10, Level Level = Level.Low);

    public sealed class Options
    {
        public required string? Name { get; set; }
        [DefaultValue(4)] public int Size { get; init; }
        public List<string>? Tags { get; set; }
        public Optional<string?> Note { get; set; }
    }

    [OneOf]
    public sealed record Choice(string? Text, int? Number);

    public enum Level
    {
        Low,
        High,
    }

    public sealed class Converted
    {
        public Sku Echo(Sku sku) => sku;
        public IReadOnlyList<Sku> List(IReadOnlyList<Sku> skus) => skus;
    }

    public readonly record struct Sku(string Value);

    public sealed class Impossible
    {
        public string Run(Stream stream) => stream.ToString()!;
    }
}
