using System.Text.Json;
using GraphQLPlugins.Engine.Execution;

namespace GraphQLPlugins.Engine.AspNetCore.Requests;

/// <summary>What can be wrong with a request before the engine sees it. Texts and codes are those of HotChocolate 15.</summary>
internal static class RequestErrors
{
    public static IError EmptyBody { get; } = Coded("The GraphQL request is empty.", ErrorCodes.InvalidRequest);

    public static IError EmptyBatch { get; } = Coded("The GraphQL batch request has no elements.", ErrorCodes.InvalidRequest);

    public static IError Invalid { get; } = Coded("Invalid GraphQL Request.", ErrorCodes.InvalidRequest);

    public static IError UnsupportedAccept { get; } = Coded("None of the `Accept` header values is supported.", "HC0063");

    public static IError InvalidAccept(string value) => Coded($"Unable to parse the accept header value `{value}`.", "HC0064");

    public static IError OperationNotAllowed { get; } = ErrorBuilder.New().SetMessage("The specified operation kind is not allowed.").Build();

    public static IError PreflightRequired { get; } =
        Coded("Multi-part requests must include a GraphQL preflight header.", "HC0077");

    public static IError GetPreflightRequired { get; } =
        Coded("GET requests must include a GraphQL preflight header.", "HC0077");

    public static IError Unexpected { get; } = ErrorBuilder.New().SetMessage("Unexpected Execution Error").Build();

    public static IError Unreadable(string reason) => Coded(reason, ErrorCodes.UnexpectedRequestParserError);

    public static IError TooLarge(long maxBytes) =>
        Coded($"The request exceeds the maximum size of {maxBytes} bytes.", ErrorCodes.MaxRequestSize);

    public static IError BatchTooLarge(int count, int max) =>
        Coded($"The batch has {count} requests; at most {max} are allowed.", ErrorCodes.InvalidRequest);

    public static IError TooManyOperations(int max) =>
        Coded($"At most {max} operations may run at once over one socket.", ErrorCodes.InvalidRequest);

    public static IError OperationIdMissing { get; } = Coded("Operation ID is missing", ErrorCodes.InvalidRequest);

    public static IError InvalidBatchOperations { get; } =
        Coded("The operation names of `batchOperations` are not a list.", ErrorCodes.InvalidRequest);

    /// <summary>A refusal as HTTP tells it: a syntax error of the document has the code of the body's parser.</summary>
    public static IOperationResult ForHttp(IOperationResult result) => Recode(result, ErrorCodes.SyntaxErrorInBody);

    /// <summary>A refusal as sockets tell it: a syntax error of the document has no code.</summary>
    public static IOperationResult ForSocket(IOperationResult result) => Recode(result, null);

    public static IError NotUtf8(ReadOnlySpan<byte> body)
    {
        var status = System.Buffers.OperationStatus.Done;
        var valid = 0;
        var scratch = new char[256];
        do
        {
            status = System.Text.Unicode.Utf8.ToUtf16(body[valid..], scratch, out var read, out _, replaceInvalidSequences: false);
            valid += read;
        }
        while (status == System.Buffers.OperationStatus.DestinationTooSmall);
        return At("The request is not valid UTF-8.", body, valid);
    }

    public static IError MissingDocument(ReadOnlySpan<byte> body, long offset) =>
        At("The request is missing the `query` property and the `id` property.", body, offset);

    public static IError MissingDocument() => Coded("The request is missing the `query` property and the `id` property.", ErrorCodes.SyntaxErrorInBody);

    public static IError NotStringOrNull(string member, ReadOnlySpan<byte> body, long offset) =>
        At($"The {member} field must be a string or null.", body, offset);

    public static IError NotObjectOrNull(JsonTokenType found, ReadOnlySpan<byte> value, ReadOnlySpan<byte> body, long offset) =>
        At($"Expected an object or a null-token, but found a {NameOf(found, value)}-token with value `{System.Text.Encoding.UTF8.GetString(value)}`.", body, offset);

    public static IError NotStartOfRequest(ReadOnlySpan<byte> body, long offset) =>
        At("Expected `{` or `[` as first syntax token.", body, offset);

    public static IError NotStartOfObject(JsonTokenType found, ReadOnlySpan<byte> value, ReadOnlySpan<byte> body, long offset) =>
        At($"Expected a `LeftBrace`-token, but found a `{NameOf(found, value)}`-token.", body, offset);

    /// <summary>The body ends where something is missing.</summary>
    public static IError EndOfBody(string expected, ReadOnlySpan<byte> body) =>
        At($"Expected a `{expected}`-token, but found a `EndOfFile`-token.", body, body.Length);

    /// <summary>The body is no JSON at this place.</summary>
    public static IError NotJson(ReadOnlySpan<byte> body, long offset) => offset >= body.Length
        ? At("Unexpected `EndOfFile`-token.", body, offset)
        : At($"Unexpected character `{Printable(body[(int)offset])}` in the JSON body.", body, offset);

    public static IError InvalidString(ReadOnlySpan<byte> body, long offset) => At("The string holds half of a surrogate pair.", body, offset);

    /// <summary>An error at an offset of the body; line and column count from 1, columns in bytes.</summary>
    private static IError At(string message, ReadOnlySpan<byte> body, long offset)
    {
        var before = body[..(int)Math.Min(offset, body.Length)];
        var line = before.Count((byte)'\n') + 1;
        var column = before.Length - (before.LastIndexOf((byte)'\n') + 1) + 1;
        return ErrorBuilder.New().SetMessage(message).SetCode(ErrorCodes.SyntaxErrorInBody).AddLocation(line, column).Build();
    }

    private static string Printable(byte value) => value is > 32 and < 127 ? ((char)value).ToString() : $"0x{value:X2}";

    private static string NameOf(JsonTokenType token, ReadOnlySpan<byte> value) => token switch
    {
        JsonTokenType.String => "String",
        JsonTokenType.Number => value.IndexOfAny("."u8[0], (byte)'e', (byte)'E') < 0 ? "Integer" : "Float",
        JsonTokenType.StartArray => "LeftBracket",
        JsonTokenType.StartObject => "LeftBrace",
        _ => "Name",
    };

    private static IError Coded(string message, string code) => ErrorBuilder.New().SetMessage(message).SetCode(code).Build();

    private static IOperationResult Recode(IOperationResult result, string? code) =>
        result is RequestErrorResult { Errors: [{ Code: ErrorCodes.SyntaxError } error] } refused
            ? new RequestErrorResult(error.WithCode(code), refused.ContextData)
            : result;
}
