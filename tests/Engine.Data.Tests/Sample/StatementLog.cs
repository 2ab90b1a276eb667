using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Engine.Data.Tests.Sample;

/// <summary>
/// Counts and keeps what is sent to the database. On PostgreSQL it is Npgsql's log: an interceptor would have EF Core run every statement,
/// and what the product does without one would be tested by nobody.
/// </summary>
internal sealed partial class StatementLog : DbCommandInterceptor, ILoggerFactory, ILogger
{
    private const int CommandExecuted = 2001;
    private readonly ConcurrentQueue<string> _texts = new();

    public int Count => _texts.Count;

    public IReadOnlyList<string> Texts => [.. _texts];

    /// <summary>The texts of what an action sends.</summary>
    public async Task<IReadOnlyList<string>> DuringAsync(Func<Task> action)
    {
        _texts.Clear();
        await action();
        return Texts;
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        _texts.Enqueue(command.CommandText);
        return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
    }

    // When EF Core itself runs a statement, to look for listeners, parameters have names.
    [GeneratedRegex(@"@p\d+\b")]
    private static partial Regex NamedParameter();

    void ILoggerFactory.AddProvider(ILoggerProvider provider)
    {
    }

    ILogger ILoggerFactory.CreateLogger(string categoryName) => this;

    void IDisposable.Dispose()
    {
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Information;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == CommandExecuted && state is IEnumerable<KeyValuePair<string, object?>> values)
            _texts.Enqueue(NamedParameter().Replace(values.First(v => v.Key == "CommandText").Value as string ?? "", name => $"${int.Parse(name.ValueSpan[2..], CultureInfo.InvariantCulture) + 1}"));
    }
}
