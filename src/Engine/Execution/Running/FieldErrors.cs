using GraphQLPlugins.Engine.Execution.Planning;

namespace GraphQLPlugins.Engine.Execution.Running;

/// <summary>Errors that the engine itself reports at fields.</summary>
internal static class FieldErrors
{
    public const string UnexpectedMessage = "Unexpected Execution Error";

    private static readonly IError Null =
        ErrorBuilder.New().SetMessage("Cannot return null for non-nullable field.").SetCode(ErrorCodes.NonNullViolation).Build();

    public static IError NullInNonNull() => Null;

    public static GraphQLException CannotCastParent(FieldPlan field, object parent) => new(ErrorBuilder.New()
        .SetMessage($"The resolver of {field.Field.Coordinate} cannot take a parent of the type `{parent.GetType().Name}`.")
        .SetCode(ErrorCodes.CannotCastParent).Build());

    /// <summary>The error with path and location of its field, where it has none of its own.</summary>
    public static IError Place(IError error, Path path, FieldPlan? field)
    {
        if (error.Path is null) error = error.WithPath(path);
        return error.Locations is null && field is { Locations.Count: > 0 } ? error.WithLocations(field.Locations) : error;
    }
}
