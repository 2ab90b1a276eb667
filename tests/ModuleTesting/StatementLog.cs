using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.ModuleTesting;

/// <summary>Remembers the statements that went to the database, and what went wrong.</summary>
public sealed class StatementLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _statements = new();
    private readonly ConcurrentQueue<Exception> _failures = new();

    public IReadOnlyList<string> Statements => [.. _statements];

    /// <summary>The exceptions that were logged, for the reader of a failed test.</summary>
    public string Failures => string.Join("\n\n", _failures);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (exception is not null) _failures.Enqueue(exception);
        var text = formatter(state, exception);
        if (text.StartsWith("Command execution completed", StringComparison.Ordinal))
        {
            // Other hosts are told in the background, some time after whoever waits for a change has its answer.
            if (!text.Contains("pg_notify(", StringComparison.Ordinal)) _statements.Enqueue(text);
        }
        else if (text.StartsWith("Batch execution completed", StringComparison.Ordinal))
            foreach (var command in BatchCommands(state)) _statements.Enqueue($"In a batch: {command}");
    }

    public void Dispose() { }

    // Each statement of a message counts.
    private static IEnumerable<object?> BatchCommands<TState>(TState state) =>
        ((IReadOnlyList<KeyValuePair<string, object?>>)state!).Single(value => value.Key == "BatchCommands").Value is System.Collections.IEnumerable commands ? commands.Cast<object?>() : [];
}
