namespace GraphQLPlugins.Engine.AspNetCore.Uploads;

/// <summary>What can be wrong with a multipart request. Codes are those of HotChocolate 15. Source: the GraphQL multipart request specification.</summary>
internal static class UploadErrors
{
    public static IError InvalidForm { get; } = Coded("The multipart form is not well-formed.", "HC0033");

    public static IError NoOperations { get; } = Coded("No `operations` specified.", "HC0034");

    public static IError Misordered { get; } = Coded("Misordered multipart fields; `map` should follow `operations`.", "HC0035");

    public static IError NoPath(string key) => Coded($"No object paths specified for key `{key}` in `map`.", "HC0037");

    public static IError FileMissing(string key) => Coded($"File of key `{key}` is missing.", "HC0038");

    public static IError VariableNotFound(string path) => Coded($"The variable path `{path}` does not exist.", "HC0039");

    public static IError WrongStructure(string path) => Coded($"The variable structure does not fit the path `{path}`.", "HC0040");

    public static IError InvalidPath(string path) => Coded($"The path `{path}` is not valid.", "HC0041");

    public static IError PathOutsideVariables(string path) => Coded($"The path `{path}` must start with `variables`.", "HC0042");

    public static IError InvalidMap { get; } = Coded("Invalid JSON in the `map` multipart field; expected an object of lists of paths.", "HC0043");

    public static IError NoMap { get; } = Coded("No `map` specified.", "HC0044");

    public static IError BatchWithFiles { get; } = Coded("A batch cannot be sent as a multipart request.", ErrorCodes.InvalidRequest);

    public static IError FileTooLarge(long maxBytes) => Coded($"A file may have at most {maxBytes} bytes.", ErrorCodes.MaxRequestSize);

    public static IError TooManyFiles(int max) => Coded($"A request may have at most {max} files.", ErrorCodes.MaxRequestSize);

    private static IError Coded(string message, string code) => ErrorBuilder.New().SetMessage(message).SetCode(code).Build();
}
