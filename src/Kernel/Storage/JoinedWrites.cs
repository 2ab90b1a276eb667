using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace GraphQLPlugins.Kernel.Storage;

/// <summary>
/// Rows that are written by hand to different tables, as one statement: PostgreSQL starts and ends its executor once for all of them. Its parts do not see each
/// other's rows (<see href="https://www.postgresql.org/docs/current/queries-with.html#QUERIES-WITH-MODIFYING"/>), so they read nothing but the row that they write, and no two are of one table.
/// </summary>
internal static partial class JoinedWrites
{
    private static readonly ConcurrentDictionary<string, string?> Tables = new(ByReference.Instance);
    private static readonly Step First = new();

    /// <summary>Makes one statement of as many as can be, from the last one on; those before stay as they are.</summary>
    public static void Join(List<(string Text, object?[] Values)> written)
    {
        var (start, end) = (written.Count, written.Count);
        var count = 0;
        while (start > 0 && TableOf(written[start - 1].Text) is { } table && !IsWritten(table, written, start)) count += written[--start].Values.Length;
        if (end - start < 2) return;
        var step = First;
        var values = new object?[count];
        count = 0;
        foreach (var (text, own) in written[start..end])
        {
            step = step.Then(text);
            own.CopyTo(values, count);
            count += own.Length;
        }
        var joined = step.Text ??= TextOf(written[start..end]);
        written.RemoveRange(start, end - start);
        written.Add((joined, values));
    }

    private static bool IsWritten(string table, List<(string Text, object?[] Values)> written, int start)
    {
        for (var i = start; i < written.Count; i++)
            if (Tables[written[i].Text] == table) return true;
        return false;
    }

    /// <summary>The table whose row a statement writes; null when it does anything else.</summary>
    private static string? TableOf(string text) =>
        Tables.GetOrAdd(text, static t => Target().Match(t) is { Success: true } match && !t.Contains("SELECT", StringComparison.Ordinal) ? match.Groups["table"].Value : null);

    private static string TextOf(List<(string Text, object?[] Values)> statements)
    {
        var text = new StringBuilder("WITH ");
        var shift = 0;
        for (var i = 0; i < statements.Count; i++)
        {
            var own = shift == 0 ? statements[i].Text : Parameter().Replace(statements[i].Text, match => $"${int.Parse(match.ValueSpan[1..], CultureInfo.InvariantCulture) + shift}");
            if (i == statements.Count - 1) text.Append('\n').Append(own);
            else text.Append(i == 0 ? "" : ",\n").Append(CultureInfo.InvariantCulture, $"w{i} AS ({own})");
            shift += statements[i].Values.Length;
        }
        return text.ToString();
    }

    [GeneratedRegex(@"^\s*(INSERT INTO|UPDATE|DELETE FROM) (?<table>\w+\.\w+)\s")]
    private static partial Regex Target();

    [GeneratedRegex(@"\$\d+")]
    private static partial Regex Parameter();

    /// <summary>The texts that follow each other: there are as many as commands write in different ways, and finding one again costs no look at its characters.</summary>
    private sealed class Step
    {
        private readonly ConcurrentDictionary<string, Step> _next = new(ByReference.Instance);

        public string? Text { get; set; }

        public Step Then(string text) => _next.GetOrAdd(text, static _ => new Step());
    }

    /// <summary>Statements by hand are constants, each of which is one object.</summary>
    private sealed class ByReference : IEqualityComparer<string>
    {
        public static readonly ByReference Instance = new();

        public bool Equals(string? x, string? y) => ReferenceEquals(x, y);

        public int GetHashCode(string obj) => RuntimeHelpers.GetHashCode(obj);
    }
}
