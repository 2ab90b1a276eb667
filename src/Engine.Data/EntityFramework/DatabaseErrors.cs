using System.ComponentModel;
using System.Data.Common;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>What a client can do something about, of all that a database refuses.</summary>
internal static class DatabaseErrors
{
    private const int WaitTimedOut = 258;

    /// <summary>For errors of any field, whoever sent the statement.</summary>
    public static IErrorFilter Filter { get; } = new ErrorFilter();

    /// <summary>The error for the client; null when it is none of its business.</summary>
    public static GraphQLException? Explain(Exception exception, CancellationToken aborted)
    {
        // EF Core wraps what another attempt might mend.
        if ((exception as DbException ?? exception.InnerException as DbException) is not { } refused) return null;
        var (message, code) = refused.SqlState switch
        {
            "57014" when !aborted.IsCancellationRequested => ("The database took longer than it may for one statement.", ErrorCodes.Timeout),
            "2201B" => ("The database cannot use the regular expression.", Running.DataErrors.InvalidRegexCode),
            "22021" or "22P05" => ("The database cannot compare with one of the texts.", Running.DataErrors.InvalidValueCode),
            "22003" or "22008" => ("One of the values is out of the database's range.", Running.DataErrors.InvalidValueCode),
            "54001" or "54000" => ("The filter is too complex for the database.", Running.DataErrors.LimitExceededCode),
            // The provider's own clock: Npgsql's, and that of SQL Server's.
            _ when refused.InnerException is TimeoutException or Win32Exception { NativeErrorCode: WaitTimedOut } => ("The database did not answer in time.", ErrorCodes.Timeout),
            _ => (null, null),
        };
        return message is null ? null : new GraphQLException(ErrorBuilder.New().SetMessage(message).SetCode(code).SetException(exception).Build());
    }

    private sealed class ErrorFilter : IErrorFilter
    {
        public IError OnError(IError error)
        {
            if (error is not { Code: null, Exception: { } exception } || Explain(exception, default)?.Errors[0] is not { Code: ErrorCodes.Timeout } explained) return error;
            return error.WithMessage(explained.Message).WithCode(explained.Code!).RemoveException();
        }
    }
}
