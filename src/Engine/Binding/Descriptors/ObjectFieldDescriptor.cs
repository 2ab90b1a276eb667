using System.Linq.Expressions;
using System.Reflection;
using GraphQLPlugins.Engine.Binding.Inference;
using GraphQLPlugins.Engine.Binding.Resolvers;
using GraphQLPlugins.Engine.Binding.Types;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Binding.Descriptors;

internal sealed class ObjectFieldDescriptor(OutputFieldDefinition definition, TypeRegistry types, ObjectFields? owner = null) : IObjectFieldDescriptor
{
    public OutputFieldDefinition Definition => definition;

    public IObjectFieldDescriptor Name(string value)
    {
        definition.Name = value;
        return this;
    }

    public IObjectFieldDescriptor Description(string? value)
    {
        definition.Description = value;
        return this;
    }

    public IObjectFieldDescriptor Deprecated(string? reason = null)
    {
        definition.DeprecationReason = string.IsNullOrEmpty(reason) ? SpecDirectives.DefaultDeprecationReason : reason;
        return this;
    }

    public IObjectFieldDescriptor Type<TType>() => Type(typeof(TType));

    public IObjectFieldDescriptor Type(Type type)
    {
        definition.Type = types.Inference.OfTypeArgument(type, TypeContext.Output);
        return this;
    }

    public IObjectFieldDescriptor Type(ITypeNode type)
    {
        definition.Type = TypeInference.Of(type);
        return this;
    }

    public IObjectFieldDescriptor Argument(string name, Action<IArgumentDescriptor> configure)
    {
        var argument = definition.Arguments.Find(a => a.Name == name);
        if (argument is null) definition.Arguments.Add(argument = new InputFieldDefinition { Name = name });
        configure(new ArgumentDescriptor(argument, types));
        return this;
    }

    public IObjectFieldDescriptor Ignore(bool ignore = true)
    {
        if (!ignore || owner is null) return this;
        if (definition.Member is { } member) owner.Ignore(member.Name);
        owner.Definition.Fields.Remove(definition);
        return this;
    }

    public IObjectFieldDescriptor Use(FieldMiddleware middleware)
    {
        definition.Middleware.Add(new FieldMiddlewareDefinition(null, _ => middleware));
        return this;
    }

    public IObjectFieldDescriptor Resolve(FieldResolverDelegate resolver)
    {
        definition.Resolver = resolver;
        definition.ResolverFactory = null;
        return this;
    }

    public IObjectFieldDescriptor Resolve<TResult>(Func<IResolverContext, TResult> resolver)
    {
        SetResultType(typeof(TResult));
        return Resolve((FieldResolverDelegate)(context => new ValueTask<object?>(resolver(context))));
    }

    public IObjectFieldDescriptor Resolve<TResult>(Func<IResolverContext, Task<TResult>> resolver)
    {
        SetResultType(typeof(TResult));
        return Resolve((FieldResolverDelegate)(async context => await resolver(context).ConfigureAwait(false)));
    }

    public IObjectFieldDescriptor ResolveWith<TResolver>(Expression<Func<TResolver, object?>> member)
    {
        var bound = types.Fields.Bind(Members.Of(member, typeof(TResolver)), typeof(TResolver), ResolverSource.Instance);
        definition.Member ??= bound.Member;
        definition.SourceType = bound.SourceType;
        definition.ResultType = bound.ResultType;
        definition.Resolver = null;
        definition.ResolverFactory = bound.ResolverFactory;
        definition.Type ??= bound.Type;
        definition.Description ??= bound.Description;
        foreach (var argument in bound.Arguments)
        {
            if (definition.Arguments.TrueForAll(a => a.Name != argument.Name)) definition.Arguments.Add(argument);
        }
        bound.Features.CopyTo(definition.Features);
        return this;
    }

    public IObjectFieldDescriptor Directive(string name, params KeyValuePair<string, IValueNode>[] arguments)
    {
        definition.Directives.Add(new AppliedDirective(name, arguments));
        return this;
    }

    private void SetResultType(Type type)
    {
        definition.ResultType = type;
        definition.Type ??= types.Inference.Infer(new Place(type, null), TypeContext.Output);
    }
}

internal sealed class ArgumentDescriptor(InputFieldDefinition definition, TypeRegistry types) : IArgumentDescriptor
{
    public InputFieldDefinition Definition => definition;

    public IArgumentDescriptor Name(string value)
    {
        definition.Name = value;
        return this;
    }

    public IArgumentDescriptor Description(string? value)
    {
        definition.Description = value;
        return this;
    }

    public IArgumentDescriptor Type<TType>() => Type(typeof(TType));

    public IArgumentDescriptor Type(Type type)
    {
        definition.Type = types.Inference.OfTypeArgument(type, TypeContext.Input);
        return this;
    }

    public IArgumentDescriptor Type(ITypeNode type)
    {
        definition.Type = TypeInference.Of(type);
        return this;
    }

    public IArgumentDescriptor DefaultValue(object? value)
    {
        definition.RuntimeDefaultValue = value;
        if (value is null) definition.DefaultValue = NullValueNode.Default;
        return this;
    }

    public IArgumentDescriptor DefaultValue(IValueNode value)
    {
        definition.DefaultValue = value;
        return this;
    }
}

internal sealed class InputFieldDescriptor(InputFieldDefinition definition, TypeRegistry types, InputFields? owner = null) : IInputFieldDescriptor
{
    public InputFieldDefinition Definition => definition;

    public IInputFieldDescriptor Name(string value)
    {
        definition.Name = value;
        return this;
    }

    public IInputFieldDescriptor Description(string? value)
    {
        definition.Description = value;
        return this;
    }

    public IInputFieldDescriptor Type<TType>()
    {
        definition.Type = types.Inference.OfTypeArgument(typeof(TType), TypeContext.Input);
        return this;
    }

    public IInputFieldDescriptor DefaultValue(object? value)
    {
        definition.RuntimeDefaultValue = value;
        if (value is null) definition.DefaultValue = NullValueNode.Default;
        return this;
    }

    public IInputFieldDescriptor Ignore(bool ignore = true)
    {
        if (!ignore || owner is null) return this;
        if (definition.Property is { } property) owner.Ignore(property.Name);
        owner.Definition.Fields.Remove(definition);
        return this;
    }
}
