using System.Globalization;
using System.Linq.Expressions;
using System.Text;
using GraphQLPlugins.Engine.Data.Running;

namespace GraphQLPlugins.Engine.Data.ResourceQueries;

/// <summary>A pattern for times. The database groups by the parts that it names; they are put together when the row is given.</summary>
internal sealed class StatDateFormat
{
    private static readonly Dictionary<char, string> Parts = new()
    {
        ['Y'] = nameof(DateTime.Year), ['y'] = nameof(DateTime.Year), ['m'] = nameof(DateTime.Month), ['d'] = nameof(DateTime.Day),
        ['H'] = nameof(DateTime.Hour), ['M'] = nameof(DateTime.Minute), ['S'] = nameof(DateTime.Second),
    };

    private readonly string _pattern;
    private readonly List<string> _parts = [];

    private StatDateFormat(string pattern) => _pattern = pattern;

    /// <summary>Reads <c>year</c>, <c>month</c>, <c>day</c> or a pattern. Errors: <see cref="ResourceQueryException"/>.</summary>
    public static StatDateFormat Parse(string format)
    {
        var pattern = format switch { "year" => "%Y", "month" => "%Y-%m", "day" => "%Y-%m-%d", _ => format };
        var made = new StatDateFormat(pattern);
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '%') continue;
            if (++i == pattern.Length || (pattern[i] != '%' && !Parts.ContainsKey(pattern[i])))
                throw new ResourceQueryException(ResourceQueryException.InvalidValue, $"The date format {format} is not known; use year, month, day or %Y %y %m %d %H %M %S.");
            if (pattern[i] != '%' && !made._parts.Contains(Parts[pattern[i]])) made._parts.Add(Parts[pattern[i]]);
        }
        if (made._parts.Count == 0 || pattern.Length > 100)
            throw new ResourceQueryException(ResourceQueryException.InvalidValue, $"The date format {format} names no part of a time.");
        return made;
    }

    /// <summary>The parts of a time, in the order in which the pattern first names them. Errors: <see cref="ResourceQueryException"/> when it is none.</summary>
    public Expression[] Of(Expression time, string name, QueryFunctions functions)
    {
        var type = Nullable.GetUnderlyingType(time.Type) ?? time.Type;
        if (type != typeof(DateTimeOffset) && type != typeof(DateTime))
            throw new ResourceQueryException(ResourceQueryException.InvalidOperator, $"{name} is no time that could be formatted.");
        var value = type == time.Type ? time : Expression.Property(time, "Value");
        if (type == typeof(DateTimeOffset)) value = functions.Utc(value);
        return [.. _parts.Select(part =>
        {
            var number = Expression.Convert(Expression.Property(value, part), typeof(int?));
            return type == time.Type ? (Expression)number : Expression.Condition(Expression.Equal(time, Expression.Constant(null, time.Type)), Expression.Constant(null, typeof(int?)), number);
        })];
    }

    /// <summary>The text of the parts; null for no time.</summary>
    public string? Format(object?[] values)
    {
        if (values[0] is null) return null;
        var text = new StringBuilder();
        for (var i = 0; i < _pattern.Length; i++)
        {
            if (_pattern[i] != '%' || _pattern[++i] == '%')
            {
                text.Append(_pattern[i]);
                continue;
            }
            var number = (int)values[_parts.IndexOf(Parts[_pattern[i]])]!;
            text.Append(_pattern[i] switch
            {
                'Y' => number.ToString("0000", CultureInfo.InvariantCulture),
                'y' => (number % 100).ToString("00", CultureInfo.InvariantCulture),
                _ => number.ToString("00", CultureInfo.InvariantCulture),
            });
        }
        return text.ToString();
    }
}
