using System.Globalization;
using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Data.Filtering;

/// <summary>Turns coerced input values into the values that a query takes: of the member's type, and such that every database can take them.</summary>
internal static class FilterValues
{

    /// <summary>A value of the member's type (without Nullable). Errors: <see cref="GraphQLException"/> when there is none.</summary>
    public static object Convert(object value, Type target, DataLimits limits)
    {
        switch (value)
        {
            case string text:
                CheckText(text, limits);
                if (target == typeof(string)) return text;
                break;
            case DateTimeOffset time:
                // One instant, one value: PostgreSQL's driver refuses other offsets.
                if (target == typeof(DateTimeOffset)) return time.ToUniversalTime();
                if (target == typeof(DateTime)) return time.UtcDateTime;
                break;
            case DateTime time when target == typeof(DateTimeOffset):
                return new DateTimeOffset(time.ToUniversalTime());
        }
        if (value.GetType() == target) return value;
        try
        {
            if (target.IsEnum) return value is string name ? Enum.Parse(target, name, ignoreCase: true) : Enum.ToObject(target, value);
            if (target == typeof(Guid) && value is string guid) return Guid.Parse(guid);
            return System.Convert.ChangeType(value, target, CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is OverflowException or FormatException or InvalidCastException or ArgumentException)
        {
            throw DataErrors.InvalidValue($"The value {value} cannot be compared with a {target.Name}.");
        }
    }

    /// <summary>Whether null is one of the items of a list.</summary>
    public static bool HasNull(object? list) => list is IReadOnlyList<object?> items && items.Contains(null);

    /// <summary>A typed array of the member's type, without null. Errors: <see cref="GraphQLException"/> for null where the member has none, and for too many items.</summary>
    public static Array ConvertList(object? list, Type memberType, bool nullable, InputField field, DataLimits limits)
    {
        var items = list as IReadOnlyList<object?> ?? [list];
        if (items.Count > limits.MaxListValues) throw DataErrors.Limit($"`{field.Name}`", nameof(limits.MaxListValues), limits.MaxListValues, items.Count);
        var target = Nullable.GetUnderlyingType(memberType) ?? memberType;
        var nulls = items.Count(i => i is null);
        if (nulls > 0 && !nullable) throw DataErrors.NullFilter(field);
        var array = Array.CreateInstance(memberType, items.Count - nulls);
        var next = 0;
        foreach (var item in items)
        {
            if (item is not null) array.SetValue(Convert(item, target, limits), next++);
        }
        return array;
    }

    /// <summary>Refuses texts that are too long, or that PostgreSQL cannot store and so cannot compare with.</summary>
    public static void CheckText(string text, DataLimits limits)
    {
        if (text.Length > limits.MaxTextLength)
            throw DataErrors.Limit("The length of a text", nameof(limits.MaxTextLength), limits.MaxTextLength, text.Length);
        if (!IsStorable(text)) throw DataErrors.InvalidValue($"A text to compare with contains {(text.Contains('\0') ? "the character NUL" : "half of a surrogate pair")}.");
    }

    /// <summary>Whether PostgreSQL can store a text.</summary>
    public static bool IsStorable(string text) => !text.Contains('\0') && (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 || !HasLoneSurrogate(text));

    private static bool HasLoneSurrogate(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return true;
            i++;
        }
        return false;
    }
}
