namespace GraphQLPlugins.Engine;

/// <summary>Builds an error step by step.</summary>
public interface IErrorBuilder
{
    IErrorBuilder SetMessage(string message);

    /// <summary>Sets the code, also as the extension <c>code</c>.</summary>
    IErrorBuilder SetCode(string? code);

    IErrorBuilder SetPath(Path? path);
    IErrorBuilder AddLocation(Location location);
    IErrorBuilder AddLocation(int line, int column);
    IErrorBuilder SetLocations(IReadOnlyList<Location>? locations);
    IErrorBuilder SetException(Exception? exception);
    IErrorBuilder SetExtension(string key, object? value);
    IErrorBuilder RemoveExtension(string key);
    IErrorBuilder ClearExtensions();

    /// <summary>The error. Errors: <see cref="InvalidOperationException"/> without a message.</summary>
    IError Build();
}

/// <inheritdoc cref="IErrorBuilder"/>
public sealed class ErrorBuilder : IErrorBuilder
{
    private string? _message;
    private string? _code;
    private Path? _path;
    private List<Location>? _locations;
    private Exception? _exception;
    private OrderedDictionary<string, object?>? _extensions;

    /// <summary>An empty builder.</summary>
    public static ErrorBuilder New() => new();

    /// <summary>A builder that starts from an error.</summary>
    public static ErrorBuilder FromError(IError error)
    {
        var builder = new ErrorBuilder
        {
            _message = error.Message, _code = error.Code, _path = error.Path, _exception = error.Exception,
            _locations = error.Locations is null ? null : [.. error.Locations],
        };
        foreach (var (key, value) in error.Extensions ?? new Dictionary<string, object?>()) builder.SetExtension(key, value);
        return builder;
    }

    /// <inheritdoc/>
    public IErrorBuilder SetMessage(string message)
    {
        ArgumentException.ThrowIfNullOrEmpty(message);
        _message = message;
        return this;
    }

    /// <inheritdoc/>
    public IErrorBuilder SetCode(string? code)
    {
        _code = code;
        return code is null ? RemoveExtension("code") : SetExtension("code", code);
    }

    /// <inheritdoc/>
    public IErrorBuilder SetPath(Path? path)
    {
        _path = path;
        return this;
    }

    /// <inheritdoc/>
    public IErrorBuilder AddLocation(Location location)
    {
        (_locations ??= []).Add(location);
        return this;
    }

    /// <inheritdoc/>
    public IErrorBuilder AddLocation(int line, int column) => AddLocation(new Location(line, column));

    /// <inheritdoc/>
    public IErrorBuilder SetLocations(IReadOnlyList<Location>? locations)
    {
        _locations = locations is null ? null : [.. locations];
        return this;
    }

    /// <inheritdoc/>
    public IErrorBuilder SetException(Exception? exception)
    {
        _exception = exception;
        return this;
    }

    /// <inheritdoc/>
    public IErrorBuilder SetExtension(string key, object? value)
    {
        (_extensions ??= new(StringComparer.Ordinal))[key] = value;
        return this;
    }

    /// <inheritdoc/>
    public IErrorBuilder RemoveExtension(string key)
    {
        _extensions?.Remove(key);
        return this;
    }

    /// <inheritdoc/>
    public IErrorBuilder ClearExtensions()
    {
        _extensions = null;
        return this;
    }

    /// <inheritdoc/>
    public IError Build() => new Error
    {
        Message = _message ?? throw new InvalidOperationException("An error needs a message."),
        Code = _code, Path = _path, Locations = _locations, Exception = _exception,
        Extensions = _extensions is { Count: > 0 } ? new OrderedDictionary<string, object?>(_extensions) : null,
    };
}
