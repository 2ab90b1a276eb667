using System.Reflection;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Binding.Resolvers;

/// <summary>Whose member a resolver is.</summary>
internal enum ResolverSource
{
    /// <summary>The parent object's own.</summary>
    Parent,

    /// <summary>A static member of any class.</summary>
    Static,

    /// <summary>An instance of a class that holds resolvers.</summary>
    Instance,
}

/// <summary>How a field's value is obtained from a CLR member, as found when the field was bound. A feature of the field.</summary>
internal sealed class ResolverBinding
{
    public required MemberInfo Member { get; init; }

    public required ResolverSource Source { get; init; }

    /// <summary>The class that is instantiated, or the parent's class.</summary>
    public required Type SourceType { get; init; }

    /// <summary>For each parameter in order what provides it.</summary>
    public ParameterBinding[] Parameters { get; init; } = [];

    /// <summary>Whether the member alone, without middleware, is a pure function of parent and arguments.</summary>
    public bool IsPure { get; init; }

    /// <summary>Whether the resolver takes services or the context.</summary>
    public bool NeedsScope { get; init; }
}

/// <summary>A parameter and what provides it: a binder, or an argument.</summary>
internal sealed record ParameterBinding(ParameterInfo Parameter, IParameterBinder? Binder, InputFieldDefinition? Argument);

/// <summary>On a field: its arguments are fields of one input object argument. Left by conventions that bundle arguments.</summary>
public sealed class BundledArguments(string inputArgument)
{
    /// <summary>The name of the input object argument.</summary>
    public string InputArgument { get; } = inputArgument;
}
