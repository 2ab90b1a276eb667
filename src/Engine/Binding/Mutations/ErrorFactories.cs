using System.Reflection;
using GraphQLPlugins.Engine.Types;

namespace GraphQLPlugins.Engine.Binding.Mutations;

/// <summary>The ways in which a class makes errors of exceptions: constructor, <c>CreateErrorFrom</c>, <see cref="IPayloadErrorFactory{TException,TError}"/>.</summary>
internal static class ErrorFactories
{
    public static List<(Type Exception, Type Error, Func<Exception, object> Create)> Of(Type type)
    {
        var factories = new List<(Type, Type, Func<Exception, object>)>();
        foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance))
        {
            if (method.Name == "CreateErrorFrom" && TakesException(method, out var exception)) factories.Add((exception, method.ReturnType, Call(type, method, exception)));
        }
        foreach (var contract in type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IPayloadErrorFactory<,>)))
        {
            var method = contract.GetMethod("CreateErrorFrom")!;
            var exception = contract.GetGenericArguments()[0];
            if (!factories.Exists(f => f.Item1 == exception)) factories.Add((exception, contract.GetGenericArguments()[1], Call(type, method, exception)));
        }
        foreach (var constructor in type.GetConstructors())
        {
            if (!TakesException(constructor, out var exception) || factories.Exists(f => f.Item1 == exception)) continue;
            factories.Add((exception, type, e => Throwing(() => constructor.Invoke([e]))));
        }
        return factories;
    }

    private static bool TakesException(MethodBase method, out Type exception)
    {
        exception = method.GetParameters() is [var p] ? p.ParameterType : typeof(object);
        return typeof(Exception).IsAssignableFrom(exception);
    }

    private static Func<Exception, object> Call(Type type, MethodInfo method, Type exception)
    {
        object? instance = null;
        return e => Throwing(() => method.Invoke(method.IsStatic ? null : instance ??= Activator.CreateInstance(type), [e]))
            ?? throw new InvalidOperationException($"{type.Name}.{method.Name} made no error of {exception.Name}.");
    }

    private static object Throwing(Func<object?> create)
    {
        try
        {
            return create()!;
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            throw inner;
        }
    }
}
