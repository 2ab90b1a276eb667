using System.Diagnostics;
using GraphQLPlugins.Engine.Execution.Planning;
using GraphQLPlugins.Engine.TypeSystem;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Engine.Execution.Running;

/// <summary>The errors of one result in the order of the response. Exceptions are logged and masked here.</summary>
internal sealed partial class ErrorList(ExecutorEnvironment environment)
{
    private List<IError>? _errors;

    public string? OperationName { get; set; }

    /// <summary>Adds an error after the filters have seen it.</summary>
    public void Add(IError error) => (_errors ??= []).Add(Filter(error));

    /// <summary>Adds what an exception stands for.</summary>
    public void AddException(Exception exception, Path path, FieldPlan? field)
    {
        var errors = new List<IError>();
        Translate(exception, path, field, errors);
        foreach (var error in errors) Add(error);
    }

    /// <summary>The errors of an exception: those it carries, or one that tells the client nothing.</summary>
    public void Translate(Exception exception, Path path, FieldPlan? field, List<IError> errors)
    {
        switch (exception)
        {
            case GraphQLException e:
                foreach (var error in e.Errors) errors.Add(FieldErrors.Place(error, path, field));
                break;
            case LeafCoercionException e:
                errors.Add(FieldErrors.Place(ErrorBuilder.New().SetMessage(e.Message).SetCode(ErrorCodes.InvalidLeafValue).Build(), path, field));
                break;
            default:
                errors.Add(FieldErrors.Place(
                    ErrorBuilder.New().SetMessage(FieldErrors.UnexpectedMessage).SetException(exception).Build(), path, field));
                break;
        }
    }

    /// <summary>The errors; the list is empty afterwards.</summary>
    public IReadOnlyList<IError> Take()
    {
        var errors = _errors;
        _errors = null;
        return errors ?? (IReadOnlyList<IError>)[];
    }

    /// <summary>Runs the filters over an error, and logs what they leave unexplained. Errors: <see cref="InvalidOperationException"/> when a filter returns null.</summary>
    public IError Filter(IError error)
    {
        foreach (var filter in environment.ErrorFilters)
        {
            error = filter.OnError(error) ?? throw new InvalidOperationException($"The error filter {filter.GetType().Name} returned null.");
        }
        Log(error);
        if (!environment.IncludeExceptionDetails || error.Exception is not { } exception || error.Extensions is not null) return error;
        return error.SetExtension("message", exception.Message).SetExtension("stackTrace", exception.StackTrace);
    }

    /// <summary>Logs an error that comes from an exception, unless a filter has explained it: by removing the exception, or by a code.</summary>
    public void Log(IError error)
    {
        if (error.Exception is not { } exception || error.Code is not null) return;
        var id = Activity.Current?.TraceId.ToHexString() ?? Guid.NewGuid().ToString("N");
        LogUnexpected(environment.Logger, exception, id, OperationName ?? "(anonymous)", error.Path?.Print() ?? "");
    }

    [LoggerMessage(1, LogLevel.Error, "Unexpected error {CorrelationId} in operation {OperationName} at {Path}")]
    private static partial void LogUnexpected(ILogger logger, Exception exception, string correlationId, string operationName, string path);
}
