using System.Globalization;
using System.Text;

namespace GraphQLPlugins.Engine.Data.Paging;

/// <summary>
/// Cursors of keys as HotChocolate 15 writes them: base64 of <c>{}</c> and the values as text with colons between them. They say nothing of their order
/// and are not sealed; only for hosts that must accept cursors which clients have kept.
/// </summary>
internal sealed class PlainCursor(CursorKey[] keys) : ICursorFormatter
{
    private const int MaxCursorLength = 1_000_000;
    private const string Null = @"\null";

    /// <inheritdoc/>
    public string Write(ReadOnlySpan<object?> values)
    {
        var text = new StringBuilder("{}");
        for (var i = 0; i < values.Length; i++)
        {
            if (i > 0) text.Append(':');
            text.Append(values[i] is { } value ? Escape(Text(value)) : Null);
        }
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <inheritdoc/>
    public CursorReading Read(string cursor, out object?[] values)
    {
        values = new object?[keys.Length];
        if (cursor.Length > MaxCursorLength) return CursorReading.Invalid;
        var bytes = new byte[cursor.Length];
        if (!Convert.TryFromBase64String(cursor, bytes, out var length)) return CursorReading.Invalid;
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var start = text.StartsWith('{') ? text.IndexOf('}') + 1 : 0;
        var parts = Split(text[start..]);
        if (parts.Count != keys.Length) return CursorReading.Invalid;
        for (var i = 0; i < keys.Length; i++)
        {
            if (parts[i] == Null && keys[i].IsNullable) continue;
            if (parts[i] == Null || !TryParse(Unescape(parts[i]), keys[i].Type, out values[i])) return CursorReading.Invalid;
        }
        return CursorReading.Fine;
    }

    private static string Text(object value) => value switch
    {
        DateTime t => t.ToString("yyyyMMddHHmmssfffffff", CultureInfo.InvariantCulture) + "#" + (int)t.Kind,
        DateTimeOffset t => t.ToString("yyyyMMddHHmmssfffffff", CultureInfo.InvariantCulture) + t.ToString("zzz", CultureInfo.InvariantCulture).Replace(":", "", StringComparison.Ordinal),
        Guid g => g.ToString(),
        DateOnly d => d.ToString("O", CultureInfo.InvariantCulture),
        TimeOnly t => t.ToString("O", CultureInfo.InvariantCulture),
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static bool TryParse(string text, Type type, out object? value)
    {
        value = null;
        try
        {
            value = type switch
            {
                _ when type == typeof(string) => text.Contains('\0') ? null : text,
                _ when type == typeof(Uri) => text.Contains('\0') ? null : new Uri(text, UriKind.RelativeOrAbsolute),
                _ when type == typeof(Guid) => Guid.Parse(text),
                _ when type.IsEnum => Enum.Parse(type, text),
                _ when type == typeof(DateTime) => Instant(text),
                _ when type == typeof(DateTimeOffset) => DateTimeOffset.ParseExact(text.Insert(text.Length - 2, ":"), "yyyyMMddHHmmssfffffffzzz", CultureInfo.InvariantCulture).ToUniversalTime(),
                _ when type == typeof(DateOnly) => DateOnly.ParseExact(text, "O", CultureInfo.InvariantCulture),
                _ when type == typeof(TimeOnly) => TimeOnly.ParseExact(text, "O", CultureInfo.InvariantCulture),
                _ when type == typeof(TimeSpan) => TimeSpan.Parse(text, CultureInfo.InvariantCulture),
                _ => Convert.ChangeType(text, type, CultureInfo.InvariantCulture),
            };
            return value is not null;
        }
        catch (Exception e) when (e is FormatException or OverflowException or ArgumentException or InvalidCastException)
        {
            return false;
        }
    }

    private static DateTime Instant(string text)
    {
        var mark = text.IndexOf('#', StringComparison.Ordinal);
        var kind = (DateTimeKind)int.Parse(text.AsSpan(mark + 1), NumberStyles.None, CultureInfo.InvariantCulture);
        return DateTime.SpecifyKind(DateTime.ParseExact(text.AsSpan(0, mark), "yyyyMMddHHmmssfffffff", CultureInfo.InvariantCulture), kind);
    }

    private static string Escape(string text)
    {
        text = text.Replace(":", @"\:", StringComparison.Ordinal);
        return text == Null ? @"\" + Null : text;
    }

    private static string Unescape(string text) => text == @"\" + Null ? Null : text.Replace(@"\:", ":", StringComparison.Ordinal);

    private static List<string> Split(string text)
    {
        var parts = new List<string>();
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && (text[i] != ':' || (i > 0 && text[i - 1] == '\\'))) continue;
            parts.Add(text[start..i]);
            start = i + 1;
        }
        return parts;
    }
}
