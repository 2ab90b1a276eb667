using System.Text.Json;
using System.Text.RegularExpressions;

namespace GraphQLPlugins.Catalog.Templates;

/// <summary>One compiled schema: its keywords as fields, frozen once the compiler is done. Absent keywords are null.</summary>
internal sealed class SchemaNode
{
    /// <summary>Set for the schemas <c>true</c> and <c>false</c>.</summary>
    public bool? Always;

    /// <summary>A reference hides every other keyword of its schema (draft-7, core 8.3).</summary>
    public SchemaNode? Reference;

    public JsonTypes Types;
    public JsonElement[]? Enum;
    public JsonElement? Const;

    public ExactNumber? MultipleOf;
    public ExactNumber? Minimum;
    public ExactNumber? ExclusiveMinimum;
    public ExactNumber? Maximum;
    public ExactNumber? ExclusiveMaximum;

    public int MinLength;
    public int MaxLength = int.MaxValue;
    public Regex? Pattern;

    public SchemaNode? Items;
    public SchemaNode[]? TupleItems;
    public SchemaNode? AdditionalItems;
    public SchemaNode? Contains;
    public int MinItems;
    public int MaxItems = int.MaxValue;
    public bool UniqueItems;

    public Dictionary<string, SchemaNode>? Properties;
    public (Regex Pattern, SchemaNode Schema)[]? PatternProperties;
    public SchemaNode? AdditionalProperties;
    public SchemaNode? PropertyNames;
    public string[]? Required;
    public (string Name, string[]? Required, SchemaNode? Schema)[]? Dependencies;
    public int MinProperties;
    public int MaxProperties = int.MaxValue;

    public SchemaNode[]? AllOf;
    public SchemaNode[]? AnyOf;
    public SchemaNode[]? OneOf;
    public SchemaNode? Not;
    public SchemaNode? If;
    public SchemaNode? Then;
    public SchemaNode? Else;
}

/// <summary>The values of <c>type</c>. None means that the keyword is absent.</summary>
[Flags]
internal enum JsonTypes
{
    None = 0,
    Null = 1,
    Boolean = 2,
    Integer = 4,
    Number = 8,
    String = 16,
    Array = 32,
    Object = 64,
}
