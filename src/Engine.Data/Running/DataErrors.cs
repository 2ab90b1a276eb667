using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Data.Running;

/// <summary>The errors of data fields. The engine adds path and location.</summary>
internal static class DataErrors
{
    private const int MaxShownCursor = 1_000;

    /// <summary>A bound of <see cref="DataLimits"/> was passed.</summary>
    public const string LimitExceededCode = "DATA_LIMIT_EXCEEDED";

    /// <summary>A value that the database could not take.</summary>
    public const string InvalidValueCode = "DATA_INVALID_VALUE";

    /// <summary>A regular expression that is none, or could take too long.</summary>
    public const string InvalidRegexCode = "DATA_INVALID_REGEX";

    public static GraphQLException TooManyItems(string coordinate, int requested, int maximum) => Make(
        "The maximum allowed items per page were exceeded.", ErrorCodes.MaxPageSizeExceeded,
        ("fieldCoordinate", coordinate), ("requestedItems", requested), ("maxAllowedItems", maximum));

    public static GraphQLException TooFewItems(string coordinate, int requested) => Make(
        "The requested number of values per page must be at least 0.", ErrorCodes.NegativePageSize,
        ("fieldCoordinate", coordinate), ("requestedItems", requested));

    public static GraphQLException Negative(string coordinate, string argument, int requested) => Make(
        $"The argument `{argument}` must be at least 0.", ErrorCodes.NegativePageSize, ("fieldCoordinate", coordinate), ("requestedItems", requested));

    public static GraphQLException NoBoundaries(string coordinate, bool backward) => Make(
        backward ? $"You must provide a `first` or `last` value to properly paginate the `{coordinate}`." : $"You must provide a `first` value to properly paginate the `{coordinate}`.",
        ErrorCodes.PagingBoundariesRequired, ("fieldCoordinate", coordinate));

    public static GraphQLException NoTake(string coordinate) => Make(
        $"You must provide a `take` value to properly paginate the `{coordinate}`.", ErrorCodes.PagingBoundariesRequired, ("fieldCoordinate", coordinate));

    public static GraphQLException InvalidCursor(string argument, string cursor) => new(ErrorBuilder.New()
        .SetMessage($"The cursor specified in `{argument}` has an invalid format.")
        .SetExtension("argument", argument).SetExtension("cursor", Shown(cursor)).SetCode(ErrorCodes.InvalidCursor).Build());

    public static GraphQLException CursorOfAnotherOrder(string argument, string cursor) => new(ErrorBuilder.New()
        .SetMessage($"The cursor specified in `{argument}` was made for another order.")
        .SetExtension("argument", argument).SetExtension("cursor", Shown(cursor)).SetCode(ErrorCodes.InvalidCursor).Build());

    // A cursor is a few keys; what is much longer is not sent back in full.
    private static string Shown(string cursor) => cursor.Length <= MaxShownCursor ? cursor : $"{cursor[..MaxShownCursor]}…";

    public static GraphQLException MoreThanOne() => Make("The query gave more than one item where only one may be.", ErrorCodes.MoreThanOneElement);

    public static GraphQLException NullFilter(InputField field) => Make(
        $"`{field.Name}` of {field.DeclaringCoordinate} was null, which cannot be compared with.", ErrorCodes.FilterNullNotAllowed,
        ("expectedType", $"{field.Type.Nullable}!"), ("filterType", field.DeclaringCoordinate));

    public static GraphQLException Limit(string what, string limit, int maximum, int actual) => Make(
        $"{what} is limited to {maximum} here, and the request has {actual}.", LimitExceededCode, ("limit", limit), ("maximum", maximum), ("actual", actual));

    public static GraphQLException InvalidValue(string message) => Make(message, InvalidValueCode);

    public static GraphQLException InvalidRegex(string pattern, string reason) => Make(
        $"The regular expression `{pattern}` cannot be used: {reason}", InvalidRegexCode, ("pattern", pattern));

    private static GraphQLException Make(string message, string code, params ReadOnlySpan<(string Key, object? Value)> extensions)
    {
        var builder = ErrorBuilder.New().SetMessage(message).SetCode(code);
        foreach (var (key, value) in extensions) builder.SetExtension(key, value);
        return new GraphQLException(builder.Build());
    }
}
