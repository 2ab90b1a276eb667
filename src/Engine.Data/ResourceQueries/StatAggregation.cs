using System.Linq.Expressions;
using System.Text.Json;
using GraphQLPlugins.Engine.Data.Running;

namespace GraphQLPlugins.Engine.Data.ResourceQueries;

/// <summary>The values of a group.</summary>
/// <param name="row">The type of the rows that are grouped.</param>
/// <param name="find">Their columns.</param>
/// <param name="functions">What the place where the query runs can do.</param>
/// <param name="inMemory">Whether null has to be guarded against.</param>
/// <param name="order">The order of the rows, for first and last.</param>
internal sealed class StatAggregation(
    Type row, Func<string, StatColumn> find, QueryFunctions functions, bool inMemory, IReadOnlyList<(Func<Expression, Expression> Value, bool Descending)> order)
{
    private static readonly string[] Operators = ["count", "sum", "average", "max", "min", "first", "last", "push", "add_to_set", "merge_objects"];

    /// <summary>Adds the column, and its value over the group.</summary>
    public void Add(StatField field, Expression group, List<StatColumn> columns, List<Expression> values)
    {
        var name = field.Name ?? throw Missing("name");
        var op = field.Operator ?? throw Missing("operator");
        if (!Operators.Contains(op))
            throw new ResourceQueryException(ResourceQueryException.InvalidOperator, $"There is no aggregation {op}. There are: {string.Join(", ", Operators)}.");
        if (field.Conditions is { Count: > 0 })
        {
            if (op is not ("count" or "sum" or "average"))
                throw new ResourceQueryException(ResourceQueryException.InvalidOperator, $"Conditions are for count, sum and average, not for {op}.");
            group = Where(group, field.Conditions);
        }
        if (op == "push" && field.Fields is { Count: > 0 } fields)
        {
            AddObjects(name, fields, group, columns, values);
            return;
        }
        var first = values.Count;
        if (op is "max" or "min" && Column(field) is { Document: not null } column)
        {
            // Numbers by their size; texts only where there are no numbers.
            var method = op == "max" ? nameof(Enumerable.Max) : nameof(Enumerable.Min);
            values.AddRange([Extreme(method, column.Number, name, group), Extreme(method, row => TextOnly(column, row), name, group)]);
            columns.Add(new StatColumn(name, _ => [], v => StatOutput.Plain(v[0] ?? v[1])) { IsPlain = false }.At(first, 2));
            return;
        }
        values.Add(op switch
        {
            "count" => Expression.Call(typeof(Enumerable), nameof(Enumerable.Count), [row], group),
            "sum" => Numbers(nameof(Enumerable.Sum), Column(field), group, typeof(decimal?)),
            "average" => Numbers(nameof(Enumerable.Average), Column(field), group, typeof(double?)),
            "max" => Extreme(nameof(Enumerable.Max), Column(field).Value, Column(field).Name, group),
            "min" => Extreme(nameof(Enumerable.Min), Column(field).Value, Column(field).Name, group),
            "first" => Edge(Column(field), group, last: false),
            "last" => Edge(Column(field), group, last: true),
            _ => Array(Column(field), group),
        });
        columns.Add(op switch
        {
            "push" => Pushed(name, Item(Column(field)), distinct: false).At(first, 1),
            "add_to_set" => Pushed(name, Item(Column(field)), distinct: true).At(first, 1),
            "merge_objects" => List(name, Merge).At(first, 1),
            "sum" => new StatColumn(name, _ => [], v => StatOutput.Number((decimal?)v[0] ?? 0)).At(first, 1),
            "first" or "last" => Column(field).Kept(name, functions).At(first, 1),
            _ => StatColumn.Of(name, v => v).At(first, 1),
        });
    }

    private static Expression TextOnly(StatColumn column, Expression row) => Expression.Condition(
        Expression.Equal(column.Number(row), Expression.Constant(null, typeof(decimal?))), column.Value(row), Expression.Constant(null, typeof(string)));

    private StatColumn Column(StatField field) => find(field.Key ?? throw Missing("key"));

    private void AddObjects(string name, IReadOnlyList<StatKey> fields, Expression group, List<StatColumn> columns, List<Expression> values)
    {
        var first = values.Count;
        var names = fields.Select(f => f.Name ?? throw Missing("name")).ToArray();
        var pushed = fields.Select(f => find(f.Key ?? throw Missing("key"))).ToArray();
        foreach (var column in pushed) values.Add(Array(column, group));
        var items = System.Array.ConvertAll(pushed, Item);
        columns.Add(new StatColumn(name, _ => [], lists => Zip(names, items, lists)) { IsPlain = false }.At(first, names.Length));
    }

    private static List<ResourceRow> Zip(string[] names, Func<object?, object?>[] items, object?[] lists)
    {
        var arrays = System.Array.ConvertAll(lists, l => (Array?)l);
        var rows = new List<ResourceRow>();
        for (var i = 0; i < (arrays[0]?.Length ?? 0); i++)
        {
            var made = new ResourceRow();
            for (var n = 0; n < names.Length; n++) made[names[n]] = items[n](arrays[n]!.GetValue(i));
            rows.Add(made);
        }
        return rows;
    }

    private Expression Where(Expression group, IReadOnlyList<ResourceCondition> conditions)
    {
        var item = Expression.Parameter(row, "e");
        var predicate = new ConditionBuilder(functions, inMemory).All(conditions, key => StatPipeline.Condition(find(key), item), ResourceOperators.OfAggregations)!;
        return Expression.Call(typeof(Enumerable), nameof(Enumerable.Where), [row], group, Expression.Lambda(predicate, item));
    }

    private Expression Numbers(string method, StatColumn column, Expression group, Type type)
    {
        var item = Expression.Parameter(row, "e");
        var value = Expression.Convert(column.Number(item), type);
        return Expression.Call(typeof(Enumerable), method, [row], group, Expression.Lambda(value, item));
    }

    private Expression Extreme(string method, Func<Expression, Expression> of, string name, Expression group)
    {
        var item = Expression.Parameter(row, "e");
        var value = Comparable(of(item), name);
        return Expression.Call(typeof(Enumerable), method, [row, value.Type], group, Expression.Lambda(value, item));
    }

    private static Expression Comparable(Expression value, string name)
    {
        var type = Nullable.GetUnderlyingType(value.Type) ?? value.Type;
        if (type.IsEnum || type == typeof(bool) || type == typeof(Guid) || StatColumn.IsList(type))
            throw new ResourceQueryException(ResourceQueryException.InvalidOperator, $"{name} has no largest and smallest value.");
        // Of nothing there is neither.
        return value.Type.IsValueType && type == value.Type ? Expression.Convert(value, typeof(Nullable<>).MakeGenericType(type)) : value;
    }

    private Expression Edge(StatColumn column, Expression group, bool last)
    {
        var element = Expression.Parameter(row, "e");
        var value = column.Single(element);
        var selected = Expression.Call(typeof(Enumerable), nameof(Enumerable.Select), [row, value.Type], Sorted(group, last), Expression.Lambda(value, element));
        return Expression.Call(typeof(Enumerable), nameof(Enumerable.FirstOrDefault), [value.Type], selected);
    }

    private Expression Sorted(Expression group, bool reversed)
    {
        var sorted = group;
        for (var i = 0; i < order.Count; i++)
        {
            var item = Expression.Parameter(row, "e");
            var key = order[i].Value(item);
            var method = (i == 0 ? "OrderBy" : "ThenBy") + (order[i].Descending != reversed ? "Descending" : "");
            sorted = Expression.Call(typeof(Enumerable), method, [row, key.Type], sorted, Expression.Lambda(key, item));
        }
        return sorted;
    }

    private Expression Array(StatColumn column, Expression group)
    {
        var item = Expression.Parameter(row, "e");
        // An array of documents has no type in EF Core; one of their texts has.
        var value = column.Value(item);
        if (column.Document is { } document) value = document(item).Raw;
        // Nor has an array of a converted enum one in the database.
        else if ((Nullable.GetUnderlyingType(value.Type) ?? value.Type).IsEnum) value = Expression.Call(value, typeof(object).GetMethod(nameof(object.ToString))!);
        if (StatColumn.IsList(value.Type))
            throw new ResourceQueryException(ResourceQueryException.InvalidStat, $"{column.Name} is a list; unwind it before it is gathered.");
        var selected = Expression.Call(typeof(Enumerable), nameof(Enumerable.Select), [row, value.Type], Sorted(group, reversed: false), Expression.Lambda(value, item));
        return functions.ArrayOf(selected, value.Type);
    }

    /// <summary>How an item of a gathered list is given.</summary>
    private Func<object?, object?> Item(StatColumn column)
    {
        if (column.Document is not null) return Document;
        var type = column.Value(Expression.Parameter(row, "e")).Type;
        return (Nullable.GetUnderlyingType(type) ?? type).IsEnum ? v => v is string name ? StatOutput.EnumName(name) : null : StatOutput.Pushed;
    }

    private static StatColumn Pushed(string name, Func<object?, object?> item, bool distinct) =>
        List(name, values => distinct ? values.Select(item).DistinctBy(v => v is JsonElement document ? new MemoryValue(document) : v).ToList() : values.Select(item).ToList());

    private static StatColumn List(string name, Func<IEnumerable<object?>, object?> output) =>
        new(name, _ => [], values => output((values[0] as Array)?.Cast<object?>() ?? [])) { IsPlain = false };

    private static object? Merge(IEnumerable<object?> documents)
    {
        var merged = new ResourceRow();
        foreach (var document in documents)
        {
            if (Document(document) is not JsonElement { ValueKind: JsonValueKind.Object } element) continue;
            foreach (var property in element.EnumerateObject()) merged[property.Name] = property.Value;
        }
        return merged;
    }

    /// <summary>A gathered value of a document from its text.</summary>
    private static object? Document(object? text) => text is string given ? JsonElement.Parse(given) : null;

    private static ResourceQueryException Missing(string part) => new(ResourceQueryException.Required, $"group.fields needs {part}.");
}
