using System.Linq.Expressions;
using System.Reflection;
using GraphQLPlugins.Engine.Binding.Types;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Binding.Descriptors;

internal sealed class UnionTypeDescriptor(UnionTypeDefinition definition, TypeRegistry types) : IUnionTypeDescriptor
{
    public UnionTypeDefinition Definition => definition;

    public IUnionTypeDescriptor Name(string value)
    {
        definition.Name = value;
        return this;
    }

    public IUnionTypeDescriptor Description(string? value)
    {
        definition.Description = value;
        return this;
    }

    public IUnionTypeDescriptor Type<TMember>()
    {
        definition.Members.Add(types.Inference.OfTypeArgument(typeof(TMember), TypeContext.Output).Innermost);
        return this;
    }
}

/// <summary>Makes descriptors for CLR types known at run time only.</summary>
internal static class InputObjectTypeDescriptor
{
    public static object Create(Type type, InputFields fields) =>
        Activator.CreateInstance(typeof(InputObjectTypeDescriptor<>).MakeGenericType(type), fields)!;
}

internal sealed class InputObjectTypeDescriptor<T>(InputFields fields) : IInputObjectTypeDescriptor<T>
{
    public InputObjectTypeDefinition Definition => fields.Definition;

    public IInputObjectTypeDescriptor<T> Name(string value)
    {
        Definition.Name = value;
        return this;
    }

    public IInputObjectTypeDescriptor<T> Description(string? value)
    {
        Definition.Description = value;
        return this;
    }

    public IInputObjectTypeDescriptor<T> OneOf()
    {
        Definition.IsOneOf = true;
        return this;
    }

    public IInputObjectTypeDescriptor<T> BindFieldsExplicitly()
    {
        fields.IsExplicit = true;
        return this;
    }

    IInputObjectTypeDescriptor IInputObjectTypeDescriptor.Name(string value) => Name(value);

    IInputObjectTypeDescriptor IInputObjectTypeDescriptor.Description(string? value) => Description(value);

    public IInputFieldDescriptor Field<TMember>(Expression<Func<T, TMember>> property) =>
        new InputFieldDescriptor(fields.Of((PropertyInfo)Members.Of(property, typeof(T))), fields.Types, fields);

    public IInputObjectTypeDescriptor<T> Ignore(Expression<Func<T, object?>> property)
    {
        fields.Ignore(Members.Of(property, typeof(T)).Name);
        return this;
    }
}

/// <summary>Makes descriptors for CLR enums known at run time only.</summary>
internal static class EnumTypeDescriptor
{
    public static object Create(Type type, EnumValues values) => Activator.CreateInstance(typeof(EnumTypeDescriptor<>).MakeGenericType(type), values)!;
}

internal sealed class EnumTypeDescriptor<T>(EnumValues values) : IEnumTypeDescriptor<T>
{
    public EnumTypeDefinition Definition => values.Definition;

    public IEnumTypeDescriptor<T> Name(string value)
    {
        Definition.Name = value;
        return this;
    }

    public IEnumTypeDescriptor<T> Description(string? value)
    {
        Definition.Description = value;
        return this;
    }

    public IEnumTypeDescriptor<T> BindValuesExplicitly()
    {
        values.IsExplicit = true;
        return this;
    }

    IEnumTypeDescriptor IEnumTypeDescriptor.Name(string value) => Name(value);

    IEnumTypeDescriptor IEnumTypeDescriptor.Description(string? value) => Description(value);

    public IEnumValueDescriptor Value(T value) => new EnumValueDescriptor(configure => values.Configure(value!, configure));

    public IEnumTypeDescriptor<T> Ignore(T value)
    {
        values.Ignore(value!);
        return this;
    }

}

/// <summary>Configures a value when it is bound.</summary>
internal sealed class EnumValueDescriptor : IEnumValueDescriptor
{
    private readonly Action<Action<EnumValueSetup>> _configure;

    public EnumValueDescriptor(Action<Action<EnumValueSetup>> configure)
    {
        _configure = configure;
        configure(_ => { });
    }

    public IEnumValueDescriptor Name(string value)
    {
        _configure(v => v.Name = value);
        return this;
    }

    public IEnumValueDescriptor Description(string? value)
    {
        _configure(v => v.Description = value);
        return this;
    }

    public IEnumValueDescriptor Deprecated(string? reason = null)
    {
        _configure(v => v.DeprecationReason = string.IsNullOrEmpty(reason) ? SpecDirectives.DefaultDeprecationReason : reason);
        return this;
    }
}
