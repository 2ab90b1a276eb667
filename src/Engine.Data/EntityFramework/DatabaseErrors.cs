using System.Data.Common;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>What a client can do something about, of all that a database refuses.</summary>
internal static class DatabaseErrors
{
    /// <summary>The error for the client; null when it is none of its business.</summary>
    public static GraphQLException? Explain(DbException exception, CancellationToken aborted)
    {
        var (message, code) = exception.SqlState switch
        {
            "57014" when !aborted.IsCancellationRequested => ("The database took longer than it may for one statement.", ErrorCodes.Timeout),
            "2201B" => ("The database cannot use the regular expression.", Running.DataErrors.InvalidRegexCode),
            "22021" or "22P05" => ("The database cannot compare with one of the texts.", Running.DataErrors.InvalidValueCode),
            "22003" or "22008" => ("One of the values is out of the database's range.", Running.DataErrors.InvalidValueCode),
            "54001" or "54000" => ("The filter is too complex for the database.", Running.DataErrors.LimitExceededCode),
            _ => (null, null),
        };
        return message is null ? null : new GraphQLException(ErrorBuilder.New().SetMessage(message).SetCode(code).SetException(exception).Build());
    }
}
