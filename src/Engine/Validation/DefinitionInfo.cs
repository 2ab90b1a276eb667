using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation;

/// <summary>What the walk saw in one operation or fragment.</summary>
internal sealed class DefinitionInfo(IExecutableDefinitionNode node)
{
    public IExecutableDefinitionNode Node { get; } = node;

    public List<FragmentSpreadNode> Spreads { get; } = [];

    public List<VariableUsage> Variables { get; } = [];

    /// <summary>The operation and the fragments that it reaches; null until someone asks.</summary>
    public IReadOnlyList<DefinitionInfo>? Reached { get; set; }
}

/// <summary>A variable in use.</summary>
/// <param name="Node">The variable.</param>
/// <param name="Type">The type of the place; null when it is unknown.</param>
/// <param name="HasDefault">Whether the place has a default value.</param>
/// <param name="OneOf">The input object with exactly one field that the place belongs to; null for other places.</param>
/// <param name="Path">The path of the field it is used at.</param>
internal readonly record struct VariableUsage(VariableNode Node, GraphQLType? Type, bool HasDefault, InputObjectType? OneOf, Path? Path);
