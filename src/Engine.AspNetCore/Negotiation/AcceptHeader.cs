using Microsoft.Extensions.Primitives;

namespace GraphQLPlugins.Engine.AspNetCore.Negotiation;

/// <summary>What a client accepts, as far as it matters here. Read without allocating.</summary>
/// <remarks>
/// Quality values are not weighed, as in HotChocolate: the first of <c>application/graphql-response+json</c>, <c>*/*</c> and <c>application/*</c>
/// decides over a single result, then <c>application/json</c>, multipart, server-sent events.
/// </remarks>
internal readonly struct AcceptHeader
{
    private readonly Kinds _kinds;
    private readonly Kinds _firstSingle;
    private readonly Kinds _firstStream;

    private AcceptHeader(Kinds kinds, Kinds firstSingle, Kinds firstStream)
    {
        _kinds = kinds;
        _firstSingle = firstSingle;
        _firstStream = firstStream;
    }

    [Flags]
    private enum Kinds : byte
    {
        Nothing = 0,
        Absent = 1,
        GraphQLResponse = 2,
        Any = 4,
        AnyApplication = 8,
        Json = 16,
        Multipart = 32,
        EventStream = 64,
        IncrementalById = 128,
    }

    /// <summary>No Accept header: anything goes.</summary>
    public static AcceptHeader Absent { get; } = new(Kinds.Absent, Kinds.Absent, Kinds.Nothing);

    /// <summary>Whether at least one media type is known.</summary>
    public bool IsSupported => (_kinds & ~Kinds.IncrementalById) != Kinds.Nothing;

    /// <summary>Whether a stream of deferred parts has a place to go.</summary>
    public bool AllowsIncremental => (_kinds & (Kinds.Absent | Kinds.Any | Kinds.Multipart | Kinds.EventStream)) != 0;

    /// <summary>Whether a subscription has a place to go. A client that names no media type gets none, so that it isn't left hanging.</summary>
    public bool AllowsSubscription => (_kinds & (Kinds.Any | Kinds.EventStream)) != 0;

    /// <summary>Whether the client reads incremental delivery with ids (<c>incrementalSpec=v0.2</c>).</summary>
    public bool WantsIncrementalById => (_kinds & Kinds.IncrementalById) != 0;

    /// <summary>Whether a JSON array is fine for a batch.</summary>
    public bool AllowsJsonArray =>
        (_kinds & (Kinds.Absent | Kinds.Any | Kinds.AnyApplication | Kinds.GraphQLResponse | Kinds.Json)) != 0;

    /// <summary>The format of a single result.</summary>
    /// <param name="fallback">What stands for "anything".</param>
    public ResponseFormat Single(ResponseFormat fallback)
    {
        switch (_firstSingle)
        {
            case Kinds.GraphQLResponse: return ResponseFormat.GraphQLResponse;
            case Kinds.Absent or Kinds.Any or Kinds.AnyApplication: return fallback;
        }
        if ((_kinds & Kinds.Json) != 0) return ResponseFormat.Json;
        if ((_kinds & Kinds.Multipart) != 0) return ResponseFormat.Multipart;
        return (_kinds & Kinds.EventStream) != 0 ? ResponseFormat.EventStream : ResponseFormat.None;
    }

    /// <summary>The format of deferred parts and of a batch that is no JSON array.</summary>
    public ResponseFormat Incremental() => _firstStream switch
    {
        Kinds.Multipart => ResponseFormat.Multipart,
        Kinds.EventStream => ResponseFormat.EventStream,
        _ => (_kinds & (Kinds.Absent | Kinds.Any)) != 0 ? ResponseFormat.Multipart : ResponseFormat.None,
    };

    /// <summary>The format of a batch.</summary>
    /// <param name="array">Whether the request was an array, which JSON answers with an array wherever it is acceptable.</param>
    /// <param name="fallback">What stands for "anything".</param>
    /// <remarks>A set of variables is answered by a stream if the client takes one, as HotChocolate does.</remarks>
    public ResponseFormat Batch(bool array, ResponseFormat fallback)
    {
        var stream = Incremental();
        if (!array && stream != ResponseFormat.None) return stream;
        return AllowsJsonArray ? Single(fallback) : stream;
    }

    /// <summary>Reads the header.</summary>
    /// <returns>False when a member is no media type.</returns>
    public static bool TryParse(StringValues values, out AcceptHeader header)
    {
        header = Absent;
        Kinds kinds = default, firstSingle = default, firstStream = default;
        var any = false;
        for (var i = 0; i < values.Count; i++)
        {
            var rest = values[i].AsSpan();
            while (!rest.IsEmpty)
            {
                var member = Next(ref rest).Trim(" \t");
                if (member.IsEmpty) continue;
                any = true;
                if (!TryClassify(member, out var kind)) return false;
                kinds |= kind;
                kind &= ~Kinds.IncrementalById;
                if (firstSingle == 0 && (kind & (Kinds.GraphQLResponse | Kinds.Any | Kinds.AnyApplication)) != 0) firstSingle = kind;
                if (firstStream == 0 && (kind & (Kinds.Multipart | Kinds.EventStream)) != 0) firstStream = kind;
            }
        }
        if (any) header = new AcceptHeader(kinds, firstSingle, firstStream);
        return true;
    }

    /// <summary>Takes the text up to the next comma that is not inside quotes.</summary>
    private static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> rest)
    {
        var quoted = false;
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] == '"') quoted = !quoted;
            if (rest[i] != ',' || quoted) continue;
            var member = rest[..i];
            rest = rest[(i + 1)..];
            return member;
        }
        var last = rest;
        rest = default;
        return last;
    }

    private static bool TryClassify(ReadOnlySpan<char> member, out Kinds kind)
    {
        kind = default;
        var semicolon = member.IndexOf(';');
        var type = (semicolon < 0 ? member : member[..semicolon]).TrimEnd(" \t");
        var slash = type.IndexOf('/');
        if (slash <= 0 || slash == type.Length - 1 || type.ContainsAny(' ', '\t')) return false;
        kind = Classify(type);
        if (kind == Kinds.Multipart && semicolon > 0 && member[semicolon..].Contains("incrementalSpec=v0.2", StringComparison.OrdinalIgnoreCase))
            kind |= Kinds.IncrementalById;
        return true;
    }

    private static Kinds Classify(ReadOnlySpan<char> type)
    {
        if (Is(type, "application/graphql-response+json")) return Kinds.GraphQLResponse;
        if (Is(type, "*/*")) return Kinds.Any;
        if (Is(type, "application/json")) return Kinds.Json;
        if (Is(type, "application/*")) return Kinds.AnyApplication;
        if (Is(type, "multipart/mixed") || Is(type, "multipart/*")) return Kinds.Multipart;
        return Is(type, "text/event-stream") ? Kinds.EventStream : Kinds.Nothing;
    }

    private static bool Is(ReadOnlySpan<char> type, string name) => type.Equals(name, StringComparison.OrdinalIgnoreCase);
}
