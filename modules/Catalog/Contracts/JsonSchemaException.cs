namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>A document is not a usable draft-7 schema: the meta-schema refuses it, a reference leads nowhere, or a pattern does not compile.</summary>
public sealed class JsonSchemaException(string message, IReadOnlyList<SchemaViolation> violations) : Exception(message)
{
    public JsonSchemaException(string message) : this(message, []) { }

    /// <summary>What the meta-schema refused; empty when the fault lies elsewhere.</summary>
    public IReadOnlyList<SchemaViolation> Violations => violations;
}
