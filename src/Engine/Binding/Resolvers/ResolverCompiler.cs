using System.Linq.Expressions;
using System.Reflection;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.TypeSystem;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Binding.Resolvers;

/// <summary>Makes delegates of members when an operation first needs the field. Plain getters need no expression trees.</summary>
internal sealed class ResolverCompiler(ValueConverter converter)
{
    private static readonly MethodInfo ParentMethod = typeof(IResolverContext).GetMethod(nameof(IResolverContext.Parent))!;
    private static readonly MethodInfo ResolverMethod = typeof(IResolverContext).GetMethod(nameof(IResolverContext.Resolver))!;
    private static readonly MethodInfo FromTaskMethod = Wrapper(nameof(AsyncResolver.FromTask));
    private static readonly MethodInfo FromValueTaskMethod = Wrapper(nameof(AsyncResolver.FromValueTask));
    private static readonly MethodInfo FromValueMethod = Wrapper(nameof(AsyncResolver.FromValue));

    public CompiledResolver Compile(OutputField field, ResolverBinding binding)
    {
        if (binding is { IsPure: true, Source: ResolverSource.Parent } && Getter(binding) is { } getter)
            return new CompiledResolver { Kind = ResolverKind.Getter, Getter = getter, NeedsScope = false };
        if (binding.IsPure)
        {
            var (body, context) = Call(field, binding);
            var pure = Expression.Lambda<PureFieldDelegate>(Expression.Convert(body, typeof(object)), context).Compile();
            return new CompiledResolver { Kind = ResolverKind.Pure, Pure = pure, NeedsScope = false };
        }
        return new CompiledResolver { Kind = ResolverKind.Async, Pipeline = Pipeline(field, binding), NeedsScope = binding.NeedsScope };
    }

    /// <summary>The typed call of a member, for subscriptions that open their stream by a method.</summary>
    public Func<IResolverContext, object?> CompileCall(OutputField field, ResolverBinding binding)
    {
        var (body, context) = Call(field, binding);
        return Expression.Lambda<Func<IResolverContext, object?>>(Expression.Convert(body, typeof(object)), context).Compile();
    }

    /// <summary>A method that loads a node: one parameter takes the inner id, the others what resolvers may take.</summary>
    public Relay.NodeResolverDelegate CompileNodeResolver(ResolverBinding binding, ParameterInfo id)
    {
        var context = Expression.Parameter(typeof(IResolverContext), "context");
        var value = Expression.Parameter(typeof(object), "id");
        var method = (MethodInfo)binding.Member;
        var convert = typeof(ValueConverter).GetMethods().Single(m => m is { Name: nameof(ValueConverter.Convert), IsGenericMethodDefinition: true });
        var arguments = binding.Parameters.Select(p => p.Parameter == id
            ? Expression.Call(Expression.Constant(converter), convert.MakeGenericMethod(id.ParameterType), value)
            : p.Binder is { } binder
                ? Typed(binder.Build(p.Parameter, context, null!), p.Parameter.ParameterType)
                : throw new SchemaException($"The node resolver {method.DeclaringType?.Name}.{method.Name} takes more than an id: {p.Parameter.Name} is neither a service nor state."));
        var instance = method.IsStatic ? null : Instance(binding, context);
        var call = Expression.Lambda<Func<IResolverContext, object, object?>>(
            Expression.Convert(Expression.Call(instance, method, arguments), typeof(object)), context, value).Compile();
        var unwrap = TaskResult.UnwrapperOf(method.ReturnType);
        return (c, v) => unwrap(call(c, v));
    }

    private FieldDelegate Pipeline(OutputField field, ResolverBinding binding)
    {
        var (body, context) = Call(field, binding);
        var returned = body.Type;
        var wrap = FromValueMethod.MakeGenericMethod(returned);
        if (ClrType(returned, typeof(Task<>)) is { } task) (wrap, returned) = (FromTaskMethod.MakeGenericMethod(task.GetGenericArguments()), task);
        else if (ClrType(returned, typeof(ValueTask<>)) is { } valueTask) (wrap, returned) = (FromValueTaskMethod.MakeGenericMethod(valueTask.GetGenericArguments()), valueTask);
        else if (returned == typeof(void)) return Action(Expression.Lambda<Action<IResolverContext>>(body, context).Compile());
        else if (returned == typeof(Task)) return AsyncResolver.FromTask(Expression.Lambda<Func<IResolverContext, Task>>(body, context).Compile());
        else if (returned == typeof(ValueTask)) return AsyncResolver.FromValueTask(Expression.Lambda<Func<IResolverContext, ValueTask>>(body, context).Compile());
        var call = Expression.Lambda(typeof(Func<,>).MakeGenericType(typeof(IResolverContext), returned), body, context).Compile();
        return (FieldDelegate)wrap.Invoke(null, [call])!;
    }

    private static FieldDelegate Action(Action<IResolverContext> call) => context =>
    {
        call(context);
        context.Result = null;
        return default;
    };

    private (Expression Body, ParameterExpression Context) Call(OutputField field, ResolverBinding binding)
    {
        var context = Expression.Parameter(typeof(IResolverContext), "context");
        var instance = binding.Source switch
        {
            ResolverSource.Parent => Expression.Call(context, ParentMethod.MakeGenericMethod(binding.SourceType)),
            ResolverSource.Instance => Instance(binding, context),
            _ => null,
        };
        if (binding.Member is PropertyInfo property) return (Expression.Property(instance, property), context);
        var method = (MethodInfo)binding.Member;
        var arguments = binding.Parameters.Select(p => p.Binder is { } binder
            ? Typed(binder.Build(p.Parameter, context, field), p.Parameter.ParameterType)
            : ArgumentExpressions.Read(p.Parameter, p.Argument!.Name, field, context, converter));
        return (Expression.Call(instance, method, arguments), context);
    }

    private static Expression Typed(Expression value, Type type) => value.Type == type ? value : Expression.Convert(value, type);

    private static Expression Instance(ResolverBinding binding, Expression context) => binding.IsPure
        ? Expression.Constant(ResolverInstances.Get(binding.SourceType))
        : Expression.Call(context, ResolverMethod.MakeGenericMethod(binding.SourceType));

    private static Delegate? Getter(ResolverBinding binding)
    {
        var method = binding.Member switch
        {
            PropertyInfo p => p.GetMethod,
            MethodInfo m when m.GetParameters().Length == 0 => m,
            _ => null,
        };
        if (method is null || method.IsStatic) return null;
        var parent = binding.SourceType;
        var type = typeof(Func<,>).MakeGenericType(parent, method.ReturnType);
        if (!parent.IsValueType) return Delegate.CreateDelegate(type, method, throwOnBindFailure: false);
        return (Delegate?)typeof(StructGetter).GetMethod(nameof(StructGetter.Create))!.MakeGenericMethod(parent, method.ReturnType).Invoke(null, [method]);
    }

    private static Type? ClrType(Type type, Type definition)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (t.IsGenericType && t.GetGenericTypeDefinition() == definition) return t;
        }
        return null;
    }

    private static MethodInfo Wrapper(string name) =>
        typeof(AsyncResolver).GetMethods(BindingFlags.Static | BindingFlags.Public).Single(m => m.Name == name && m.IsGenericMethodDefinition);
}

/// <summary>Getters of struct parents, whose <c>this</c> goes by reference.</summary>
internal static class StructGetter
{
    private delegate TValue ByReference<TParent, TValue>(ref TParent parent) where TParent : struct;

    public static Func<TParent, TValue>? Create<TParent, TValue>(MethodInfo method) where TParent : struct
    {
        var getter = method.CreateDelegate<ByReference<TParent, TValue>>();
        return parent => getter(ref parent);
    }
}

/// <summary>One instance for each class of resolvers that needs no services, shared by all schemas.</summary>
internal static class ResolverInstances
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<Type, object> Instances = [];

    public static bool CanShare(Type type, IServiceProviderIsService? services) =>
        type is { IsAbstract: false, IsInterface: false } && type.GetConstructor(Type.EmptyTypes) is not null && services?.IsService(type) != true;

    public static object Get(Type type) => Instances.GetOrAdd(type, static t => Activator.CreateInstance(t)!);
}
