using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Types;

/// <summary>Configures an object type.</summary>
public interface IObjectTypeDescriptor
{
    /// <summary>The definition underneath.</summary>
    ObjectTypeDefinition Definition { get; }

    IObjectTypeDescriptor Name(string value);
    IObjectTypeDescriptor Description(string? value);
    IObjectTypeDescriptor Implements<T>();
    IObjectTypeDescriptor Directive(string name, params KeyValuePair<string, IValueNode>[] arguments);

    /// <summary>A field by name; made when it is not there.</summary>
    IObjectFieldDescriptor Field(string name);
}

/// <summary>Configures the object type of <typeparamref name="T"/>.</summary>
public interface IObjectTypeDescriptor<T> : IObjectTypeDescriptor
{
    new IObjectTypeDescriptor<T> Name(string value);
    new IObjectTypeDescriptor<T> Description(string? value);
    new IObjectTypeDescriptor<T> Implements<TInterface>();

    /// <summary>Only members configured here become fields.</summary>
    IObjectTypeDescriptor<T> BindFieldsExplicitly();

    /// <summary>All public members become fields; the default.</summary>
    IObjectTypeDescriptor<T> BindFieldsImplicitly();

    /// <summary>The field of a member.</summary>
    IObjectFieldDescriptor Field<TMember>(Expression<Func<T, TMember>> member);

    /// <summary>Keeps a member out of the graph.</summary>
    IObjectTypeDescriptor<T> Ignore(Expression<Func<T, object?>> member);
}

/// <summary>Configures an output field.</summary>
public interface IObjectFieldDescriptor
{
    /// <summary>The definition underneath.</summary>
    OutputFieldDefinition Definition { get; }

    IObjectFieldDescriptor Name(string value);
    IObjectFieldDescriptor Description(string? value);
    IObjectFieldDescriptor Deprecated(string? reason = null);
    IObjectFieldDescriptor Type<TType>();
    IObjectFieldDescriptor Type(Type type);
    IObjectFieldDescriptor Type(ITypeNode type);
    IObjectFieldDescriptor Argument(string name, Action<IArgumentDescriptor> configure);
    IObjectFieldDescriptor Ignore(bool ignore = true);

    /// <summary>Adds a middleware inside those that are there.</summary>
    IObjectFieldDescriptor Use(FieldMiddleware middleware);

    IObjectFieldDescriptor Resolve(FieldResolverDelegate resolver);

    // A lambda fits several of these; the one that says most about the result wins.
    [OverloadResolutionPriority(-1)]
    IObjectFieldDescriptor Resolve<TResult>(Func<IResolverContext, TResult> resolver);

    [OverloadResolutionPriority(1)]
    IObjectFieldDescriptor Resolve<TResult>(Func<IResolverContext, Task<TResult>> resolver);

    IObjectFieldDescriptor ResolveWith<TResolver>(Expression<Func<TResolver, object?>> member);
    IObjectFieldDescriptor Directive(string name, params KeyValuePair<string, IValueNode>[] arguments);
}

/// <summary>Configures an argument.</summary>
public interface IArgumentDescriptor
{
    /// <summary>The definition underneath.</summary>
    InputFieldDefinition Definition { get; }

    IArgumentDescriptor Name(string value);
    IArgumentDescriptor Description(string? value);
    IArgumentDescriptor Type<TType>();
    IArgumentDescriptor Type(Type type);
    IArgumentDescriptor Type(ITypeNode type);
    IArgumentDescriptor DefaultValue(object? value);
    IArgumentDescriptor DefaultValue(IValueNode value);
}

/// <summary>Configures an input field.</summary>
public interface IInputFieldDescriptor
{
    /// <summary>The definition underneath.</summary>
    InputFieldDefinition Definition { get; }

    IInputFieldDescriptor Name(string value);
    IInputFieldDescriptor Description(string? value);
    IInputFieldDescriptor Type<TType>();
    IInputFieldDescriptor DefaultValue(object? value);
    IInputFieldDescriptor Ignore(bool ignore = true);
}
