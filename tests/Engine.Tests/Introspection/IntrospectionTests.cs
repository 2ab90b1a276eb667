namespace GraphQLPlugins.Engine.Tests.Introspection;

/// <summary>Spec: Introspection.</summary>
public class IntrospectionTests
{
    private static readonly string Sdl = File.ReadAllText(System.IO.Path.Combine(AppContext.BaseDirectory, "Introspection", "introspected.graphql"));

    [Theory]
    [InlineData("{ __typename }", """{"__typename":"Root"}""")]
    [InlineData("mutation { __typename }", """{"__typename":"Changes"}""")]
    [InlineData("{ __schema { __typename description queryType { name } mutationType { name } subscriptionType { name } } }",
        """{"__schema":{"__typename":"__Schema","description":"A schema with one of everything that introspection shows.","queryType":{"name":"Root"},"mutationType":{"name":"Changes"},"subscriptionType":null}}""")]
    [InlineData("{ __type(name: \"Nowhere\") { name } }", """{"__type":null}""")]
    [InlineData("{ a: __type(name: \"Day\") { kind name description specifiedByURL fields { name } interfaces { name } possibleTypes { name } enumValues { name } inputFields { name } ofType { name } isOneOf } }",
        """{"a":{"kind":"SCALAR","name":"Day","description":"A day.","specifiedByURL":"https://example.org/day","fields":null,"interfaces":null,"possibleTypes":null,"enumValues":null,"inputFields":null,"ofType":null,"isOneOf":null}}""")]
    [InlineData("{ __type(name: \"Choice\") { isOneOf inputFields { name defaultValue } } range: __type(name: \"Range\") { isOneOf } }",
        """{"__type":{"isOneOf":true,"inputFields":[{"name":"byId","defaultValue":null},{"name":"byState","defaultValue":null},{"name":"byRange","defaultValue":null}]},"range":{"isOneOf":false}}""")]
    [InlineData("{ __type(name: \"Plugin\") { interfaces { name } possibleTypes { name } } union: __type(name: \"Owner\") { possibleTypes { name } interfaces { name } } node: __type(name: \"Node\") { possibleTypes { name } interfaces { name } } }",
        """{"__type":{"interfaces":[{"name":"Named"},{"name":"Node"}],"possibleTypes":null},"union":{"possibleTypes":[{"name":"Plugin"},{"name":"Team"}],"interfaces":null},"node":{"possibleTypes":[{"name":"Plugin"},{"name":"Team"}],"interfaces":[]}}""")]
    [InlineData("{ __type(name: \"Plugin\") { fields { name type { kind name ofType { kind ofType { kind ofType { kind ofType { name } } } } } } } }",
        """{"__type":{"fields":[{"name":"id","type":{"kind":"NON_NULL","name":null,"ofType":{"kind":"SCALAR","ofType":null}}},{"name":"name","type":{"kind":"SCALAR","name":"String","ofType":null}},{"name":"state","type":{"kind":"NON_NULL","name":null,"ofType":{"kind":"ENUM","ofType":null}}},{"name":"matrix","type":{"kind":"NON_NULL","name":null,"ofType":{"kind":"LIST","ofType":{"kind":"NON_NULL","ofType":{"kind":"LIST","ofType":{"name":null}}}}}}]}}""")]
    public async Task Types_answer_by_their_kind(string document, string data) =>
        Assert.Equal($$"""{"data":{{data}}}""", await IntrospectionSchema.RunAsync(Sdl, document));

    [Theory]
    [InlineData("{ __type(name: \"State\") { enumValues { name isDeprecated deprecationReason } } }",
        """{"__type":{"enumValues":[{"name":"ON","isDeprecated":false,"deprecationReason":null}]}}""")]
    [InlineData("{ __type(name: \"State\") { enumValues(includeDeprecated: true) { name isDeprecated deprecationReason } } }",
        """{"__type":{"enumValues":[{"name":"ON","isDeprecated":false,"deprecationReason":null},{"name":"OFF","isDeprecated":true,"deprecationReason":"No longer supported"},{"name":"BROKEN","isDeprecated":true,"deprecationReason":"Nothing breaks."}]}}""")]
    [InlineData("{ __type(name: \"Named\") { fields { name args { name } all: args(includeDeprecated: true) { name isDeprecated deprecationReason } } } }",
        """{"__type":{"fields":[{"name":"id","args":[],"all":[]},{"name":"name","args":[{"name":"max"}],"all":[{"name":"max","isDeprecated":false,"deprecationReason":null},{"name":"old","isDeprecated":true,"deprecationReason":"Use max."}]}]}}""")]
    [InlineData("{ __type(name: \"Range\") { inputFields { name } all: inputFields(includeDeprecated: true) { name } } }",
        """{"__type":{"inputFields":[{"name":"from"},{"name":"to"},{"name":"days"}],"all":[{"name":"from"},{"name":"to"},{"name":"days"},{"name":"old"}]}}""")]
    [InlineData("query($all: Boolean!) { __type(name: \"Plugin\") { fields(includeDeprecated: $all) { name } } }",
        """{"__type":{"fields":[{"name":"id"},{"name":"name"},{"name":"state"},{"name":"gone"},{"name":"matrix"}]}}""")]
    public async Task Deprecated_members_are_listed_only_when_asked_for(string document, string data) =>
        Assert.Equal($$"""{"data":{{data}}}""", await IntrospectionSchema.RunAsync(Sdl, document, document.Contains('$') ? "{\"all\": true}" : null));

    [Fact]
    public async Task Default_values_are_literals() =>
        Assert.Equal(
            """{"data":{"__type":{"fields":[{"args":[{"defaultValue":null},{"defaultValue":"[ON, OFF]"},{"defaultValue":"{ from: 3, days: [], old: null }"},{"defaultValue":"\"line\\nbreak ☂\""},{"defaultValue":"null"}]},{"args":[]}]}}}""",
            await IntrospectionSchema.RunAsync(Sdl, "{ __type(name: \"Root\") { fields { args { defaultValue } } } }"));

    [Fact]
    public async Task Directives_say_where_they_may_stand_and_how_often()
    {
        var json = await IntrospectionSchema.RunAsync(Sdl, "{ __schema { directives { name isRepeatable locations args { name defaultValue } } } }");
        Assert.Contains(
            """{"name":"measured","isRepeatable":true,"locations":["QUERY","FIELD","FRAGMENT_SPREAD","VARIABLE_DEFINITION","SCHEMA","INPUT_FIELD_DEFINITION"],"args":[{"name":"unit","defaultValue":"\"ms\""}]}""",
            json, StringComparison.Ordinal);
        Assert.Contains("""{"name":"skip","isRepeatable":false,"locations":["FIELD","FRAGMENT_SPREAD","INLINE_FRAGMENT"],"args":[{"name":"if","defaultValue":null}]}""",
            json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_introspection_types_have_the_shape_of_the_september_2025_edition() =>
        Snapshot.Match(System.Text.Json.Nodes.JsonNode.Parse(await IntrospectionSchema.RunAsync("type Query { a: Int }", $$"""
            { {{string.Join(" ", new[] { "__Schema", "__Type", "__Field", "__InputValue", "__EnumValue", "__Directive", "__TypeKind", "__DirectiveLocation" }
                .Select(n => $"{n}: __type(name: \"{n}\") {{ ...T }}"))}} }
            fragment T on __Type { kind enumValues { name } fields { name type { ...R } args { name type { ...R } defaultValue } } }
            fragment R on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }
            """))!.ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
}
