namespace GraphQLPlugins.Engine;

/// <summary>The engine's error.</summary>
internal sealed record Error : IError
{
    public required string Message { get; init; }
    public string? Code { get; init; }
    public Path? Path { get; init; }
    public IReadOnlyList<Location>? Locations { get; init; }
    public IReadOnlyDictionary<string, object?>? Extensions { get; init; }
    public Exception? Exception { get; init; }

    public IError WithMessage(string message) => this with { Message = message };

    public IError WithCode(string? code) =>
        code is null
            ? (RemoveExtension("code") as Error)! with { Code = null }
            : (SetExtension("code", code) as Error)! with { Code = code };

    public IError WithPath(Path? path) => this with { Path = path };

    public IError WithLocations(IReadOnlyList<Location>? locations) => this with { Locations = locations };

    public IError WithExtensions(IReadOnlyDictionary<string, object?>? extensions) => this with { Extensions = extensions };

    public IError WithException(Exception? exception) => this with { Exception = exception };

    public IError RemoveException() => this with { Exception = null };

    public IError SetExtension(string key, object? value)
    {
        var extensions = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (k, v) in Extensions ?? new Dictionary<string, object?>()) extensions[k] = v;
        extensions[key] = value;
        return this with { Extensions = extensions };
    }

    public IError RemoveExtension(string key)
    {
        if (Extensions is null || !Extensions.ContainsKey(key)) return this;
        var extensions = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (k, v) in Extensions)
        {
            if (k != key) extensions[k] = v;
        }
        return this with { Extensions = extensions.Count == 0 ? null : extensions };
    }
}
