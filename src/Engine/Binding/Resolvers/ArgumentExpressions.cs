using System.Linq.Expressions;
using System.Reflection;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Binding.Resolvers;

/// <summary>Reads arguments as the parameters want them.</summary>
internal static class ArgumentExpressions
{
    private static readonly MethodInfo Value = typeof(IResolverContext).GetMethod(nameof(IResolverContext.ArgumentValue))!;
    private static readonly MethodInfo OptionalValue = typeof(IResolverContext).GetMethod(nameof(IResolverContext.ArgumentOptional))!;
    private static readonly MethodInfo BundledValue = Method(nameof(ReadBundled));
    private static readonly MethodInfo BundledOptional = Method(nameof(ReadBundledOptional));

    public static Expression Read(ParameterInfo parameter, string name, OutputField field, Expression context, ValueConverter converter)
    {
        var type = parameter.ParameterType;
        var optional = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>);
        var value = optional ? type.GetGenericArguments()[0] : type;
        if (field.Features.Get<BundledArguments>() is { } bundle)
        {
            return Expression.Call((optional ? BundledOptional : BundledValue).MakeGenericMethod(value), context,
                Expression.Constant(bundle.InputArgument), Expression.Constant(name), Expression.Constant(converter));
        }
        return Expression.Call(context, (optional ? OptionalValue : Value).MakeGenericMethod(value), Expression.Constant(name));
    }

    private static T ReadBundled<T>(IResolverContext context, string bundle, string name, ValueConverter converter) =>
        context.ArgumentValue<InputObjectValue>(bundle).TryGet(name, out var value) ? converter.Convert<T>(value) : default!;

    private static Optional<T> ReadBundledOptional<T>(IResolverContext context, string bundle, string name, ValueConverter converter) =>
        context.ArgumentValue<InputObjectValue>(bundle).TryGet(name, out var value) ? new Optional<T>(converter.Convert<T>(value)) : Optional<T>.Empty();

    private static MethodInfo Method(string name) => typeof(ArgumentExpressions).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
}
