using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Templates;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>One of the first items of a key.</summary>
internal sealed class BatchRow<TKey, T>
{
    public TKey Key { get; set; } = default!;

    public T Item { get; set; } = default!;

    /// <summary>The values of the order's keys when the item doesn't carry them.</summary>
    public object?[]? Keys { get; set; }
}

/// <summary>The number of items of one key.</summary>
internal sealed class BatchCount<TKey>
{
    public TKey Key { get; set; } = default!;

    public int Count { get; set; }
}

/// <summary>A compiled statement for the pages of many keys.</summary>
/// <param name="KeySelector">The key of an item.</param>
/// <param name="Statement">Runs it.</param>
internal sealed record BatchStatement(LambdaExpression KeySelector, object Statement)
{
    /// <summary>The statement for a key; null when it was made for another one.</summary>
    public DirectStatement<TRow>? For<TRow>(LambdaExpression keySelector) =>
        Statement is DirectStatement<TRow> found && (ReferenceEquals(keySelector, KeySelector) || new TemplateMatch([], 0).Matches(KeySelector, keySelector)) ? found : null;
}
