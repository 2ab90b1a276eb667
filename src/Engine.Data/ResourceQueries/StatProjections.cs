using System.Collections;
using System.Linq.Expressions;
using System.Text.Json;

namespace GraphQLPlugins.Engine.Data.ResourceQueries;

/// <summary>Computed columns: arithmetic in the statement, the shape of lists and objects when rows are given.</summary>
internal static class StatProjections
{
    private const int MaxDepth = 8;
    private static readonly string[] Operators = ["size", "sum", "array_to_object", "object_to_array", "add", "subtract", "multiply", "divide"];

    public static StatColumn Of(StatProjection field, Func<string, StatColumn> find)
    {
        var name = field.Name ?? throw Missing("name");
        switch (field.Operator)
        {
            case null:
                return Column() with { Name = name, IsKey = false };
            case "size":
                var sized = Column();
                return sized with { Name = name, IsKey = false, IsPlain = false, Output = values => Size(sized.Output(values)) };
            case "array_to_object":
                var list = Column();
                return list with { Name = name, IsKey = false, IsPlain = false, Output = values => ToObject(list.Output(values)) };
            case "object_to_array":
                var document = Column();
                return document with { Name = name, IsKey = false, IsPlain = false, Output = values => ToList(document.Output(values)) };
            case "add" or "sum" or "subtract" or "multiply" or "divide":
                var operands = field.Fields ?? throw Missing("fields");
                return new StatColumn(name, row => [Compute(field.Operator, operands, row, find, 0)], values => StatOutput.Plain(values[0]));
            default:
                throw new ResourceQueryException(ResourceQueryException.InvalidOperator, $"There is no projection {field.Operator}. There are: {string.Join(", ", Operators)}.");
        }

        StatColumn Column() => find(field.Key ?? throw Missing("key"));
    }

    private static Expression Compute(string op, JsonElement operands, Expression row, Func<string, StatColumn> find, int depth)
    {
        if (depth > MaxDepth) throw new ResourceQueryException(ResourceQueryException.LimitExceeded, $"A computation is nested at most {MaxDepth} times.");
        if (operands.ValueKind != JsonValueKind.Array || operands.GetArrayLength() is 0 or > 20) throw Operand();
        if (op is "subtract" or "divide" && operands.GetArrayLength() != 2)
            throw new ResourceQueryException(ResourceQueryException.InvalidValue, $"{op} needs exactly two operands; it has {operands.GetArrayLength()}.");
        Expression? result = null;
        foreach (var operand in operands.EnumerateArray())
        {
            var value = operand.ValueKind switch
            {
                JsonValueKind.String => find(operand.GetString()!).Number(row),
                JsonValueKind.Number when operand.TryGetDecimal(out var number) => Expression.Constant(number, typeof(decimal?)),
                JsonValueKind.Object => Nested(operand, row, find, depth),
                _ => throw Operand(),
            };
            result = result is null ? value : op switch
            {
                "subtract" => Expression.Subtract(result, value),
                "multiply" => Expression.Multiply(result, value),
                "divide" => Expression.Condition(
                    Expression.Equal(value, Expression.Constant(0m, typeof(decimal?))), Expression.Constant(null, typeof(decimal?)), Expression.Divide(result, value)),
                _ => Expression.Add(result, value),
            };
        }
        return result!;
    }

    private static Expression Nested(JsonElement operand, Expression row, Func<string, StatColumn> find, int depth)
    {
        if (!operand.TryGetProperty("operator", out var op) || op.ValueKind != JsonValueKind.String || !operand.TryGetProperty("fields", out var fields)) throw Operand();
        var name = op.GetString()!;
        return name is "add" or "sum" or "subtract" or "multiply" or "divide"
            ? Compute(name, fields, row, find, depth + 1)
            : throw new ResourceQueryException(ResourceQueryException.InvalidOperator, $"There is no computation {name}.");
    }

    private static object Size(object? value) => value switch
    {
        null => 0,
        JsonElement { ValueKind: JsonValueKind.Array } e => e.GetArrayLength(),
        JsonElement { ValueKind: JsonValueKind.Object } e => e.EnumerateObject().Count(),
        string => throw new ResourceQueryException(ResourceQueryException.InvalidOperator, "size is of lists."),
        ICollection list => list.Count,
        _ => throw new ResourceQueryException(ResourceQueryException.InvalidOperator, "size is of lists."),
    };

    private static ResourceRow ToObject(object? value)
    {
        var made = new ResourceRow();
        foreach (var item in value as IEnumerable ?? System.Array.Empty<object>())
        {
            if (item is ResourceRow row && row.TryGetValue("k", out var key) && key is not null) made[key.ToString()!] = row.GetValueOrDefault("v");
            else throw new ResourceQueryException(ResourceQueryException.InvalidOperator, "array_to_object is of objects with k and v.");
        }
        return made;
    }

    private static List<ResourceRow> ToList(object? value) => value switch
    {
        null => [],
        JsonElement { ValueKind: JsonValueKind.Object } e => [.. e.EnumerateObject().Select(p => new ResourceRow { ["k"] = p.Name, ["v"] = p.Value })],
        ResourceRow row => [.. row.Select(p => new ResourceRow { ["k"] = p.Key, ["v"] = p.Value })],
        _ => throw new ResourceQueryException(ResourceQueryException.InvalidOperator, "object_to_array is of objects."),
    };

    private static ResourceQueryException Operand() => new(ResourceQueryException.InvalidValue, "An operand is a column, a number, or an object with operator and fields.");

    private static ResourceQueryException Missing(string part) => new(ResourceQueryException.Required, $"project.fields needs {part}.");
}
