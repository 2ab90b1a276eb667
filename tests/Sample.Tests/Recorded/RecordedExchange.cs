namespace GraphQLPlugins.Sample.Tests.Recorded;

/// <summary>A request as a line of curl, and what it printed.</summary>
internal sealed record RecordedExchange
{
    public required string Title { get; init; }

    public required string Method { get; init; }

    /// <summary>Path and query string.</summary>
    public required string Target { get; init; }

    /// <summary>With the <c>Accept</c> that curl sends when none is given. An empty value: the header is left out.</summary>
    public required IReadOnlyList<(string Name, string Value)> Headers { get; init; }

    public string? Body { get; init; }

    /// <summary>Parts of a form: name, and text or <c>@file</c>.</summary>
    public required IReadOnlyList<(string Name, string Value)> Parts { get; init; }

    public required RecordedResponse Response { get; init; }
}

/// <summary>What was printed of a response.</summary>
internal sealed record RecordedResponse
{
    public required int Status { get; init; }

    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>Without trailing line breaks; only the beginning when <see cref="TotalChars"/> is set.</summary>
    public required string Body { get; init; }

    /// <summary>The whole body's length when the recording shows only its beginning.</summary>
    public int? TotalChars { get; init; }

    /// <summary>Whether the server kept the response open until the client left.</summary>
    public bool IsOpen { get; init; }
}
