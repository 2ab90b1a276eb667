using System.Linq.Expressions;
using System.Reflection;
using GraphQLPlugins.Engine.Data.EntityFramework;
using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Data.Filtering;

/// <summary>
/// Reads a filter: what it asks goes into the shape, its values into the list beside it. <see cref="FilterExpressions"/> walks the same way
/// and must meet the values in the same order.
/// </summary>
internal static class FilterReader
{
    /// <summary>Reads a filter on items of <paramref name="type"/>. Errors: <see cref="GraphQLException"/> for nulls, bounds and impossible values.</summary>
    public static void Read(ref ShapeWriter shape, InputObjectValue filter, Type type)
    {
        // Fields are named by their places, and these are another input's too.
        shape.WriteIdentity(filter.Type.Features.Get<FilterInput>()!.Id);
        ReadObject(ref shape, filter, new Place(type, DataTypes.IsNullableLeaf(type), Depth: 0, Joins: 0));
    }

    private readonly record struct Place(Type Type, bool IsNullable, int Depth, int Joins, bool IsRelative = false, Func<object, object?>? Decode = null, MemberInfo? Column = null);

    private static void ReadObject(ref ShapeWriter shape, InputObjectValue value, Place place)
    {
        if (place.Depth > shape.Limits.MaxFilterDepth)
            throw DataErrors.Limit("The nesting of a filter", nameof(DataLimits.MaxFilterDepth), shape.Limits.MaxFilterDepth, place.Depth);
        foreach (var (field, fieldValue) in value.Fields)
        {
            if (field.Features.Get<FilterField>() is not { } info) continue;
            shape.Write(field.Position);
            ReadField(ref shape, field, info, fieldValue, place with { Depth = place.Depth + 1 });
        }
    }

    private static void ReadField(ref ShapeWriter shape, InputField field, FilterField info, object? value, Place place)
    {
        switch (info.Operation)
        {
            case FilterOperation.And or FilterOperation.Or:
                ReadAlternatives(ref shape, field, value, place);
                break;
            case FilterOperation.Member:
                var member = info.Member is null ? place.Type : info.Member.ReturnType;
                var nullable = info.Member is null ? place.IsNullable : info.IsNullable;
                Nested(ref shape, field, value, Join(shape, info, place) with
                {
                    Type = member, IsNullable = nullable, Decode = info.Decode, Column = (info.Member?.Body as MemberExpression)?.Member ?? place.Column,
                });
                break;
            case FilterOperation.All or FilterOperation.None or FilterOperation.Some:
                var element = DataTypes.ElementOf(place.Type)!;
                Nested(ref shape, field, value, place with { Type = element, IsNullable = DataTypes.HasNull(element) });
                break;
            case FilterOperation.Any:
                Count(ref shape);
                shape.Write(value is null ? throw DataErrors.NullFilter(field) : (bool)value ? '1' : '0');
                break;
            case FilterOperation.Relative:
                Nested(ref shape, field, value, place with { IsRelative = true });
                break;
            case FilterOperation.JsonPath:
                ReadJsonPath(ref shape, field, value, place);
                break;
            default:
                Count(ref shape);
                ReadLeaf(ref shape, field, info.Operation, value, place);
                break;
        }
    }

    private static void ReadAlternatives(ref ShapeWriter shape, InputField field, object? value, Place place)
    {
        if (value is null) throw DataErrors.NullFilter(field);
        shape.Open();
        foreach (var item in (IReadOnlyList<object?>)value)
        {
            ReadObject(ref shape, (InputObjectValue)item!, place);
            shape.Next();
        }
        shape.Close();
    }

    private static void Nested(ref ShapeWriter shape, InputField field, object? value, Place place)
    {
        if (value is not InputObjectValue nested) throw DataErrors.NullFilter(field);
        shape.Open();
        ReadObject(ref shape, nested, place);
        shape.Close();
    }

    private static void ReadJsonPath(ref ShapeWriter shape, InputField field, object? value, Place place)
    {
        if (value is not InputObjectValue nested) throw DataErrors.NullFilter(field);
        nested.TryGet("path", out var path);
        var keys = JsonFilters.SplitPath((string)path!, shape.Limits);
        shape.Open();
        shape.Write(keys.Length);
        foreach (var key in keys) shape.Values.Add(key);
        ReadObject(ref shape, nested, place with { Type = typeof(string), IsNullable = true });
        shape.Close();
    }

    private static void ReadLeaf(ref ShapeWriter shape, InputField field, FilterOperation operation, object? value, Place place)
    {
        if (value is null)
        {
            if (!place.IsNullable || operation is not (FilterOperation.Equal or FilterOperation.NotEqual)) throw DataErrors.NullFilter(field);
            shape.Write('n');
            return;
        }
        if (place.Decode is { } decode) value = value is IReadOnlyList<object?> ids ? ids.Select(id => id is null ? null : decode(id)).ToArray() : decode(value)!;
        var target = Nullable.GetUnderlyingType(place.Type) ?? place.Type;
        if (place.IsRelative)
        {
            Add(ref shape, FilterValues.Convert(RelativeTime.Parse((string)value).Resolve(DateTimeOffset.UtcNow), target, shape.Limits), place);
        }
        else if (operation is FilterOperation.In or FilterOperation.NotIn)
        {
            shape.Write(FilterValues.HasNull(value) ? 'n' : 'v');
            Add(ref shape, FilterValues.ConvertList(value, place.Type, place.IsNullable, field, shape.Limits), place);
        }
        else if (operation >= FilterOperation.ContainsIgnoringCase)
        {
            ExtendedValues.Read(ref shape, field, operation, value);
        }
        else if (target == typeof(bool))
        {
            // Two shapes instead of a parameter: a database can then use an index over some of the rows.
            shape.Write((bool)value ? '1' : '0');
        }
        else
        {
            shape.Write('v');
            Add(ref shape, FilterValues.Convert(value, target, shape.Limits), place);
        }
    }

    private static void Add(ref ShapeWriter shape, object value, Place place) => shape.Values.Add(ColumnTimes.Of(value, place.Column, shape.Model));

    private static Place Join(in ShapeWriter shape, FilterField info, Place place)
    {
        if (!info.IsJoin) return place;
        if (place.Joins == shape.Limits.MaxFilterJoins)
            throw DataErrors.Limit("The number of tables on one path of a filter", nameof(DataLimits.MaxFilterJoins), shape.Limits.MaxFilterJoins, place.Joins + 1);
        return place with { Joins = place.Joins + 1 };
    }

    private static void Count(ref ShapeWriter shape)
    {
        if (++shape.Operations > shape.Limits.MaxFilterOperations)
            throw DataErrors.Limit("The number of operations in a filter", nameof(DataLimits.MaxFilterOperations), shape.Limits.MaxFilterOperations, shape.Operations);
    }
}
