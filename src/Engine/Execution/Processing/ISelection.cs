using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Processing;

/// <summary>An operation as planned: frozen, shared by all requests that run it.</summary>
public interface IOperation
{
    /// <summary>The id of the plan: document hash and operation name.</summary>
    string Id { get; }

    /// <summary>The operation's name, or null.</summary>
    string? Name { get; }

    /// <summary>Query, mutation or subscription.</summary>
    OperationType Type { get; }

    /// <summary>The operation in its document.</summary>
    OperationDefinitionNode Definition { get; }

    /// <summary>The whole document.</summary>
    DocumentNode Document { get; }

    /// <summary>The root type.</summary>
    ObjectType RootType { get; }
}

/// <summary>One response name of a selection set, with all fields merged into it. Frozen, part of the plan.</summary>
public interface ISelection
{
    /// <summary>Number of the selection in its operation (0-based, dense).</summary>
    int Id { get; }

    /// <summary>The response name.</summary>
    string ResponseName { get; }

    /// <summary>The schema field.</summary>
    OutputField Field { get; }

    /// <summary>The type of the field.</summary>
    GraphQLType Type { get; }

    /// <summary>The object type that the selection belongs to.</summary>
    ObjectType DeclaringType { get; }

    /// <summary>The first field node.</summary>
    FieldNode SyntaxNode { get; }

    /// <summary>All merged field nodes.</summary>
    IReadOnlyList<FieldNode> SyntaxNodes { get; }

    /// <summary>Whether <c>@skip</c> or <c>@include</c> with variables decide over it.</summary>
    bool IsConditional { get; }

    /// <summary>Whether the selection is part of the result under these variables.</summary>
    bool IsIncluded(IVariableValueCollection variables);

    /// <summary>The object types for which something can be selected below: one for objects, the possible types for interfaces and unions, none for leaves.</summary>
    IReadOnlyList<ObjectType> PossibleTypes { get; }

    /// <summary>The selections below for an object type, conditional ones included; empty for leaves.</summary>
    IReadOnlyList<ISelection> GetSelections(ObjectType type);

    /// <summary>A thing that is computed once for this selection and kept with the plan (a compiled query, a projection, ...), one of each CLR type.</summary>
    T GetOrAddFeature<T>(Func<ISelection, T> create) where T : class;
}

/// <summary>Coerced variable values of a request.</summary>
public interface IVariableValueCollection
{
    /// <summary>The coerced value, converted to <typeparamref name="T"/>; false when the variable is not defined or was not given.</summary>
    bool TryGetVariable<T>(string name, out T? value);

    /// <summary>A coerced Boolean variable, for conditions.</summary>
    bool GetBoolean(string name);
}
