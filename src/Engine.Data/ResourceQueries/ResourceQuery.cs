using System.Text.Json;

namespace GraphQLPlugins.Engine.Data.ResourceQueries;

/// <summary>A list request in the key, value, operator language of resource APIs. All parts may be left out.</summary>
/// <param name="Filter">Conditions that must all hold.</param>
/// <param name="FilterOr">Conditions of which one must hold, besides.</param>
/// <param name="Keyword">A text that one of the keyword fields contains, whatever its case.</param>
/// <param name="Sort">Keys by priority; a unique key is added.</param>
/// <param name="Page">Which part of the list.</param>
/// <param name="Only">The fields to give, as rows.</param>
/// <param name="Minimal">Only the fields that identify an item, as rows.</param>
/// <param name="CountOnly">No items, only their number.</param>
/// <param name="Unwind">One row for each element of a list.</param>
public sealed record ResourceQuery(
    IReadOnlyList<ResourceCondition>? Filter = null,
    IReadOnlyList<ResourceCondition>? FilterOr = null,
    string? Keyword = null,
    IReadOnlyList<ResourceSort>? Sort = null,
    ResourcePage? Page = null,
    IReadOnlyList<string>? Only = null,
    bool? Minimal = null,
    bool? CountOnly = null,
    ResourceUnwind? Unwind = null);

/// <summary>A condition: key, value and operator, each by its short or its long name.</summary>
public sealed record ResourceCondition(
    string? K = null, string? Key = null, JsonElement? V = null, JsonElement? Value = null, string? O = null, string? Operator = null)
{
    internal string GivenKey => K ?? Key ?? throw new ResourceQueryException(ResourceQueryException.Required, "A condition has no key (k or key).");

    internal string GivenOperator => O ?? Operator ?? throw new ResourceQueryException(ResourceQueryException.Required, $"The condition on {GivenKey} has no operator (o or operator).");

    internal JsonElement GivenValue => V ?? Value ?? default;
}

/// <summary>A key of an order.</summary>
public sealed record ResourceSort(string? Key = null, bool? Desc = null);

/// <summary>A part of a list.</summary>
/// <param name="Start">The first item, from 1; below 1 counts as 1.</param>
/// <param name="Limit">Items at most; 0 or nothing: all.</param>
public sealed record ResourcePage(int? Start = null, int? Limit = null);

/// <summary>One row for each element of a list.</summary>
/// <param name="Path">The list.</param>
/// <param name="Filter">Conditions on the elements; their key is the path.</param>
public sealed record ResourceUnwind(string? Path = null, IReadOnlyList<ResourceCondition>? Filter = null);

/// <summary>Items, and how many there are of them without paging; null when nobody asked.</summary>
public sealed record ResourceResult<T>(IReadOnlyList<T> Results, int? TotalCount);

/// <summary>One row: values by field. A row has the fields that were asked for, in that order.</summary>
public sealed class ResourceRow : Dictionary<string, object?>
{
    public ResourceRow() : base(StringComparer.Ordinal)
    {
    }
}
