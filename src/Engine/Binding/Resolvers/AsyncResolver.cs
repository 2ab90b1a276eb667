using GraphQLPlugins.Engine.Resolvers;

namespace GraphQLPlugins.Engine.Binding.Resolvers;

/// <summary>Pipelines around typed calls. A call that completes at once costs no state machine.</summary>
internal static class AsyncResolver
{
    public static FieldDelegate FromValue<T>(Func<IResolverContext, T> call) => context =>
    {
        context.Result = call(context);
        return default;
    };

    public static FieldDelegate FromTask<T>(Func<IResolverContext, Task<T>> call) => context =>
    {
        var task = call(context);
        if (task is null) return default;
        if (!task.IsCompletedSuccessfully) return Await(task, context);
        context.Result = task.Result;
        return default;
    };

    public static FieldDelegate FromValueTask<T>(Func<IResolverContext, ValueTask<T>> call) => context =>
    {
        var task = call(context);
        if (!task.IsCompletedSuccessfully) return Await(task, context);
        context.Result = task.Result;
        return default;
    };

    public static FieldDelegate FromTask(Func<IResolverContext, Task> call) => context => new ValueTask(call(context));

    public static FieldDelegate FromValueTask(Func<IResolverContext, ValueTask> call) => context => call(context);

    private static async ValueTask Await<T>(Task<T> task, IMiddlewareContext context) => context.Result = await task.ConfigureAwait(false);

    private static async ValueTask Await<T>(ValueTask<T> task, IMiddlewareContext context) => context.Result = await task.ConfigureAwait(false);
}
