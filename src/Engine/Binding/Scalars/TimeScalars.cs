using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Xml;
using GraphQLPlugins.Engine.Response;

namespace GraphQLPlugins.Engine.Types;

/// <summary>A point in time with its offset: three fraction digits out; seconds, up to seven fraction digits and an offset in.</summary>
public sealed class DateTimeType : TextScalar<DateTimeOffset>
{
    private static readonly string[] Formats =
        [.. Enumerable.Range(0, 8).Select(digits => $"yyyy-MM-dd'T'HH:mm:ss{(digits == 0 ? "" : "." + new string('f', digits))}zzz")];

    [SetsRequiredMembers]
    public DateTimeType() : base("DateTime", "The `DateTime` scalar represents an ISO-8601 compliant date time type.")
    {
    }

    /// <inheritdoc/>
    public override string SpecifiedByUrl => "https://www.graphql-scalars.com/date-time";

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, DateTimeOffset value)
    {
        var span = writer.GetSpan(31);
        span[0] = (byte)'"';
        WriteDate(span[1..], value.Year, value.Month, value.Day);
        span[11] = (byte)'T';
        WriteTime(span[12..], value.Hour, value.Minute, value.Second);
        span[20] = (byte)'.';
        span[21] = (byte)('0' + value.Millisecond / 100);
        Two(span[22..], value.Millisecond % 100);
        var length = 24;
        var offset = value.TotalOffsetMinutes;
        if (offset == 0)
        {
            span[length++] = (byte)'Z';
        }
        else
        {
            span[length++] = offset < 0 ? (byte)'-' : (byte)'+';
            offset = Math.Abs(offset);
            Two(span[length..], offset / 60);
            span[length + 2] = (byte)':';
            Two(span[(length + 3)..], offset % 60);
            length += 5;
        }
        span[length++] = (byte)'"';
        writer.Advance(length);
    }

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, object value)
    {
        switch (value)
        {
            case DateTimeOffset offset: Write(writer, offset); break;
            // Without a kind a time is the server's local one.
            case DateTime time: Write(writer, new DateTimeOffset(time)); break;
            default: throw CannotSerialize(value);
        }
    }

    internal static void WriteDate(Span<byte> span, int year, int month, int day)
    {
        Two(span, year / 100);
        Two(span[2..], year % 100);
        span[4] = (byte)'-';
        Two(span[5..], month);
        span[7] = (byte)'-';
        Two(span[8..], day);
    }

    internal static void WriteTime(Span<byte> span, int hour, int minute, int second)
    {
        Two(span, hour);
        span[2] = (byte)':';
        Two(span[3..], minute);
        span[5] = (byte)':';
        Two(span[6..], second);
    }

    private protected override bool TryParse(string text, [NotNullWhen(true)] out object? value)
    {
        value = null;
        var normal = text.ToUpperInvariant();
        if (normal.EndsWith("-00:00", StringComparison.Ordinal)) return false;
        if (normal.EndsWith('Z')) normal = normal[..^1] + "+00:00";
        if (!DateTimeOffset.TryParseExact(normal, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed)) return false;
        value = parsed;
        return true;
    }

    private static void Two(Span<byte> span, int value)
    {
        span[1] = (byte)('0' + value % 10);
        span[0] = (byte)('0' + value / 10);
    }
}

/// <summary>A date without time and zone.</summary>
public sealed class LocalDateType : TextScalar<DateOnly>
{
    [SetsRequiredMembers]
    public LocalDateType()
        : base("LocalDate", "The `LocalDate` scalar type represents a ISO date string, represented as UTF-8 character sequences YYYY-MM-DD. The scalar follows the specification defined in RFC3339")
    {
    }

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, DateOnly value) => WriteDate(writer, value);

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, object value)
    {
        switch (value)
        {
            case DateOnly date: WriteDate(writer, date); break;
            case DateTime time: WriteDate(writer, DateOnly.FromDateTime(time)); break;
            case DateTimeOffset time: WriteDate(writer, DateOnly.FromDateTime(time.DateTime)); break;
            default: throw CannotSerialize(value);
        }
    }

    internal static void WriteDate(ResultWriter writer, DateOnly value)
    {
        var span = writer.GetSpan(12);
        span[0] = (byte)'"';
        DateTimeType.WriteDate(span[1..], value.Year, value.Month, value.Day);
        span[11] = (byte)'"';
        writer.Advance(12);
    }

    private protected override bool TryParse(string text, [NotNullWhen(true)] out object? value)
    {
        var parsed = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        value = date;
        return parsed;
    }
}

/// <summary>A date; older schemas call it so.</summary>
public sealed class DateType : TextScalar<DateOnly>
{
    [SetsRequiredMembers]
    public DateType() : base("Date", "The `Date` scalar represents an ISO-8601 compliant date type.")
    {
    }

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, DateOnly value) => LocalDateType.WriteDate(writer, value);

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, object value)
    {
        switch (value)
        {
            case DateOnly date: LocalDateType.WriteDate(writer, date); break;
            case DateTime time: LocalDateType.WriteDate(writer, DateOnly.FromDateTime(time)); break;
            case DateTimeOffset time: LocalDateType.WriteDate(writer, DateOnly.FromDateTime(time.DateTime)); break;
            default: throw CannotSerialize(value);
        }
    }

    private protected override bool TryParse(string text, [NotNullWhen(true)] out object? value)
    {
        var parsed = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        value = date;
        return parsed;
    }
}

/// <summary>A time of day without zone; fractions of a second are dropped.</summary>
public sealed class LocalTimeType : TextScalar<TimeOnly>
{
    [SetsRequiredMembers]
    public LocalTimeType()
        : base("LocalTime", "The LocalTime scalar type is a local time string (i.e., with no associated timezone) in 24-hr HH:mm:ss.")
    {
    }

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, TimeOnly value)
    {
        var span = writer.GetSpan(10);
        span[0] = (byte)'"';
        DateTimeType.WriteTime(span[1..], value.Hour, value.Minute, value.Second);
        span[9] = (byte)'"';
        writer.Advance(10);
    }

    private protected override bool TryParse(string text, [NotNullWhen(true)] out object? value)
    {
        var parsed = TimeOnly.TryParseExact(text, "HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
        value = time;
        return parsed;
    }
}

/// <summary>A date and time of day without zone.</summary>
public sealed class LocalDateTimeType : TextScalar<DateTime>
{
    [SetsRequiredMembers]
    public LocalDateTimeType() : base("LocalDateTime", "The `LocalDateTime` scalar type is a local date/time string (i.e., with no associated timezone) with the format `YYYY-MM-DDThh:mm:ss`.")
    {
    }

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, DateTime value)
    {
        var span = writer.GetSpan(21);
        span[0] = (byte)'"';
        DateTimeType.WriteDate(span[1..], value.Year, value.Month, value.Day);
        span[11] = (byte)'T';
        DateTimeType.WriteTime(span[12..], value.Hour, value.Minute, value.Second);
        span[20] = (byte)'"';
        writer.Advance(21);
    }

    private protected override bool TryParse(string text, [NotNullWhen(true)] out object? value)
    {
        var parsed = DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time);
        value = time;
        return parsed;
    }
}

/// <summary>How <see cref="TimeSpanType"/> writes.</summary>
public enum TimeSpanFormat
{
    /// <summary>An ISO 8601 duration, e.g. <c>PT5M</c>.</summary>
    Iso8601,

    /// <summary>.NET's constant format, e.g. <c>00:05:00</c>.</summary>
    DotNet,
}

/// <summary>A length of time.</summary>
public sealed class TimeSpanType : TextScalar<TimeSpan>
{
    private readonly TimeSpanFormat _format;

    [SetsRequiredMembers]
    public TimeSpanType() : this(TimeSpanFormat.Iso8601)
    {
    }

    [SetsRequiredMembers]
    public TimeSpanType(TimeSpanFormat format) : base("TimeSpan", "The `TimeSpan` scalar represents an ISO-8601 compliant duration type.") => _format = format;

    /// <inheritdoc/>
    public override void Write(ResultWriter writer, TimeSpan value)
    {
        if (_format == TimeSpanFormat.Iso8601)
        {
            writer.WriteString(XmlConvert.ToString(value));
            return;
        }
        writer.WriteByte((byte)'"');
        writer.WriteFormattable(value, 32, "c");
        writer.WriteByte((byte)'"');
    }

    private protected override bool TryParse(string text, [NotNullWhen(true)] out object? value)
    {
        value = null;
        if (_format == TimeSpanFormat.DotNet)
        {
            if (!TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var span)) return false;
            value = span;
            return true;
        }
        try
        {
            value = XmlConvert.ToTimeSpan(text);
            return true;
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return false;
        }
    }
}
