using System.Text.Json;

namespace GraphQLPlugins.Engine.Data.ResourceQueries;

/// <summary>An aggregation: a filter, then stages in order, or the distinct values of a field.</summary>
public sealed record StatQuery(
    IReadOnlyList<ResourceCondition>? Filter = null,
    IReadOnlyList<ResourceCondition>? FilterOr = null,
    string? Keyword = null,
    IReadOnlyList<StatStage>? Aggregate = null,
    string? Distinct = null,
    ResourcePage? Page = null);

/// <summary>One stage: exactly one of its parts.</summary>
public sealed record StatStage(
    StatUnwind? Unwind = null,
    StatGroup? Group = null,
    IReadOnlyList<ResourceSort>? Sort = null,
    StatProject? Project = null,
    StatCount? Count = null,
    int? Limit = null,
    int? Skip = null,
    IReadOnlyList<ResourceCondition>? Match = null,
    StatAddFields? AddFields = null,
    StatLookup? Lookup = null);

/// <summary>One row for each element of a list.</summary>
public sealed record StatUnwind(string? Path = null);

/// <summary>Joins another resource, whose rows <c>unwind</c> then makes rows of.</summary>
/// <param name="From">The resource.</param>
/// <param name="LocalField">The key of an item.</param>
/// <param name="ForeignField">The key of the other resource.</param>
/// <param name="As">What the joined ones are called; a dot and a field of theirs follow it once they are unwound.</param>
public sealed record StatLookup(string? From = null, string? LocalField = null, string? ForeignField = null, string? As = null);

/// <summary>One row for each combination of keys; without keys one row for all.</summary>
public sealed record StatGroup(IReadOnlyList<StatKey>? Keys = null, IReadOnlyList<StatField>? Fields = null);

/// <summary>A key of a group.</summary>
/// <param name="Key">The field.</param>
/// <param name="Name">The column.</param>
/// <param name="DateFormat">For times: <c>year</c>, <c>month</c>, <c>day</c> or a pattern of %Y %y %m %d %H %M %S.</param>
public sealed record StatKey(string? Key = null, string? Name = null, string? DateFormat = null);

/// <summary>A value of a group.</summary>
/// <param name="Key">The field; not for count, and not for push with fields.</param>
/// <param name="Name">The column.</param>
/// <param name="Operator">count, sum, average, max, min, first, last, push, add_to_set or merge_objects.</param>
/// <param name="Fields">For push: what each pushed object has.</param>
/// <param name="Conditions">For count, sum and average: only rows for which all hold.</param>
public sealed record StatField(
    string? Key = null, string? Name = null, string? Operator = null, IReadOnlyList<StatKey>? Fields = null, IReadOnlyList<ResourceCondition>? Conditions = null);

/// <summary>The columns from here on.</summary>
/// <param name="Fields">Computed ones.</param>
/// <param name="ExcludeKeys">Drops the keys of the group.</param>
public sealed record StatProject(IReadOnlyList<StatProjection>? Fields = null, bool? ExcludeKeys = null);

/// <summary>Computed columns besides those that there are; one of an existing name replaces it.</summary>
public sealed record StatAddFields(IReadOnlyList<StatProjection>? Fields = null);

/// <summary>A computed column.</summary>
/// <param name="Key">The column that size, array_to_object and object_to_array, or no operator, are about.</param>
/// <param name="Name">The new column.</param>
/// <param name="Operator">size, sum, array_to_object, object_to_array, add, subtract, multiply or divide.</param>
/// <param name="Fields">Operands: column names, numbers, or objects with operator and fields.</param>
public sealed record StatProjection(string? Key = null, string? Name = null, string? Operator = null, JsonElement? Fields = null);

/// <summary>The number of rows as the only column.</summary>
public sealed record StatCount(string? Name = null);

/// <summary>Rows, and how many there are without paging; null when it was not paged.</summary>
public sealed record StatResult(IReadOnlyList<ResourceRow> Results, int? TotalCount);
