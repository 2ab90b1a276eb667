using System.Collections;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GraphQLPlugins.ModuleTesting.SqlServer;

/// <summary>
/// One row, or none where the statement reads a table that has none. A column of a table has the value of <see cref="SampleRows"/>, or the one that the statement asks for by an equality;
/// everything else has a value of the type that is read.
/// </summary>
internal sealed partial class SampleReader : DbDataReader
{
    private readonly Dictionary<string, string> _tables = new(StringComparer.OrdinalIgnoreCase);
    private readonly Queue<(DbCommand Command, string Text)> _results;
    private readonly SampleRows _rows;
    private List<(string Name, string? Alias, string? Column)> _columns = [];
    private DbCommand _command = null!;
    private string _text = "";
    private bool _isEmpty;
    private int _read;
    private int _rowCount;
    private bool _isClosed;

    public SampleReader(IEnumerable<DbCommand> commands, SampleRows rows)
    {
        (_results, _rows) = (new(commands.SelectMany(command => Results(command.CommandText).Select(text => (command, text)))), rows);
        Open(_results.Dequeue());
    }

    // A command of several changes that give something back has as many results.
    private static IEnumerable<string> Results(string text) => Output().Count(text) > 1 ? EndOfStatement().Split(text).Where(part => Output().IsMatch(part)) : [text];

    private void Open((DbCommand Command, string Text) result)
    {
        (_command, _text) = result;
        _tables.Clear();
        _isEmpty = false;
        foreach (Match match in Source().Matches(_text))
        {
            var table = $"{match.Groups["schema"].Value}.{match.Groups["table"].Value}";
            // What is joined from the outside may be missing; what is selected from or must be joined may not.
            _isEmpty |= (_tables.Count == 0 || match.Groups["inner"].Success) && _rows.IsEmpty(table);
            _tables.TryAdd(match.Groups["alias"].Value, table);
        }
        _columns = [.. SelectList(_text).SelectMany(item => Expand(item, _text)).Select(Column)];
        _read = 0;
        // A merge of several new rows gives something back for each.
        _rowCount = _isEmpty && _columns.Exists(c => c.Column is not null) ? 0 : _text.Contains("i._Position", StringComparison.Ordinal) ? Position().Count(_text) : 1;
    }

    public override int FieldCount => _columns.Count;

    public override bool HasRows => true;

    public override bool IsClosed => _isClosed;

    public override int RecordsAffected => 1;

    public override int Depth => 0;

    public override object this[int ordinal] => GetValue(ordinal);

    public override object this[string name] => GetValue(GetOrdinal(name));

    public override bool Read() => _read < _rowCount && _read++ < _rowCount;

    public override bool NextResult()
    {
        if (!_results.TryDequeue(out var next)) return false;
        Open(next);
        return true;
    }

    public override void Close() => _isClosed = true;

    public override string GetName(int ordinal) => _columns[ordinal].Name;

    public override int GetOrdinal(string name) => _columns.FindIndex(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase)) is var i and >= 0 ? i : throw new IndexOutOfRangeException(name);

    public override bool IsDBNull(int ordinal) => Find(ordinal, out var value) ? value is null : IsNullLiteral(ordinal);

    public override bool GetBoolean(int ordinal) => Has(ordinal, out var value) && value.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? value.GetValue<bool>() : !_isEmpty || _text.Contains("NOT EXISTS", StringComparison.Ordinal);

    public override byte GetByte(int ordinal) => (byte)GetInt64(ordinal);

    public override short GetInt16(int ordinal) => (short)GetInt64(ordinal);

    public override int GetInt32(int ordinal) => (int)GetInt64(ordinal);

    public override long GetInt64(int ordinal) => Has(ordinal, out var value) && value.GetValueKind() == JsonValueKind.Number ? (long)value.GetValue<decimal>() : Literal(ordinal);

    public override decimal GetDecimal(int ordinal) => Has(ordinal, out var value) ? value.GetValue<decimal>() : 1;

    public override double GetDouble(int ordinal) => Has(ordinal, out var value) ? value.GetValue<double>() : 1;

    public override float GetFloat(int ordinal) => (float)GetDouble(ordinal);

    public override Guid GetGuid(int ordinal) => Has(ordinal, out var value) && Guid.TryParse(Text(value), out var id) ? id : new Guid("0199aaaa-0000-7000-8000-000000000001");

    public override DateTime GetDateTime(int ordinal) => GetFieldValue<DateTimeOffset>(ordinal).UtcDateTime;

    public override string GetString(int ordinal) => Has(ordinal, out var value) ? Text(value) : "text";

    public override char GetChar(int ordinal) => GetString(ordinal)[0];

    public override object GetValue(int ordinal) => IsDBNull(ordinal) ? DBNull.Value : Has(ordinal, out var value) ? Text(value) : (object)true;

    public override Type GetFieldType(int ordinal) => typeof(object);

    public override string GetDataTypeName(int ordinal) => "sql_variant";

    public override int GetValues(object[] values)
    {
        for (var i = 0; i < FieldCount; i++) values[i] = GetValue(i);
        return FieldCount;
    }

    public override T GetFieldValue<T>(int ordinal)
    {
        if (typeof(T) == typeof(byte[])) return (T)(object)Bytes(ordinal);
        if (typeof(T) == typeof(DateTimeOffset))
            return (T)(object)(Has(ordinal, out var value) ? DateTimeOffset.Parse(Text(value), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) : DateTimeOffset.UnixEpoch);
        if (typeof(T) == typeof(TimeSpan)) return (T)(object)(Has(ordinal, out var time) ? TimeSpan.Parse(Text(time), CultureInfo.InvariantCulture) : TimeSpan.FromSeconds(1));
        return typeof(T) == typeof(int) ? (T)(object)GetInt32(ordinal)
            : typeof(T) == typeof(string) ? (T)(object)GetString(ordinal)
            : typeof(T) == typeof(Guid) ? (T)(object)GetGuid(ordinal)
            : base.GetFieldValue<T>(ordinal);
    }

    public override long GetBytes(int ordinal, long dataOffset, byte[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

    public override long GetChars(int ordinal, long dataOffset, char[]? buffer, int bufferOffset, int length) => throw new NotSupportedException();

    public override IEnumerator GetEnumerator() => new DbEnumerator(this);

    private byte[] Bytes(int ordinal) => Has(ordinal, out var value) && Text(value) is ['\\', 'x', ..] hex ? Convert.FromHexString(hex[2..]) : [1, 2, 3, 4, 5, 6, 7, 8];

    private static string Text(JsonNode value) => value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();

    // An update gives back the number 1 for each row that it changed, a merge the place of each row among those that it was given; a count is 0 unless the table says otherwise.
    private long Literal(int ordinal) => ordinal >= _columns.Count ? 0 : _columns[ordinal].Name switch
    {
        "_Position" => _read - 1,
        "COUNT(*)" => _tables.Values.FirstOrDefault() is { } table && _rows.TryGet(table, "COUNT(*)", out var count) ? count!.GetValue<long>() : 0,
        var name => long.TryParse(name, CultureInfo.InvariantCulture, out var number) ? number : 0,
    };

    private bool IsNullLiteral(int ordinal) => ordinal < _columns.Count && string.Equals(_columns[ordinal].Name, "NULL", StringComparison.OrdinalIgnoreCase);

    private bool Has(int ordinal, [NotNullWhen(true)] out JsonNode? value) => Find(ordinal, out value) && value is not null;

    // True: the value is known; null is a value.
    private bool Find(int ordinal, out JsonNode? value)
    {
        value = null;
        if (ordinal >= _columns.Count || _columns[ordinal] is not (_, var alias, { } column)) return false;
        if (alias is not null && AskedFor(alias, column) is { } asked)
        {
            value = asked;
            return true;
        }
        if (alias is not null && _tables.TryGetValue(alias, out var table)) return _rows.TryGet(table, column, out value) || _rows.IsEmpty(table);
        // A column of a derived table: EF Core names it as the one that it is made of, with a number; else of the first one below that has it.
        var name = alias?.TrimEnd([.. "0123456789"]);
        foreach (var below in _tables.OrderByDescending(t => t.Key == name).Select(t => t.Value))
        {
            if (_rows.TryGet(below, column, out value)) return true;
        }
        return false;
    }

    private JsonNode? AskedFor(string alias, string column)
    {
        var match = Regex.Match(_text, $@"\[{Regex.Escape(alias)}\]\.\[{Regex.Escape(column)}\] (=|IN \() ?(?<name>@\w+)");
        if (!match.Success) return null;
        var index = _command.Parameters.IndexOf(match.Groups["name"].Value);
        return index < 0 ? null : _command.Parameters[index].Value switch
        {
            string text => JsonValue.Create(text),
            Guid id => JsonValue.Create(id.ToString()),
            int number => JsonValue.Create(number),
            _ => null,
        };
    }

    private (string, string?, string?) Column(string item)
    {
        var match = Reference().Match(item);
        var (alias, column) = match.Success ? (match.Groups["alias"].Value, match.Groups["column"].Value) : (null, null);
        var named = Named().Match(item);
        return (named.Success ? named.Groups["name"].Value : column ?? item, alias, column);
    }

    // All columns of a common table expression are the items of its own list.
    private IEnumerable<string> Expand(string item, string text)
    {
        if (item == "*" && _tables.FirstOrDefault() is (var only, { } table)) return _rows.Columns(table).Select(column => $"{only}.{column}");
        var all = All().Match(item);
        if (!all.Success) return [item];
        var source = Regex.Match(text, $@"FROM (?<name>\w+) {all.Groups["alias"].Value}\b");
        var start = source.Success ? text.IndexOf($"{source.Groups["name"].Value} AS (", StringComparison.Ordinal) : -1;
        return start < 0 ? [item] : SelectList(text[(text.IndexOf('(', start) + 1)..]);
    }

    /// <summary>The items of the outermost select list, or of what a change gives.</summary>
    private static IEnumerable<string> SelectList(string text)
    {
        var start = Output().Match(text) is { Success: true } output ? output : Select().Match(text);
        if (!start.Success) yield break;
        var (depth, from) = (0, start.Index + start.Length);
        var i = from;
        for (; i < text.Length; i++)
        {
            if (text[i] == '(') depth++;
            else if (text[i] == ')') depth--;
            else if (depth == 0 && text[i] == ',')
            {
                yield return text[from..i].Trim();
                from = i + 1;
            }
            else if (depth == 0 && char.IsWhiteSpace(text[i]) && EndOfList().IsMatch(text[(i + 1)..Math.Min(text.Length, i + 7)]))
            {
                break;
            }
        }
        yield return text[from..i].Trim().TrimEnd(';');
    }

    [GeneratedRegex(@"(FROM|(?<inner>INNER\s+)?JOIN)\s+\[?(?<schema>\w+)\]?\.\[?(?<table>\w+)\]?\s+(AS\s+)?\[?(?<alias>\w+)\]?")]
    private static partial Regex Source();

    [GeneratedRegex(@"^OUTPUT\s+", RegexOptions.Multiline)]
    private static partial Regex Output();

    [GeneratedRegex(@"^SELECT\s+(DISTINCT\s+)?(TOP\s*\([^)]*\)\s*)?", RegexOptions.Multiline)]
    private static partial Regex Select();

    [GeneratedRegex(@"^(?<alias>\w+)\.\*$")]
    private static partial Regex All();

    [GeneratedRegex(@", \d+\)[,)]")]
    private static partial Regex Position();

    [GeneratedRegex(@";\s*$", RegexOptions.Multiline)]
    private static partial Regex EndOfStatement();

    [GeneratedRegex(@"^(FROM|WHERE|VALUES)\b")]
    private static partial Regex EndOfList();

    [GeneratedRegex(@"^\[?(?<alias>\w+)\]?\.""?\[?(?<column>\w+)\]?""?( AS \S+)?$")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\sAS \[?(?<name>\w+)\]?$")]
    private static partial Regex Named();
}
