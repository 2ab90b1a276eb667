using System.Linq.Expressions;
using System.Reflection;
using GraphQLPlugins.Engine.Binding.Types;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Binding.Descriptors;

/// <summary>Makes descriptors for CLR types known at run time only.</summary>
internal static class ObjectTypeDescriptor
{
    public static IObjectTypeDescriptor Create(Type type, ObjectFields fields) =>
        (IObjectTypeDescriptor)Activator.CreateInstance(typeof(ObjectTypeDescriptor<>).MakeGenericType(type), fields)!;
}

internal sealed class ObjectTypeDescriptor<T>(ObjectFields fields) : IObjectTypeDescriptor<T>
{
    public ObjectTypeDefinition Definition { get; } = (ObjectTypeDefinition)fields.Definition;

    public ObjectFields Fields => fields;

    public IObjectTypeDescriptor<T> Name(string value)
    {
        Definition.Name = value;
        return this;
    }

    public IObjectTypeDescriptor<T> Description(string? value)
    {
        Definition.Description = value;
        return this;
    }

    public IObjectTypeDescriptor<T> Implements<TInterface>()
    {
        Definition.Interfaces.Add(fields.Types.Inference.OfTypeArgument(typeof(TInterface), TypeContext.Output).Innermost);
        return this;
    }

    public IObjectTypeDescriptor Directive(string name, params KeyValuePair<string, IValueNode>[] arguments)
    {
        Definition.Directives.Add(new AppliedDirective(name, arguments));
        return this;
    }

    public IObjectTypeDescriptor<T> BindFieldsExplicitly()
    {
        fields.IsExplicit = true;
        return this;
    }

    public IObjectTypeDescriptor<T> BindFieldsImplicitly()
    {
        fields.IsExplicit = false;
        return this;
    }

    public IObjectFieldDescriptor Field(string name) => FieldByName.Of(fields, name);

    public IObjectFieldDescriptor Field<TMember>(Expression<Func<T, TMember>> member) =>
        new ObjectFieldDescriptor(fields.Of(Members.Of(member, typeof(T))), fields.Types, fields);

    public IObjectTypeDescriptor<T> Ignore(Expression<Func<T, object?>> member)
    {
        var ignored = Members.Of(member, typeof(T));
        fields.Ignore(ignored.Name);
        Definition.Fields.RemoveAll(f => f.Member?.Name == ignored.Name && f.SourceType == typeof(T));
        return this;
    }

    IObjectTypeDescriptor IObjectTypeDescriptor.Name(string value) => Name(value);

    IObjectTypeDescriptor IObjectTypeDescriptor.Description(string? value) => Description(value);

    IObjectTypeDescriptor IObjectTypeDescriptor.Implements<TInterface>() => Implements<TInterface>();
}

/// <summary>Makes descriptors for CLR types known at run time only.</summary>
internal static class InterfaceTypeDescriptor
{
    public static object Create(Type type, ObjectFields fields) =>
        Activator.CreateInstance(typeof(InterfaceTypeDescriptor<>).MakeGenericType(type), fields)!;
}

internal sealed class InterfaceTypeDescriptor<T>(ObjectFields fields) : IInterfaceTypeDescriptor<T>
{
    public InterfaceTypeDefinition Definition { get; } = (InterfaceTypeDefinition)fields.Definition;

    public IInterfaceTypeDescriptor<T> Name(string value)
    {
        Definition.Name = value;
        return this;
    }

    public IInterfaceTypeDescriptor<T> Description(string? value)
    {
        Definition.Description = value;
        return this;
    }

    public IInterfaceTypeDescriptor<T> BindFieldsExplicitly()
    {
        fields.IsExplicit = true;
        return this;
    }

    public IObjectFieldDescriptor Field(string name) => FieldByName.Of(fields, name);

    public IObjectFieldDescriptor Field<TMember>(Expression<Func<T, TMember>> member) =>
        new ObjectFieldDescriptor(fields.Of(Members.Of(member, typeof(T))), fields.Types, fields);

    public IInterfaceTypeDescriptor<T> Ignore(Expression<Func<T, object?>> member)
    {
        fields.Ignore(Members.Of(member, typeof(T)).Name);
        return this;
    }

    IInterfaceTypeDescriptor IInterfaceTypeDescriptor.Name(string value) => Name(value);

    IInterfaceTypeDescriptor IInterfaceTypeDescriptor.Description(string? value) => Description(value);
}

internal static class FieldByName
{
    public static IObjectFieldDescriptor Of(ObjectFields fields, string name)
    {
        var field = fields.Definition.FindField(name);
        if (field is null) fields.Definition.Fields.Add(field = new OutputFieldDefinition { Name = name });
        return new ObjectFieldDescriptor(field, fields.Types, fields);
    }
}

/// <summary>Members named by lambdas.</summary>
internal static class Members
{
    /// <summary>The member, as the type itself declares or inherits it.</summary>
    public static MemberInfo Of(LambdaExpression expression, Type type)
    {
        var body = expression.Body;
        while (body is UnaryExpression { NodeType: ExpressionType.Convert } convert) body = convert.Operand;
        return body switch
        {
            MemberExpression { Member: PropertyInfo property } => type.GetProperty(property.Name, property.PropertyType) ?? property,
            MethodCallExpression call => call.Method,
            _ => throw new SchemaException($"`{expression}` names no property or method of {type.Name}."),
        };
    }
}
