using System.Linq.Expressions;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Types;

/// <summary>Configures an interface type.</summary>
public interface IInterfaceTypeDescriptor
{
    /// <summary>The definition underneath.</summary>
    InterfaceTypeDefinition Definition { get; }

    IInterfaceTypeDescriptor Name(string value);
    IInterfaceTypeDescriptor Description(string? value);

    /// <summary>A field by name; made when it is not there.</summary>
    IObjectFieldDescriptor Field(string name);
}

/// <summary>Configures the interface type of <typeparamref name="T"/>.</summary>
public interface IInterfaceTypeDescriptor<T> : IInterfaceTypeDescriptor
{
    new IInterfaceTypeDescriptor<T> Name(string value);
    new IInterfaceTypeDescriptor<T> Description(string? value);

    /// <summary>Only members configured here become fields.</summary>
    IInterfaceTypeDescriptor<T> BindFieldsExplicitly();

    /// <summary>The field of a member.</summary>
    IObjectFieldDescriptor Field<TMember>(Expression<Func<T, TMember>> member);

    /// <summary>Keeps a member out of the graph.</summary>
    IInterfaceTypeDescriptor<T> Ignore(Expression<Func<T, object?>> member);
}

/// <summary>Configures a union type.</summary>
public interface IUnionTypeDescriptor
{
    /// <summary>The definition underneath.</summary>
    UnionTypeDefinition Definition { get; }

    IUnionTypeDescriptor Name(string value);
    IUnionTypeDescriptor Description(string? value);

    /// <summary>Adds a member: a schema type class or a CLR class.</summary>
    IUnionTypeDescriptor Type<TMember>();
}

/// <summary>Configures an input object type.</summary>
public interface IInputObjectTypeDescriptor
{
    /// <summary>The definition underneath.</summary>
    InputObjectTypeDefinition Definition { get; }

    IInputObjectTypeDescriptor Name(string value);
    IInputObjectTypeDescriptor Description(string? value);
}

/// <summary>Configures the input object type of <typeparamref name="T"/>.</summary>
public interface IInputObjectTypeDescriptor<T> : IInputObjectTypeDescriptor
{
    new IInputObjectTypeDescriptor<T> Name(string value);
    new IInputObjectTypeDescriptor<T> Description(string? value);

    /// <summary>Exactly one field must be given.</summary>
    IInputObjectTypeDescriptor<T> OneOf();

    /// <summary>Only properties configured here become fields.</summary>
    IInputObjectTypeDescriptor<T> BindFieldsExplicitly();

    /// <summary>The field of a property.</summary>
    IInputFieldDescriptor Field<TMember>(Expression<Func<T, TMember>> property);

    /// <summary>Keeps a property out of the graph.</summary>
    IInputObjectTypeDescriptor<T> Ignore(Expression<Func<T, object?>> property);
}

/// <summary>Configures an enum type.</summary>
public interface IEnumTypeDescriptor
{
    /// <summary>The definition underneath.</summary>
    EnumTypeDefinition Definition { get; }

    IEnumTypeDescriptor Name(string value);
    IEnumTypeDescriptor Description(string? value);
}

/// <summary>Configures the enum type of <typeparamref name="T"/>.</summary>
public interface IEnumTypeDescriptor<T> : IEnumTypeDescriptor
{
    new IEnumTypeDescriptor<T> Name(string value);
    new IEnumTypeDescriptor<T> Description(string? value);

    /// <summary>Only values configured here become part of the graph.</summary>
    IEnumTypeDescriptor<T> BindValuesExplicitly();

    /// <summary>A value.</summary>
    IEnumValueDescriptor Value(T value);

    /// <summary>Keeps a value out of the graph.</summary>
    IEnumTypeDescriptor<T> Ignore(T value);
}

/// <summary>Configures an enum value.</summary>
public interface IEnumValueDescriptor
{
    IEnumValueDescriptor Name(string value);
    IEnumValueDescriptor Description(string? value);
    IEnumValueDescriptor Deprecated(string? reason = null);
}
