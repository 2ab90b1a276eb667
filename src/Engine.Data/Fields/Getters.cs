using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Data.Fields;

/// <summary>Fields that only read a property of their parent.</summary>
internal static class Getters
{
    /// <summary>A field whose named type is non-null.</summary>
    public static OutputFieldDefinition Field<TParent, TValue>(string name, string type, string? description, Func<TParent, TValue> get) =>
        Field(name, TypeRef.NonNull(TypeRef.Named(type)), description, get);

    public static OutputFieldDefinition Field<TParent, TValue>(string name, TypeRef type, string? description, Func<TParent, TValue> get)
    {
        var resolver = new CompiledResolver { Kind = ResolverKind.Getter, Getter = get, NeedsScope = false };
        return new OutputFieldDefinition
        {
            Name = name, Type = type, Description = description, ResultType = typeof(TValue), SourceType = typeof(TParent), ResolverFactory = _ => resolver,
        };
    }
}
