using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.Types;

namespace GraphQLPlugins.Engine.Binding.Mutations;

/// <summary>What a mutation under the conventions gives: its result, or errors.</summary>
internal sealed class MutationPayload(object? result, IReadOnlyList<object>? errors)
{
    public object? Result { get; } = result;

    public IReadOnlyList<object>? Errors { get; } = errors;
}

/// <summary>Turns the outcome of a mutation's resolver into its payload. Exceptions that are not declared go on.</summary>
internal static class PayloadMiddleware
{
    /// <summary>For payload types that were made by the conventions.</summary>
    public static FieldMiddleware Wrapping(FieldErrors? errors) =>
        Create(errors, result => new MutationPayload(result, null), failed => new MutationPayload(null, failed));

    /// <summary>For payload classes of the module's own: a failure stands in for the instance.</summary>
    public static FieldMiddleware Keeping(FieldErrors errors) => Create(errors, result => result, failed => new MutationPayload(null, failed));

    /// <summary>For query fields: the first error is the union's value.</summary>
    public static FieldMiddleware Union(FieldErrors errors) => Create(errors, result => result, failed => failed[0]);

    /// <summary>For fields without conventions: the result itself, an error as the field's error.</summary>
    public static FieldMiddleware Unwrap { get; } = next => async context =>
    {
        await next(context).ConfigureAwait(false);
        if (context.Result is not IFieldResult result) return;
        if (result.IsError) throw AsException(result.Value);
        context.Result = result.Value;
    };

    private static Exception AsException(object? error) => error as Exception
        ?? new GraphQLException(error?.GetType().GetProperty("Message")?.GetValue(error) as string ?? "The field reported an error without a message.");

    private static FieldMiddleware Create(FieldErrors? errors, Func<object?, object?> succeed, Func<IReadOnlyList<object>, object> fail) => next => async context =>
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception exception) when (errors is not null && Failures(exception, errors, context) is { } failures)
        {
            context.Result = fail(failures);
            return;
        }
        context.Result = context.Result switch
        {
            IFieldResult { IsError: true, Value: { } error } => fail([error is Exception e && errors!.TryMap(e, out var mapped) ? mapped! : error]),
            IFieldResult result => succeed(result.Value),
            var result => succeed(result),
        };
    };

    /// <summary>The declared errors in an exception; null when there are none. What else an aggregate holds is reported beside them.</summary>
    private static IReadOnlyList<object>? Failures(Exception exception, FieldErrors errors, IMiddlewareContext context)
    {
        if (errors.TryMap(exception, out var single)) return [single!];
        if (exception is not AggregateException aggregate) return null;
        var inner = aggregate.Flatten().InnerExceptions;
        var failures = inner.Select(e => errors.TryMap(e, out var error) ? error : null).OfType<object>().ToArray();
        if (failures.Length == 0) return null;
        foreach (var other in inner.Where(e => !errors.TryMap(e, out _))) context.ReportError(other);
        return failures;
    }
}

/// <summary>Resolvers of a payload class's own fields, which give null when the mutation failed.</summary>
internal static class FailureAwareResolver
{
    public static CompiledResolver Wrap(CompiledResolver inner)
    {
        var pipeline = inner.Pipeline ?? TypeSystem.ResolverAssembly.Lift(inner);
        return inner.Kind switch
        {
            ResolverKind.Pure => new CompiledResolver
            {
                Kind = ResolverKind.Pure, NeedsScope = false, Pure = context => context.Parent<object>() is MutationPayload ? null : inner.Pure!(context),
            },
            ResolverKind.Getter => new CompiledResolver { Kind = ResolverKind.Getter, NeedsScope = false, Getter = OfGetter(inner.Getter!) },
            _ => new CompiledResolver
            {
                Kind = ResolverKind.Async, Strategy = inner.Strategy, Scope = inner.Scope, NeedsScope = inner.NeedsScope,
                Pipeline = context => context.Parent<object>() is MutationPayload ? Null(context) : pipeline(context),
            },
        };
    }

    private static ValueTask Null(IMiddlewareContext context)
    {
        context.Result = null;
        return default;
    }

    private static Delegate OfGetter(Delegate getter) =>
        (Delegate)typeof(FailureAwareResolver).GetMethod(nameof(Typed), System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!
            .MakeGenericMethod(getter.GetType().GetGenericArguments()).Invoke(null, [getter])!;

    private static Func<object, object?> Typed<TParent, TValue>(Func<TParent, TValue> getter) =>
        parent => parent is MutationPayload ? null : getter((TParent)parent);
}
