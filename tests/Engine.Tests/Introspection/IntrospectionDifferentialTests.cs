using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Engine.Tests.Differential;

namespace GraphQLPlugins.Engine.Tests.Introspection;

/// <summary>
/// Introspection of the same SDL by the engine and by graphql-js. Left aside: the order of types and directives, which the specification leaves open;
/// the introspection types and built-in directives themselves, where graphql-js 17 is ahead of the September 2025 edition; the texts of built-in scalars.
/// </summary>
public sealed class IntrospectionDifferentialTests
{
    private static readonly string[] BuiltInDirectives = ["skip", "include", "deprecated", "specifiedBy", "oneOf"];
    private static readonly string[] BuiltInScalars = ["Int", "Float", "String", "Boolean", "ID"];

    [ReferenceTheory]
    [InlineData("Introspection/introspected.graphql")]
    [InlineData("Differential/schema.graphql")]
    public async Task The_whole_schema_is_seen_as_the_reference_sees_it(string file)
    {
        ReferenceImplementation.Install();
        var path = System.IO.Path.Combine(AppContext.BaseDirectory, file);
        var expected = Normalize(await ReferenceImplementation.IntrospectAsync(path, IntrospectionDocuments.Full));
        var actual = Normalize(await IntrospectionSchema.RunAsync(await File.ReadAllTextAsync(path), IntrospectionDocuments.Full));
        Assert.Equal(expected.Split('\n'), actual.Split('\n'));
    }

    private static string Normalize(string json)
    {
        var schema = JsonNode.Parse(json)!["data"]!["__schema"]!.AsObject();
        var types = schema["types"]!.AsArray().Select(t => t!.AsObject()).Where(t => !Name(t).StartsWith("__", StringComparison.Ordinal)).OrderBy(Name, StringComparer.Ordinal)
            .Select(t => t.DeepClone().AsObject()).ToList();
        foreach (var type in types.Where(t => BuiltInScalars.Contains(Name(t)))) type.Remove("description");
        foreach (var type in types)
        {
            if (type["possibleTypes"] is JsonArray possible) type["possibleTypes"] = new JsonArray([.. possible.Select(p => p!.AsObject()).OrderBy(Name, StringComparer.Ordinal).Select(p => p.DeepClone())]);
        }
        var directives = schema["directives"]!.AsArray().Select(d => d!.AsObject()).Where(d => !BuiltInDirectives.Contains(Name(d))).OrderBy(Name, StringComparer.Ordinal)
            .Select(d => d.DeepClone());
        schema["types"] = new JsonArray([.. types]);
        schema["directives"] = new JsonArray([.. directives]);
        return schema.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    private static string Name(JsonObject named) => (string)named["name"]!;
}
