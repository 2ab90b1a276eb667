using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>Where a directive may stand. Spec: DirectiveLocation.</summary>
[Flags]
public enum DirectiveLocation
{
    Query = 1,
    Mutation = 1 << 1,
    Subscription = 1 << 2,
    Field = 1 << 3,
    FragmentDefinition = 1 << 4,
    FragmentSpread = 1 << 5,
    InlineFragment = 1 << 6,
    VariableDefinition = 1 << 7,
    Schema = 1 << 8,
    Scalar = 1 << 9,
    Object = 1 << 10,
    FieldDefinition = 1 << 11,
    ArgumentDefinition = 1 << 12,
    Interface = 1 << 13,
    Union = 1 << 14,
    Enum = 1 << 15,
    EnumValue = 1 << 16,
    InputObject = 1 << 17,
    InputFieldDefinition = 1 << 18,
    /// <summary>Every place in an executable document.</summary>
    Executable = (1 << 8) - 1,
    /// <summary>Every place in the type system.</summary>
    TypeSystem = ((1 << 19) - 1) & ~Executable,
}

/// <summary>A directive that the schema defines. Spec: Directives.</summary>
public sealed class DirectiveType
{
    /// <summary>The name without @.</summary>
    public required string Name { get; init; }

    /// <summary>The description, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The arguments in schema order.</summary>
    public IReadOnlyList<InputField> Arguments { get; init; } = [];

    /// <summary>Where it may stand.</summary>
    public required DirectiveLocation Locations { get; init; }

    /// <summary>Whether it may stand more than once at one place.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>The argument of this name, or null.</summary>
    public InputField? FindArgument(string name) => Arguments.FirstOrDefault(a => a.Name == name);
}

/// <summary>A directive applied to a part of the schema, with its arguments as literals in the order in which they are printed.</summary>
public sealed record AppliedDirective(string Name, IReadOnlyList<KeyValuePair<string, IValueNode>> Arguments);
