using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Types;

/// <summary>A class that stands for a GraphQL type, e.g. in <c>[GraphQLType&lt;AnyType&gt;]</c> or <c>.Type&lt;NonNullType&lt;IdType&gt;&gt;()</c>. Scalars count too.</summary>
public interface ISchemaType;

/// <summary>The non-null form of a schema type.</summary>
public sealed class NonNullType<T> : ISchemaType;

/// <summary>A list of a schema type.</summary>
public sealed class ListType<T> : ISchemaType;

/// <summary>The scalar <c>String</c>.</summary>
public sealed class StringType : ISchemaType;

/// <summary>The scalar <c>Int</c>.</summary>
public sealed class IntType : ISchemaType;

/// <summary>The scalar <c>Float</c>.</summary>
public sealed class FloatType : ISchemaType;

/// <summary>The scalar <c>Boolean</c>.</summary>
public sealed class BooleanType : ISchemaType;

/// <summary>The scalar <c>ID</c>.</summary>
public sealed class IdType : ISchemaType;

/// <summary>A class that defines a named type. One definition is made for each class and schema; the class needs a parameterless constructor.</summary>
public abstract class NamedSchemaType : ISchemaType
{
    /// <summary>The CLR type that is of this type from now on; null when there is none.</summary>
    protected internal virtual Type? BoundRuntimeType => null;

    /// <summary>Output, or input for types that only clients send.</summary>
    protected internal virtual TypeContext Context => TypeContext.Output;

    /// <summary>The definition with name and fields; the caller adds it to the registry.</summary>
    protected internal abstract TypeDefinition CreateDefinition(ITypeRegistry types);
}

/// <summary>The object type of a CLR type, configured by code.</summary>
public class ObjectType<T> : NamedSchemaType
{
    /// <inheritdoc/>
    protected internal override Type? BoundRuntimeType => typeof(T);

    /// <summary>Configures the type; members that are not mentioned follow by convention.</summary>
    protected virtual void Configure(IObjectTypeDescriptor<T> descriptor)
    {
    }

    /// <inheritdoc/>
    protected internal sealed override TypeDefinition CreateDefinition(ITypeRegistry types) =>
        Binding.TypeRegistry.Of(types).Objects.Create(typeof(T), (IObjectTypeDescriptor<T> d) => Configure(d));
}

/// <summary>Adds to the object type of a CLR type by code.</summary>
public abstract class ObjectTypeExtension<T> : ISchemaType, IObjectTypeExtension
{
    /// <summary>Configures the type; nothing follows by convention.</summary>
    protected abstract void Configure(IObjectTypeDescriptor<T> descriptor);

    void IObjectTypeExtension.Apply(IObjectTypeDescriptor descriptor) => Configure((IObjectTypeDescriptor<T>)descriptor);
}

/// <summary>An extension whose CLR type is known at run time only.</summary>
internal interface IObjectTypeExtension
{
    void Apply(IObjectTypeDescriptor descriptor);
}

/// <summary>The interface type of a CLR type, configured by code.</summary>
public class InterfaceType<T> : NamedSchemaType
{
    /// <inheritdoc/>
    protected internal override Type? BoundRuntimeType => typeof(T);

    /// <summary>Configures the type; members that are not mentioned follow by convention.</summary>
    protected virtual void Configure(IInterfaceTypeDescriptor<T> descriptor)
    {
    }

    /// <inheritdoc/>
    protected internal sealed override TypeDefinition CreateDefinition(ITypeRegistry types) =>
        Binding.TypeRegistry.Of(types).Interfaces.Create(typeof(T), (IInterfaceTypeDescriptor<T> d) => Configure(d));
}

/// <summary>The union of all object types whose CLR type is assignable to a marker.</summary>
public class UnionType<T> : NamedSchemaType
{
    /// <inheritdoc/>
    protected internal override Type? BoundRuntimeType => typeof(T);

    /// <summary>Configures the type.</summary>
    protected virtual void Configure(IUnionTypeDescriptor descriptor)
    {
    }

    /// <inheritdoc/>
    protected internal sealed override TypeDefinition CreateDefinition(ITypeRegistry types) =>
        Binding.TypeRegistry.Of(types).Abstracts.CreateUnion(typeof(T), Configure);
}

/// <summary>The input object type of a CLR type, configured by code.</summary>
public class InputObjectType<T> : NamedSchemaType
{
    /// <inheritdoc/>
    protected internal override Type? BoundRuntimeType => typeof(T);

    /// <inheritdoc/>
    protected internal override TypeContext Context => TypeContext.Input;

    /// <summary>Configures the type; properties that are not mentioned follow by convention.</summary>
    protected virtual void Configure(IInputObjectTypeDescriptor<T> descriptor)
    {
    }

    /// <inheritdoc/>
    protected internal sealed override TypeDefinition CreateDefinition(ITypeRegistry types) =>
        Binding.TypeRegistry.Of(types).Inputs.Create(typeof(T), (IInputObjectTypeDescriptor<T> d) => Configure(d));
}

/// <summary>The enum type of a CLR enum, configured by code.</summary>
public class EnumType<T> : NamedSchemaType
{
    /// <inheritdoc/>
    protected internal override Type? BoundRuntimeType => typeof(T);

    /// <summary>Configures the type; values that are not mentioned follow by convention.</summary>
    protected virtual void Configure(IEnumTypeDescriptor<T> descriptor)
    {
    }

    /// <inheritdoc/>
    protected internal sealed override TypeDefinition CreateDefinition(ITypeRegistry types) =>
        Binding.TypeRegistry.Of(types).Enums.Create(typeof(T), (IEnumTypeDescriptor<T> d) => Configure(d));
}
