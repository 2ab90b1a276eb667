using System.Runtime.CompilerServices;
using System.Text.Json;

namespace GraphQLPlugins.Catalog.Import;

/// <summary>
/// One large JSON document, a value at a time: the elements of a root list, or the members and elements of the named sections of a root object.
/// Only one value is in memory at once. Padding around the document (the published update center may come as a script call) is passed over.
/// </summary>
internal sealed class DocumentReader
{
    private readonly Stream _stream;
    private readonly HashSet<string> _sections;
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;
    private bool _final;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = 64 });
    private bool _begun;
    private bool _finished;
    private int _line = 1;
    private string _section = "";
    private bool _inSection;

    private DocumentReader(Stream stream, IEnumerable<string> sections)
    {
        _stream = stream;
        _sections = new HashSet<string>(sections, StringComparer.Ordinal);
    }

    public static async IAsyncEnumerable<RawRecord> ReadAsync(Stream stream, IEnumerable<string> sections, [EnumeratorCancellation] CancellationToken ct)
    {
        var reader = new DocumentReader(stream, sections);
        while (true)
        {
            while (reader.TryNext(out var record))
                yield return record;
            if (reader._finished)
                yield break;
            await reader.FillAsync(ct);
        }
    }

    /// <summary>The next record of what is buffered; false when more bytes are needed or the document has ended.</summary>
    private bool TryNext(out RawRecord record)
    {
        record = null!;
        if (_finished || (!_begun && !TryBegin()))
            return false;
        var span = _buffer.AsSpan(_start, _end - _start);
        var json = new Utf8JsonReader(span, _final, _state);
        var safe = 0L;
        try
        {
            while (true)
            {
                var before = json;
                if (!json.Read())
                {
                    json = before;
                    break;
                }
                if (json.CurrentDepth == 0 && json.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
                {
                    _finished = true;
                    return false;
                }
                if (IsRecord(ref json))
                {
                    var from = (int)json.TokenStartIndex;
                    if (!json.TrySkip())
                    {
                        json = before;
                        break;
                    }
                    var length = (int)json.BytesConsumed - from;
                    record = new RawRecord(_line + span[..from].Count((byte)'\n'), _section, JsonDocument.Parse(span.Slice(from, length).ToArray()), null);
                    Advance(json);
                    return true;
                }
                if (json.CurrentDepth == 1 && json.TokenType == JsonTokenType.PropertyName)
                {
                    _section = json.GetString()!;
                    if (!_sections.Contains(_section) && !SkipValue(ref json))
                    {
                        json = before;
                        break;
                    }
                }
                safe = json.BytesConsumed;
            }
        }
        catch (JsonException fault)
        {
            throw new ImportFileTruncatedException($"The file is cut off or damaged near line {_line + span[..(int)safe].Count((byte)'\n')}: {Short(fault)}");
        }
        Advance(json);
        return false;
    }

    /// <summary>A value at the first depth of a root list, or one below a wanted section.</summary>
    private bool IsRecord(ref Utf8JsonReader json)
    {
        if (json.TokenType is JsonTokenType.PropertyName or JsonTokenType.EndArray or JsonTokenType.EndObject)
        {
            if (json.CurrentDepth == 1 && json.TokenType != JsonTokenType.PropertyName)
                _inSection = false;
            return false;
        }
        if (json.CurrentDepth == 0)
        {
            _inSection = json.TokenType == JsonTokenType.StartArray;
            return false;
        }
        if (_section.Length == 0)
            return _inSection && json.CurrentDepth == 1;
        if (json.CurrentDepth == 1)
        {
            _inSection = json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
            return false;
        }
        return _inSection && json.CurrentDepth == 2;
    }

    private static bool SkipValue(ref Utf8JsonReader json) => json.Read() && json.TrySkip();

    private bool TryBegin()
    {
        var span = _buffer.AsSpan(_start, _end - _start);
        var root = span.IndexOfAny((byte)'{', (byte)'[');
        if (root < 0)
            return _final ? throw new ImportFileTruncatedException("The file ends before its content starts.") : false;
        _line += span[..root].Count((byte)'\n');
        _start += root;
        return _begun = true;
    }

    private void Advance(Utf8JsonReader json)
    {
        _state = json.CurrentState;
        _line += _buffer.AsSpan(_start, (int)json.BytesConsumed).Count((byte)'\n');
        _start += (int)json.BytesConsumed;
    }

    private async Task FillAsync(CancellationToken ct)
    {
        if (_final)
            throw new ImportFileTruncatedException($"The file is cut off in line {_line}.");
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= LineReader.MaxLineBytes)
                throw new ImportFormatException($"The record in line {_line} is longer than {LineReader.MaxLineBytes / (1024 * 1024)} MiB.");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        try
        {
            var read = await _stream.ReadAsync(_buffer.AsMemory(_end), ct);
            _end += read;
            _final = read == 0;
        }
        catch (InvalidDataException fault)
        {
            throw new ImportFileTruncatedException($"The compressed file is damaged or cut off near line {_line}: {fault.Message}");
        }
    }

    private static string Short(JsonException fault) => fault.Message.Split(". ")[0].TrimEnd('.') + ".";
}
