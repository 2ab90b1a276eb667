namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>The kinds of GraphQL types, in the order of <c>__TypeKind</c>. Spec: Type Kinds.</summary>
public enum TypeKind
{
    Scalar,
    Object,
    Interface,
    Union,
    Enum,
    InputObject,
    List,
    NonNull,
}
