namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>What somebody should know about a request that succeeded nevertheless; it goes into the answer's <c>extensions.warnings</c>.</summary>
public sealed class Warnings
{
    private const string Key = "warnings";

    // Fields of one query run at the same time and share the list of their answer.
    private static readonly Lock Answers = new();

    private readonly List<IReadOnlyDictionary<string, object?>> _entries = [];

    /// <summary>Adds one.</summary>
    /// <param name="code">A word for a program.</param>
    /// <param name="message">A sentence for a person.</param>
    /// <param name="subject">The argument or the thing that it is about.</param>
    public void Add(string code, string message, string? subject = null) =>
        _entries.Add(new Dictionary<string, object?> { ["code"] = code, ["message"] = message, ["subject"] = subject });

    /// <summary>Hands over to the answer what came together.</summary>
    public void Tell(IResolverContext context)
    {
        if (_entries.Count == 0)
            return;
        lock (Answers)
        {
            var told = context.ContextData.TryGetValue(Key, out var before) ? (List<IReadOnlyDictionary<string, object?>>)before! : [];
            told.AddRange(_entries);
            context.ContextData[Key] = told;
            ((IMiddlewareContext)context).OperationResult.SetExtension(Key, told.ToArray());
        }
        _entries.Clear();
    }
}
