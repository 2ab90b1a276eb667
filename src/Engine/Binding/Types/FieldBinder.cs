using System.Reflection;
using GraphQLPlugins.Engine.Binding.Descriptors;
using GraphQLPlugins.Engine.Binding.Inference;
using GraphQLPlugins.Engine.Binding.Resolvers;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Binding.Types;

/// <summary>Makes an output field of a property or method: name, type, arguments, resolver, and what its attributes say.</summary>
internal sealed class FieldBinder(TypeRegistry types, IReadOnlyList<IParameterBinder> binders)
{
    /// <param name="member">A property or method.</param>
    /// <param name="sourceType">The class that instance members are called on.</param>
    /// <param name="source">Whether that is the parent object or a class that holds resolvers; static members need neither.</param>
    public OutputFieldDefinition Bind(MemberInfo member, Type sourceType, ResolverSource source)
    {
        try
        {
            return BindMember(member, sourceType, source);
        }
        catch (SchemaException e)
        {
            throw new SchemaException([.. e.Errors.Select(x => x.WithMessage($"{member.DeclaringType?.Name}.{member.Name}: {x.Message}"))]);
        }
    }

    /// <summary>A field of an interface: it has no resolver of its own.</summary>
    public OutputFieldDefinition BindAbstract(MemberInfo member, Type sourceType)
    {
        var field = Bind(member, sourceType, ResolverSource.Parent);
        field.ResolverFactory = null;
        return field;
    }

    public InputFieldDefinition BindArgument(ParameterInfo parameter)
    {
        var argument = new InputFieldDefinition
        {
            Name = types.Naming.GetArgumentName(parameter),
            Description = types.Naming.GetDescription(parameter),
            DeprecationReason = Deprecation.Of(parameter),
            Type = types.Inference.OfParameter(parameter),
            RuntimeType = WithoutOptional(parameter.ParameterType),
            Parameter = parameter,
        };
        ApplyDefault(argument, parameter, parameter.HasDefaultValue ? parameter.DefaultValue : null);
        CommonAttributes.Apply(parameter, argument.Directives);
        Relay.GlobalIds.Apply(parameter, argument, types);
        ApplyConverter(argument);
        foreach (var attribute in DescriptorOrder.Of<ArgumentDescriptorAttribute>(parameter))
            attribute.OnConfigure(types, new ArgumentDescriptor(argument, types), parameter);
        return argument;
    }

    /// <summary>Values for a CLR type that registered functions make go through these.</summary>
    public void ApplyConverter(InputFieldDefinition input)
    {
        if (input.Formatter is not null || input.RuntimeType is not { } type) return;
        var leaf = ResultMapping.LeafOf(type);
        if (types.Converter.Makes(leaf)) input.Formatter = value => types.Converter.Convert(value, leaf);
    }

    public static Type WithoutOptional(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>) ? type.GetGenericArguments()[0] : type;

    /// <summary>Default by attribute, else the C# one. A value of a non-null CLR type makes the place non-null.</summary>
    public static void ApplyDefault(InputFieldDefinition input, ICustomAttributeProvider element, object? clrDefault)
    {
        foreach (var attribute in Attributes.Of(element))
        {
            switch (attribute)
            {
                case DefaultValueAttribute { Value: { } value }:
                    SetDefault(input, value);
                    if (value.GetType().IsValueType && input.Type.Innermost is ClrTypeRef && input.Type is ClrTypeRef) input.Type = TypeRef.NonNull(input.Type);
                    return;
                case DefaultValueAttribute:
                    return;
                case DefaultValueSyntaxAttribute { Syntax: { } syntax }:
                    input.DefaultValue = Literals.Parse(syntax);
                    return;
            }
        }
        if (clrDefault is not null and not DBNull) SetDefault(input, clrDefault);
    }

    private static void SetDefault(InputFieldDefinition input, object value)
    {
        // Reflection gives the defaults of nullable enums as numbers.
        var target = input.RuntimeType is { } type ? Nullable.GetUnderlyingType(type) ?? type : null;
        input.RuntimeDefaultValue = target is { IsEnum: true } && value.GetType() != target ? Enum.ToObject(target, value) : value;
    }

    private OutputFieldDefinition BindMember(MemberInfo member, Type sourceType, ResolverSource source)
    {
        var place = types.Inference.Nullability.Of(member);
        var field = new OutputFieldDefinition
        {
            Name = types.Naming.GetMemberName(member),
            Description = types.Naming.GetDescription(member),
            DeprecationReason = Deprecation.Of(member),
            Type = types.Inference.OfMember(member, TypeContext.Output),
            Member = member,
            SourceType = sourceType,
            ResultType = ClrTypes.Unwrap(place).Type,
        };
        var parameters = member is MethodInfo method ? method.GetParameters().Select(p => BindParameter(p, field)).ToArray() : [];
        foreach (var parameter in parameters)
        {
            if (parameter.Argument is { } argument) field.Arguments.Add(argument);
        }
        var binding = Binding(member, sourceType, source, parameters, place.Type);
        field.Features.Set(binding);
        field.ResolverFactory = frozen => Convert(types.Compiler.Compile(frozen, binding), frozen);
        ApplyAttributes(field, member);
        return field;
    }

    private ParameterBinding BindParameter(ParameterInfo parameter, OutputFieldDefinition field)
    {
        foreach (var binder in binders)
        {
            if (!binder.CanBind(parameter)) continue;
            binder.OnBound(parameter, field);
            return new ParameterBinding(parameter, binder, null);
        }
        return new ParameterBinding(parameter, null, BindArgument(parameter));
    }

    private ResolverBinding Binding(MemberInfo member, Type sourceType, ResolverSource source, ParameterBinding[] parameters, Type returnType)
    {
        if (member is MethodInfo { IsStatic: true } or PropertyInfo { GetMethod.IsStatic: true }) source = ResolverSource.Static;
        var shared = source != ResolverSource.Instance || ResolverInstances.CanShare(sourceType, types.ServiceTypes);
        var synchronous = !ClrTypes.IsAsync(returnType) && returnType != typeof(Task) && returnType != typeof(ValueTask) && returnType != typeof(void);
        var takesServices = Array.Exists(parameters, p => p.Binder is { IsPure: false });
        return new ResolverBinding
        {
            Member = member, Source = source, SourceType = sourceType, Parameters = parameters,
            IsPure = synchronous && shared && !takesServices && !ClrTypes.IsLazySequence(returnType) && !typeof(IFieldResult).IsAssignableFrom(returnType),
            NeedsScope = Array.Exists(parameters, p => p.Binder is { NeedsScope: true }) || !shared,
        };
    }

    /// <summary>Results of a CLR type for which a function to the scalar's type was registered go through it.</summary>
    private CompiledResolver Convert(CompiledResolver resolver, OutputField field)
    {
        if (field.Type.Named is not ScalarType { RuntimeType: { } target } || field.ResultType is not { } result) return resolver;
        var leaf = ResultMapping.LeafOf(result);
        return leaf != target && types.Converter.Between(leaf, target) is { } convert ? ResultMapping.Map(resolver, convert) : resolver;
    }

    private void ApplyAttributes(OutputFieldDefinition field, MemberInfo member)
    {
        foreach (var attribute in Attributes.Of(member))
        {
            switch (attribute)
            {
                case ParallelAttribute: field.Strategy = ResolverStrategy.Parallel; break;
                case SerialAttribute: field.Strategy = ResolverStrategy.Serial; break;
                case UseRequestScopeAttribute: field.Scope = DependencyInjectionScope.Request; break;
                case UseResolverScopeAttribute: field.Scope = DependencyInjectionScope.Resolver; break;
            }
        }
        CommonAttributes.Apply(member, field.Directives);
        Relay.GlobalIds.Apply(member, field, types);
        if (member is MethodInfo method) SubscriptionStreams.Apply(method, field, types);
        foreach (var attribute in DescriptorOrder.Of<ObjectFieldDescriptorAttribute>(member))
            attribute.OnConfigure(types, new ObjectFieldDescriptor(field, types), member);
    }
}

/// <summary>Descriptor attributes in the order of their source lines; those of one line as reflection gives them.</summary>
internal static class DescriptorOrder
{
    public static IEnumerable<T> Of<T>(ICustomAttributeProvider element) where T : DescriptorAttribute =>
        Attributes.Of(element).OfType<T>().OrderBy(a => a.Order);
}

/// <summary>Why not to use a thing.</summary>
internal static class Deprecation
{
    public static string? Of(ICustomAttributeProvider element)
    {
        foreach (var attribute in Attributes.Of(element))
        {
            switch (attribute)
            {
                case GraphQLDeprecatedAttribute d: return Text(d.DeprecationReason);
                case ObsoleteAttribute o: return Text(o.Message);
            }
        }
        return null;
    }

    private static string Text(string? reason) => string.IsNullOrEmpty(reason) ? SpecDirectives.DefaultDeprecationReason : reason;
}

/// <summary>Literals in attributes.</summary>
internal static class Literals
{
    /// <summary>The literal. Errors: <see cref="SchemaException"/>.</summary>
    public static IValueNode Parse(string syntax)
    {
        try
        {
            var document = Utf8GraphQLParser.Parse($"{{ x(y: {syntax}) }}");
            return ((FieldNode)((OperationDefinitionNode)document.Definitions[0]).SelectionSet.Selections[0]).Arguments[0].Value;
        }
        catch (SyntaxException e)
        {
            throw new SchemaException($"`{syntax}` is not a GraphQL literal: {e.Message}");
        }
    }
}
