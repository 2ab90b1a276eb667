using System.Reflection;
using System.Text;
using GraphQLPlugins.Engine.Binding.Inference;
using GraphQLPlugins.Engine.Binding.Resolvers;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.Subscriptions;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Binding.Types;

/// <summary>Opens the event streams of <c>[Subscribe]</c> fields: a topic, or a method of the same class.</summary>
internal static class SubscriptionStreams
{
    /// <summary>Names of the methods that only open streams and are no fields.</summary>
    public static HashSet<string> OpenersOf(Type type)
    {
        var names = new HashSet<string>();
        foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
        {
            if (method.GetCustomAttribute<SubscribeAttribute>()?.With is { } with) names.Add(with);
        }
        return names;
    }

    public static void Apply(MethodInfo method, OutputFieldDefinition field, TypeRegistry types)
    {
        if (Attributes.First<SubscribeAttribute>(method) is not { } subscribe) return;
        field.Subscribe = subscribe.With is { } with ? FromMethod(method, with, field, types) : FromTopic(method, subscribe, field);
    }

    private static SubscribeResolverDelegate FromTopic(MethodInfo method, SubscribeAttribute subscribe, OutputFieldDefinition field)
    {
        var message = subscribe.MessageType
            ?? method.GetParameters().FirstOrDefault(p => p.IsDefined(typeof(EventMessageAttribute), false))?.ParameterType
            ?? throw new SchemaException($"{method.DeclaringType?.Name}.{method.Name} subscribes to a topic; mark the parameter that takes the message with [EventMessage], or set MessageType.");
        var topic = TopicOf(method, field);
        return typeof(SubscriptionStreams).GetMethod(nameof(Topic), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(message).CreateDelegate<Func<Func<IResolverContext, string>, SubscribeResolverDelegate>>()(topic);
    }

    private static SubscribeResolverDelegate Topic<T>(Func<IResolverContext, string> topic) =>
        async context => await context.Service<ITopicEventReceiver>().SubscribeAsync<T>(topic(context), context.RequestAborted).ConfigureAwait(false);

    private static Func<IResolverContext, string> TopicOf(MethodInfo method, OutputFieldDefinition field)
    {
        if (method.GetParameters().FirstOrDefault(p => p.IsDefined(typeof(TopicAttribute), false)) is { } parameter)
        {
            var argument = field.Arguments.First(a => a.Parameter == parameter).Name;
            return context => Convert.ToString(context.ArgumentValue<object>(argument), System.Globalization.CultureInfo.InvariantCulture) ?? "";
        }
        var text = method.GetCustomAttribute<TopicAttribute>()?.Name ?? method.Name;
        if (!text.Contains('{')) return _ => text;
        var parts = Parts(text);
        return context =>
        {
            var topic = new StringBuilder();
            foreach (var (literal, argument) in parts)
            {
                topic.Append(literal);
                if (argument is not null) topic.Append(System.Globalization.CultureInfo.InvariantCulture, $"{context.ArgumentValue<object>(argument)}");
            }
            return topic.ToString();
        };
    }

    private static (string Literal, string? Argument)[] Parts(string text)
    {
        var parts = new List<(string, string?)>();
        var rest = text.AsSpan();
        while (rest.IndexOf('{') is var open and >= 0 && rest[open..].IndexOf('}') is var length and > 0)
        {
            parts.Add((rest[..open].ToString(), rest.Slice(open + 1, length - 1).ToString()));
            rest = rest[(open + length + 1)..];
        }
        parts.Add((rest.ToString(), null));
        return [.. parts];
    }

    private static SubscribeResolverDelegate FromMethod(MethodInfo method, string with, OutputFieldDefinition field, TypeRegistry types)
    {
        var type = method.DeclaringType!;
        var opener = type.GetMethod(with) ?? throw new SchemaException($"{type.Name}.{method.Name} takes its stream from {with}, which {type.Name} does not have.");
        var bound = types.Fields.Bind(opener, type, ResolverSource.Instance);
        foreach (var argument in bound.Arguments)
        {
            if (field.Arguments.TrueForAll(a => a.Name != argument.Name)) field.Arguments.Add(argument);
        }
        var stream = ClrTypes.Unwrap(new Place(opener.ReturnType, null)).Type;
        var message = (ClrTypes.Implements(stream, typeof(ISourceStream<>)) ?? ClrTypes.Implements(stream, typeof(IAsyncEnumerable<>)))?.GetGenericArguments()[0]
            ?? throw new SchemaException($"{type.Name}.{with} must return IAsyncEnumerable<T> or ISourceStream<T>, or a task of one.");
        var binding = bound.Features.Get<ResolverBinding>()!;
        var open = typeof(SubscriptionStreams).GetMethod(nameof(OpenAsync), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(message).CreateDelegate<Func<object?, ValueTask<ISourceStream>>>();
        Func<IResolverContext, object?>? call = null;
        return context => open((call ??= types.Compiler.CompileCall(context.Selection.Field, binding))(context));
    }

    private static async ValueTask<ISourceStream> OpenAsync<T>(object? opened) => opened switch
    {
        ISourceStream stream => stream,
        IAsyncEnumerable<T> events => new EnumerableStream<T>(events),
        Task<IAsyncEnumerable<T>> task => new EnumerableStream<T>(await task.ConfigureAwait(false)),
        ValueTask<IAsyncEnumerable<T>> task => new EnumerableStream<T>(await task.ConfigureAwait(false)),
        Task<ISourceStream<T>> task => await task.ConfigureAwait(false),
        ValueTask<ISourceStream<T>> task => await task.ConfigureAwait(false),
        _ => throw new InvalidOperationException("The subscription opened no stream."),
    };

    private sealed class EnumerableStream<T>(IAsyncEnumerable<T> events) : ISourceStream<T>
    {
        public IAsyncEnumerable<T> ReadEventsAsync() => events;

        async IAsyncEnumerable<object?> ISourceStream.ReadEventsAsync()
        {
            await foreach (var message in events.ConfigureAwait(false)) yield return message;
        }

        public ValueTask DisposeAsync() => default;
    }
}
