using System.Reflection;

namespace GraphQLPlugins.Engine.Binding.Resolvers;

/// <summary>Awaits results whose task type is known when a resolver is compiled.</summary>
internal static class TaskResult
{
    public static Func<object?, ValueTask<object?>> UnwrapperOf(Type returned)
    {
        if (!Inference.ClrTypes.IsAsync(returned)) return static value => new ValueTask<object?>(value);
        var name = returned.GetGenericTypeDefinition() == typeof(Task<>) ? nameof(OfTask) : nameof(OfValueTask);
        return typeof(TaskResult).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(returned.GetGenericArguments()[0]).CreateDelegate<Func<object?, ValueTask<object?>>>();
    }

    private static async ValueTask<object?> OfTask<T>(object? value) => value is Task<T> task ? await task.ConfigureAwait(false) : null;

    private static async ValueTask<object?> OfValueTask<T>(object? value) => await ((ValueTask<T>)value!).ConfigureAwait(false);
}
