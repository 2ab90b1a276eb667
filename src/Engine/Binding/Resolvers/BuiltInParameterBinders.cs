using System.Linq.Expressions;
using System.Reflection;
using System.Security.Claims;
using GraphQLPlugins.Engine.Binding.Inference;
using GraphQLPlugins.Engine.DataLoading;
using GraphQLPlugins.Engine.Execution.Processing;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.TypeSystem.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Binding.Resolvers;

/// <summary>The kinds of parameters that every resolver may have, in the order in which they are asked.</summary>
internal static class BuiltInParameterBinders
{
    public static IReadOnlyList<IParameterBinder> All(IServiceProviderIsService? services) =>
    [
        new ParentBinder(),
        new EventMessageBinder(),
        new StateBinder(),
        new ServiceAttributeBinder(),
        new IsSelectedBinder(),
        new ContextBinder(),
        new ParameterBinder<CancellationToken>(c => c.RequestAborted, needsScope: false),
        new ParameterBinder<ClaimsPrincipal>(c => ResolverState.Global<ClaimsPrincipal>(c, nameof(ClaimsPrincipal), isOptional: false), needsScope: false),
        new ParameterBinder<IServiceProvider>(c => c.Services),
        new ParameterBinder<IVariableValueCollection>(c => c.Variables, needsScope: false),
        new ParameterBinder<DocumentNode>(c => c.Operation.Document, isPure: true),
        new ParameterBinder<OperationDefinitionNode>(c => c.Operation.Definition, isPure: true),
        new ParameterBinder<FieldNode>(c => c.Selection.SyntaxNode, isPure: true),
        new ParameterBinder<ISelection>(c => c.Selection, isPure: true),
        new ParameterBinder<IOperation>(c => c.Operation, isPure: true),
        new ParameterBinder<ISchema>(c => c.Schema, isPure: true),
        new ParameterBinder<Schema>(c => (Schema)c.Schema, isPure: true),
        new ParameterBinder<ObjectType>(c => c.ObjectType, isPure: true),
        new ParameterBinder<OutputField>(c => c.Selection.Field, isPure: true),
        new ParameterBinder<Path>(c => c.Path, isPure: true),
        new HttpStateBinder(),
        new DataLoaderBinder(services),
        new DiscoveredServiceBinder(services),
    ];

    /// <summary>Whether null or a missing thing is fine: annotated as nullable, or with a default.</summary>
    internal static bool IsOptional(ParameterInfo parameter) =>
        parameter.HasDefaultValue || Nullable.GetUnderlyingType(parameter.ParameterType) is not null
        || (!parameter.ParameterType.IsValueType && new NullabilityInfoContext().Create(parameter).ReadState == NullabilityState.Nullable);
}

/// <summary>On a field: the members of the parent that its resolver reads, from <c>[Parent(requires)]</c>.</summary>
/// <param name="Parent">The CLR type of the parent.</param>
/// <param name="Members">Member names, separated by blanks; braces nest.</param>
public sealed record ParentRequirements(Type Parent, string Members);

internal sealed class ParentBinder : IParameterBinder
{
    public bool IsPure => true;

    public bool CanBind(ParameterInfo parameter) => Attributes.Has<ParentAttribute>(parameter);

    public void OnBound(ParameterInfo parameter, OutputFieldDefinition field)
    {
        if (Attributes.First<ParentAttribute>(parameter)!.Requires is { } requires)
            field.Features.Set(new ParentRequirements(parameter.ParameterType, requires));
    }

    public Expression Build(ParameterInfo parameter, Expression context, OutputField field) =>
        Expression.Call(context, typeof(IResolverContext).GetMethod(nameof(IResolverContext.Parent))!.MakeGenericMethod(parameter.ParameterType));
}

internal sealed class EventMessageBinder : IParameterBinder
{
    public bool IsPure => true;

    public bool CanBind(ParameterInfo parameter) => Attributes.Has<EventMessageAttribute>(parameter);

    public Expression Build(ParameterInfo parameter, Expression context, OutputField field) =>
        Expression.Call(typeof(ResolverState), nameof(ResolverState.EventMessage), [parameter.ParameterType], context);
}

internal sealed class StateBinder : IParameterBinder
{
    public bool NeedsScope => false;

    public bool CanBind(ParameterInfo parameter) => Kind(parameter) is not null;

    public Expression Build(ParameterInfo parameter, Expression context, OutputField field)
    {
        var (kind, key) = Kind(parameter)!.Value;
        var type = parameter.ParameterType;
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(SetState<>))
            return Expression.Call(typeof(ResolverState), "Set" + kind, type.GetGenericArguments(), context, Expression.Constant(key));
        return Expression.Call(typeof(ResolverState), kind, [type], context, Expression.Constant(key),
            Expression.Constant(BuiltInParameterBinders.IsOptional(parameter)));
    }

    private static (string Kind, string Key)? Kind(ParameterInfo parameter)
    {
        foreach (var attribute in Attributes.Of(parameter))
        {
            switch (attribute)
            {
                case GlobalStateAttribute g: return (nameof(ResolverState.Global), g.Key ?? parameter.Name!);
                case ScopedStateAttribute s: return (nameof(ResolverState.Scoped), s.Key ?? parameter.Name!);
                case LocalStateAttribute l: return (nameof(ResolverState.Local), l.Key ?? parameter.Name!);
            }
        }
        return null;
    }
}

internal sealed class ServiceAttributeBinder : IParameterBinder
{
    public bool CanBind(ParameterInfo parameter) =>
        Attributes.Has<ServiceAttribute>(parameter) || Attributes.Has<SchemaServiceAttribute>(parameter)
        || Attributes.Has<FromKeyedServicesAttribute>(parameter);

    public Expression Build(ParameterInfo parameter, Expression context, OutputField field)
    {
        object? key = Attributes.First<FromKeyedServicesAttribute>(parameter)?.Key ?? Attributes.First<ServiceAttribute>(parameter)?.Key;
        return Expression.Call(typeof(ResolverServices), nameof(ResolverServices.Get), [parameter.ParameterType], context,
            Expression.Constant(key, typeof(object)), Expression.Constant(BuiltInParameterBinders.IsOptional(parameter)));
    }
}

/// <summary>Registered loaders: the request has one of each, so the field of a hundred parents opens no hundred service scopes for it.</summary>
internal sealed class DataLoaderBinder(IServiceProviderIsService? services) : IParameterBinder
{
    public bool NeedsScope => false;

    public bool CanBind(ParameterInfo parameter) =>
        typeof(IDataLoader).IsAssignableFrom(parameter.ParameterType) && services?.IsService(parameter.ParameterType) == true;

    public Expression Build(ParameterInfo parameter, Expression context, OutputField field) =>
        Expression.Call(typeof(ResolverServices), nameof(ResolverServices.GetOfRequest), [parameter.ParameterType], context);
}

/// <summary>Parameters whose type the container knows, without any attribute.</summary>
internal sealed class DiscoveredServiceBinder(IServiceProviderIsService? services) : IParameterBinder
{
    public bool CanBind(ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        if (services is null || type.IsValueType || type == typeof(string) || Attributes.Has<ArgumentAttribute>(parameter)) return false;
        // The container claims to know every sequence.
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IEnumerable<>)) return services.IsService(type.GetGenericArguments()[0]);
        return services.IsService(type);
    }

    public Expression Build(ParameterInfo parameter, Expression context, OutputField field) =>
        Expression.Call(typeof(ResolverServices), nameof(ResolverServices.Get), [parameter.ParameterType], context,
            Expression.Constant(null, typeof(object)), Expression.Constant(BuiltInParameterBinders.IsOptional(parameter)));
}

internal sealed class IsSelectedBinder : IParameterBinder
{
    public bool NeedsScope => false;

    public bool CanBind(ParameterInfo parameter) => Attributes.Has<IsSelectedAttribute>(parameter);

    public Expression Build(ParameterInfo parameter, Expression context, OutputField field)
    {
        var pattern = SelectionPattern.Parse(Attributes.First<IsSelectedAttribute>(parameter)!.FieldNames);
        return Expression.Call(Expression.Constant(pattern), nameof(SelectionPattern.IsMatch), null, context);
    }
}

internal sealed class ContextBinder : IParameterBinder
{
    public bool CanBind(ParameterInfo parameter) => parameter.ParameterType == typeof(IResolverContext) || parameter.ParameterType == typeof(IMiddlewareContext);

    public Expression Build(ParameterInfo parameter, Expression context, OutputField field) => Expression.Convert(context, parameter.ParameterType);
}

/// <summary>The HTTP objects, by name: the engine does not know ASP.NET, its transports leave them as global state.</summary>
internal sealed class HttpStateBinder : IParameterBinder
{
    private const string Namespace = "Microsoft.AspNetCore.Http";

    public bool NeedsScope => false;

    public bool CanBind(ParameterInfo parameter) =>
        parameter.ParameterType is { Namespace: Namespace, Name: "HttpContext" or "HttpRequest" or "HttpResponse" };

    public Expression Build(ParameterInfo parameter, Expression context, OutputField field)
    {
        var type = parameter.ParameterType;
        var httpContext = type.Name == "HttpContext" ? type : type.GetProperty("HttpContext")!.PropertyType;
        var value = Expression.Call(typeof(ResolverState), nameof(ResolverState.Global), [httpContext], context, Expression.Constant("HttpContext"),
            Expression.Constant(BuiltInParameterBinders.IsOptional(parameter)));
        return type.Name switch
        {
            "HttpRequest" => Expression.Property(value, "Request"),
            "HttpResponse" => Expression.Property(value, "Response"),
            _ => value,
        };
    }
}
