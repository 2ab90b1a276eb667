using System.Text.Json;
using GraphQLPlugins.Catalog.Templates;

namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>
/// A compiled JSON Schema, draft-7. Immutable and safe to share between requests.
/// Nothing is ever fetched: a reference resolves inside the schema, to the meta-schema, or to a document given to <see cref="Compile"/>.
/// </summary>
public sealed class JsonSchema
{
    private static readonly Dictionary<string, JsonElement> NoRemotes = [];

    private static readonly Lazy<JsonSchema> MetaSchemaOfDraft7 = new(() => new JsonSchema(SchemaCompiler.Compile(MetaSchema.Document, NoRemotes)));

    private readonly SchemaNode _root;

    private JsonSchema(SchemaNode root) => _root = root;

    /// <summary>The draft-7 meta-schema itself.</summary>
    public static JsonSchema Draft7 => MetaSchemaOfDraft7.Value;

    /// <summary>Checks a schema against the meta-schema and compiles it. The document is copied; the caller may dispose its own.</summary>
    /// <param name="schema">An object, <c>true</c> or <c>false</c>.</param>
    /// <param name="remotes">Documents that references may lead to, by absolute URI.</param>
    /// <exception cref="JsonSchemaException">The document is no valid draft-7 schema.</exception>
    public static JsonSchema Compile(JsonElement schema, IReadOnlyDictionary<string, JsonElement>? remotes = null)
    {
        var violations = Draft7.Validate(schema);
        if (violations.Count > 0)
            throw new JsonSchemaException($"Not a draft-7 schema: {violations[0].Message} (at '{violations[0].Path}')", violations);
        return new JsonSchema(SchemaCompiler.Compile(schema.Clone(), remotes ?? NoRemotes));
    }

    /// <summary>All violations in document order, at most 100; empty when the instance is valid.</summary>
    public IReadOnlyList<SchemaViolation> Validate(JsonElement instance) => SchemaRun.Validate(_root, instance);

    /// <summary>Whether the instance is valid; stops at the first violation.</summary>
    public bool IsValid(JsonElement instance) => SchemaRun.IsValid(_root, instance);
}
