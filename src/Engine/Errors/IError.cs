namespace GraphQLPlugins.Engine;

/// <summary>An error as the response carries it. Immutable; the With-methods copy. Spec: Errors.</summary>
public interface IError
{
    /// <summary>The message for the developer.</summary>
    string Message { get; }

    /// <summary>The code; also in <see cref="Extensions"/> as <c>code</c>.</summary>
    string? Code { get; }

    /// <summary>The response path, or null for request errors.</summary>
    Path? Path { get; }

    /// <summary>Places in the document; null when unknown.</summary>
    IReadOnlyList<Location>? Locations { get; }

    /// <summary>Extensions in the order in which they are written; null when there are none.</summary>
    IReadOnlyDictionary<string, object?>? Extensions { get; }

    /// <summary>The exception behind the error, for filters and logs; never sent to clients by default.</summary>
    Exception? Exception { get; }

    IError WithMessage(string message);
    IError WithCode(string? code);
    IError WithPath(Path? path);
    IError WithLocations(IReadOnlyList<Location>? locations);
    IError WithExtensions(IReadOnlyDictionary<string, object?>? extensions);
    IError WithException(Exception? exception);
    IError SetExtension(string key, object? value);
    IError RemoveExtension(string key);
    IError RemoveException();
}

/// <summary>A place in a document: 1-based line and column.</summary>
public readonly record struct Location(int Line, int Column);

/// <summary>Looks at every error before it is sent and may change it. Filters run in the order of registration.</summary>
public interface IErrorFilter
{
    /// <summary>The error to send instead; never null.</summary>
    IError OnError(IError error);
}
