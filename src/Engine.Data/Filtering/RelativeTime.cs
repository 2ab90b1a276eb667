using System.Globalization;
using GraphQLPlugins.Engine.Data.Running;

namespace GraphQLPlugins.Engine.Data.Filtering;

/// <summary>
/// A time relative to now, in UTC: <c>now</c>, <c>now/d</c> (start of the day), <c>now/w</c> (of the week, Monday), <c>now/m</c> (of the month),
/// each with <c>+</c> or <c>-</c>, a number and <c>s</c>, <c>m</c> (minutes), <c>h</c>, <c>d</c> or <c>w</c>. Now is the instant of each request, also of those for
/// later pages: a cursor is a place in the order, so nothing comes twice, and what the filter lets through all the while is never left out.
/// </summary>
public readonly record struct RelativeTime(char Start, TimeSpan Offset)
{
    /// <summary>Reads the notation. Errors: <see cref="GraphQLException"/> when it is none.</summary>
    public static RelativeTime Parse(string text) =>
        TryParse(text, out var time) ? time : throw DataErrors.InvalidValue($"`{text}` is no relative time; write now, now/d, now/w or now/m, then for example -7d.");

    /// <summary>Reads the notation; false when it is none.</summary>
    public static bool TryParse(string text, out RelativeTime time)
    {
        time = default;
        if (!text.StartsWith("now", StringComparison.Ordinal)) return false;
        var rest = text.AsSpan(3);
        var start = ' ';
        if (rest.Length >= 2 && rest[0] == '/')
        {
            start = rest[1];
            if (start is not ('d' or 'w' or 'm')) return false;
            rest = rest[2..];
        }
        if (rest.IsEmpty)
        {
            time = new RelativeTime(start, TimeSpan.Zero);
            return true;
        }
        // Nine digits of weeks are beyond what a time can hold, and are refused below.
        if (rest.Length is < 3 or > 11 || rest[0] is not ('+' or '-')) return false;
        if (!int.TryParse(rest[1..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return false;
        double seconds = rest[^1] switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, 'w' => 604_800, _ => 0 };
        if (seconds == 0 || number * seconds > TimeSpan.MaxValue.TotalSeconds) return false;
        var offset = TimeSpan.FromSeconds(number * seconds);
        time = new RelativeTime(start, rest[0] == '-' ? -offset : offset);
        return true;
    }

    /// <summary>The instant, in UTC. Errors: <see cref="GraphQLException"/> when it is out of range.</summary>
    public DateTimeOffset Resolve(DateTimeOffset now)
    {
        now = now.ToUniversalTime();
        var day = new DateTimeOffset(now.Year, now.Month, now.Day, 0, 0, 0, TimeSpan.Zero);
        var start = Start switch
        {
            'd' => day,
            'w' => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
            'm' => day.AddDays(1 - day.Day),
            _ => now,
        };
        try
        {
            return start + Offset;
        }
        catch (ArgumentOutOfRangeException)
        {
            throw DataErrors.InvalidValue("The relative time is out of range.");
        }
    }
}
