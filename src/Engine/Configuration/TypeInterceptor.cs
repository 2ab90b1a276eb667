using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Configuration;

/// <summary>A convention that changes the schema while it is built. Made once a schema.</summary>
public abstract class TypeInterceptor
{
    /// <summary>The root types have their fields; nothing they refer to is known yet.</summary>
    public virtual void OnRootsCreated(ITypeRegistry types, SchemaDefinition schema)
    {
    }

    /// <summary>A type has its fields (or values); what they refer to may be unknown yet.</summary>
    public virtual void OnTypeCreated(ITypeRegistry types, TypeDefinition type)
    {
    }

    /// <summary>Everything that is referred to is known. Called again when this added types.</summary>
    public virtual void OnTypesDiscovered(ITypeRegistry types, IReadOnlyList<TypeDefinition> all)
    {
    }

    /// <summary>The last word before the schema is frozen. No types may be added.</summary>
    public virtual void OnBeforeFreeze(ITypeRegistry types, SchemaDefinition schema)
    {
    }
}
