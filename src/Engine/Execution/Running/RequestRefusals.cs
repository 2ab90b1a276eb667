using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.Execution.Running;

/// <summary>Why a request as a whole is refused or was given up.</summary>
internal static class RequestRefusals
{
    public static IError Syntax(SyntaxException e) =>
        ErrorBuilder.New().SetMessage(e.Message).SetCode(ErrorCodes.SyntaxError).AddLocation(e.Line, e.Column).Build();

    public static IError DocumentMissing() =>
        ErrorBuilder.New().SetMessage("The query request contains no document or no document id.").SetCode(ErrorCodes.QueryNotFound).Build();

    public static IError OperationNameNeeded(IEnumerable<OperationDefinitionNode> operations)
    {
        var builder = ErrorBuilder.New().SetMessage("The operation name can only be omitted if there is just one operation in a GraphQL document.");
        foreach (var operation in operations)
        {
            if (operation.Location is { } location) builder.AddLocation(location.Line, location.Column);
        }
        return builder.Build();
    }

    public static IError OperationNotFound(string name, DocumentNode document)
    {
        var builder = ErrorBuilder.New().SetMessage($"The specified operation `{name}` cannot be found.").SetExtension("operationName", name);
        if (document.Location is { } location) builder.AddLocation(location.Line, location.Column);
        return builder.Build();
    }

    public static IError NoOperation() => ErrorBuilder.New().SetMessage("The document contains no operation.").Build();

    public static IError KindNotAllowed() => ErrorBuilder.New().SetMessage("The specified operation kind is not allowed.").Build();

    public static IError TooNested() => ErrorBuilder.New().SetMessage("The document nests too deep to be processed.").Build();

    public static IError Timeout(TimeSpan limit) =>
        ErrorBuilder.New().SetMessage($"The request exceeded the configured timeout of `{limit}`.").SetCode(ErrorCodes.Timeout).Build();

    public static IError Cancelled() => ErrorBuilder.New().SetMessage("The operation was cancelled.").SetCode(ErrorCodes.OperationCancelled).Build();
}
