using System.Text.Json;
using System.Text.Unicode;

namespace GraphQLPlugins.Engine.AspNetCore.Requests;

/// <summary>Reads the JSON body of a POST, straight from its UTF-8. Spec: GraphQL over HTTP, Request Parameters.</summary>
/// <remarks>The variables and extensions of a request refer to the body, which must outlive it.</remarks>
internal ref struct RequestBodyParser
{
    private readonly ReadOnlyMemory<byte> _body;
    private readonly bool _hashesAllowed;
    private Utf8JsonReader _reader;
    private Expected _expected;

    private RequestBodyParser(ReadOnlyMemory<byte> body, bool hashesAllowed)
    {
        _body = body;
        _hashesAllowed = hashesAllowed;
        _reader = new Utf8JsonReader(body.Span);
    }

    /// <summary>What the parser waits for, to say so when the body ends there.</summary>
    private enum Expected
    {
        Start,
        Member,
        String,
        Other,
    }

    /// <summary>Reads a request or a batch.</summary>
    /// <param name="body">The body.</param>
    /// <param name="hashesAllowed">Whether a hash in the extensions may stand for the document (automatic persisted operations).</param>
    /// <param name="request">Takes the request, or the first of a batch.</param>
    /// <param name="batch">All requests of a JSON array, the first included; null when the body is an object.</param>
    /// <returns>What is wrong, or null.</returns>
    public static IError? Parse(ReadOnlyMemory<byte> body, bool hashesAllowed, HttpOperationRequest request, out List<HttpOperationRequest>? batch)
    {
        batch = null;
        var text = body.Span;
        if (text.StartsWith("\uFEFF"u8))
        {
            body = body[3..];
            text = body.Span;
        }
        if (text.TrimStart(" \t\r\n"u8).IsEmpty) return RequestErrors.EmptyBody;
        if (!Utf8.IsValid(text)) return RequestErrors.NotUtf8(text);
        var parser = new RequestBodyParser(body, hashesAllowed);
        try
        {
            return parser.Parse(request, ref batch);
        }
        catch (JsonException exception)
        {
            return parser.Describe(exception);
        }
    }

    /// <summary>Reads JSON that must be an object, or an array of objects; empty for null.</summary>
    /// <returns>What is wrong, or null.</returns>
    public static IError? ParseObject(ReadOnlyMemory<byte> json, bool arrayAllowed, out ReadOnlyMemory<byte> value)
    {
        value = default;
        var parser = new RequestBodyParser(json, hashesAllowed: false);
        try
        {
            var error = parser.ParseObject(arrayAllowed, out value);
            if (error is null) parser._reader.Read();
            return error;
        }
        catch (JsonException exception)
        {
            return parser.Describe(exception);
        }
    }

    private IError? Parse(HttpOperationRequest request, ref List<HttpOperationRequest>? batch)
    {
        _expected = Expected.Start;
        _reader.Read();
        IError? error;
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                error = ParseRequest(request);
                break;
            case JsonTokenType.StartArray:
                batch = [];
                error = ParseBatch(request, batch);
                break;
            default:
                return RequestErrors.NotStartOfRequest(_body.Span, _reader.TokenStartIndex);
        }
        if (error is null) _reader.Read();
        return error;
    }

    private IError? ParseBatch(HttpOperationRequest first, List<HttpOperationRequest> batch)
    {
        _expected = Expected.Other;
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            if (_reader.TokenType != JsonTokenType.StartObject)
                return RequestErrors.NotStartOfObject(_reader.TokenType, _reader.ValueSpan, _body.Span, _reader.TokenStartIndex);
            var request = batch.Count == 0 ? first : new HttpOperationRequest();
            batch.Add(request);
            if (ParseRequest(request) is { } error) return error;
            _expected = Expected.Other;
        }
        return batch.Count == 0 ? RequestErrors.EmptyBatch : null;
    }

    private IError? ParseRequest(HttpOperationRequest request)
    {
        while (true)
        {
            _expected = Expected.Member;
            _reader.Read();
            if (_reader.TokenType == JsonTokenType.EndObject) break;
            if (ParseMember(request) is { } error) return error;
        }
        if (request.NamesDocument || (_hashesAllowed && NamesHash(request.Extensions))) return null;
        return RequestErrors.MissingDocument(_body.Span, _reader.TokenStartIndex);
    }

    private IError? ParseMember(HttpOperationRequest request)
    {
        if (_reader.ValueTextEquals("query"u8)) return ParseDocument(request);
        if (_reader.ValueTextEquals("variables"u8)) return ParseVariables(request);
        if (_reader.ValueTextEquals("operationName"u8))
        {
            var error = ParseString("operationName", out var name);
            request.OperationName = name;
            return error;
        }
        if (_reader.ValueTextEquals("extensions"u8))
        {
            var error = ParseObject(arrayAllowed: false, out var json);
            if (error is null && !json.IsEmpty) request.SetExtensions(json);
            return error;
        }
        if (_reader.ValueTextEquals("id"u8) || _reader.ValueTextEquals("documentId"u8))
        {
            var error = ParseString("id", out var id);
            request.DocumentId = id;
            return error;
        }
        _expected = Expected.Other;
        _reader.Skip();
        return null;
    }

    private IError? ParseDocument(HttpOperationRequest request)
    {
        if (ReadString("query") is { } error) return error;
        if (_reader.TokenType == JsonTokenType.Null)
        {
            request.Document = default;
            return null;
        }
        var value = _reader.ValueSpan;
        if (!_reader.ValueIsEscaped)
        {
            request.Document = _body.Slice((int)_reader.TokenStartIndex + 1, value.Length);
            return null;
        }
        var bytes = request.RentDocument(value.Length);
        try
        {
            request.Document = bytes.AsMemory(0, _reader.CopyString(bytes));
            return null;
        }
        catch (InvalidOperationException)
        {
            return RequestErrors.InvalidString(_body.Span, _reader.TokenStartIndex);
        }
    }

    private IError? ParseVariables(HttpOperationRequest request)
    {
        var error = ParseObject(arrayAllowed: true, out var json);
        if (error is not null || json.IsEmpty) return error;
        request.SetVariables(json);
        return null;
    }

    private IError? ParseString(string member, out string? value)
    {
        value = null;
        if (ReadString(member) is { } error) return error;
        if (_reader.TokenType == JsonTokenType.Null) return null;
        try
        {
            value = _reader.GetString();
            return null;
        }
        catch (InvalidOperationException)
        {
            return RequestErrors.InvalidString(_body.Span, _reader.TokenStartIndex);
        }
    }

    /// <summary>Moves to a string or null.</summary>
    private IError? ReadString(string member)
    {
        _expected = Expected.String;
        _member = member;
        _reader.Read();
        return _reader.TokenType is JsonTokenType.String or JsonTokenType.Null
            ? null
            : RequestErrors.NotStringOrNull(member, _body.Span, _reader.TokenStartIndex);
    }

    private string _member = "";

    /// <summary>The text of an object, or of an array of objects; empty for null.</summary>
    private IError? ParseObject(bool arrayAllowed, out ReadOnlyMemory<byte> json)
    {
        json = default;
        _expected = Expected.Other;
        _reader.Read();
        var start = _reader.TokenStartIndex;
        switch (_reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.StartObject:
                if (SkipObject() is { } error) return error;
                break;
            case JsonTokenType.StartArray when arrayAllowed:
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
                {
                    if (_reader.TokenType != JsonTokenType.StartObject) return NotObject();
                    if (SkipObject() is { } itemError) return itemError;
                }
                break;
            default:
                return NotObject();
        }
        json = _body[(int)start..(int)_reader.BytesConsumed];
        return null;
    }

    /// <summary>Skips an object. Its strings are looked at only when they could hold half of a surrogate pair, which no UTF-8 can say.</summary>
    private IError? SkipObject()
    {
        var start = (int)_reader.TokenStartIndex;
        var before = _reader;
        _reader.Skip();
        var text = _body.Span[start..(int)_reader.BytesConsumed];
        if (text.IndexOf("\\ud"u8) < 0 && text.IndexOf("\\uD"u8) < 0) return null;
        Span<byte> scratch = text.Length <= 512 ? stackalloc byte[512] : new byte[text.Length];
        while (before.Read() && before.BytesConsumed < _reader.BytesConsumed)
        {
            if (before.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName)) continue;
            try
            {
                before.CopyString(scratch);
            }
            catch (InvalidOperationException)
            {
                return RequestErrors.InvalidString(_body.Span, before.TokenStartIndex);
            }
        }
        return null;
    }

    private readonly IError NotObject()
    {
        var value = _reader.ValueSpan;
        return RequestErrors.NotObjectOrNull(_reader.TokenType, value, _body.Span, _reader.TokenStartIndex);
    }

    /// <summary>Whether the extensions name a document by its hash.</summary>
    public static bool NamesHash(JsonElement extensions) =>
        extensions.ValueKind == JsonValueKind.Object && extensions.TryGetProperty("persistedQuery"u8, out var query)
        && query.ValueKind == JsonValueKind.Object;

    /// <summary>Turns the reader's complaint into the error that clients get.</summary>
    private readonly IError Describe(JsonException exception)
    {
        var body = _body.Span;
        var offset = OffsetOf(exception, body);
        if (body[(int)Math.Min(offset, body.Length)..].TrimStart(" \t\r\n"u8).IsEmpty)
        {
            switch (_expected)
            {
                case Expected.Member: return RequestErrors.EndOfBody("String", body);
                case Expected.String: return RequestErrors.NotStringOrNull(_member, body, body.Length);
            }
            return RequestErrors.NotJson(body, body.Length);
        }
        return _expected switch
        {
            Expected.Start => RequestErrors.NotStartOfRequest(body, offset),
            Expected.String => RequestErrors.NotStringOrNull(_member, body, offset),
            _ => RequestErrors.NotJson(body, offset),
        };
    }

    private static long OffsetOf(JsonException exception, ReadOnlySpan<byte> body)
    {
        var line = exception.LineNumber ?? 0;
        var start = 0;
        while (line-- > 0) start += body[start..].IndexOf((byte)'\n') + 1;
        return Math.Min(start + (exception.BytePositionInLine ?? 0), body.Length);
    }
}
