using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Integrations.Components;

/// <summary>A schema element is not as it must be; nothing was saved.</summary>
public sealed class SchemaElementInvalidException(string? element, string pointer, string reason)
    : RefusalException($"{(element is null ? "schema" : $"The element '{element}'")} at '{pointer}': {reason}", "schema")
{
    /// <summary>The type of the element; null when it is about none or its type is unknown.</summary>
    public string? Element => element;

    /// <summary>The place, as a JSON pointer into the schema (RFC 6901).</summary>
    public string Pointer => pointer;
}
