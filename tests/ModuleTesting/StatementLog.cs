using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.ModuleTesting;

/// <summary>Remembers the statements that went to the database.</summary>
public sealed class StatementLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _statements = new();

    public IReadOnlyList<string> Statements => [.. _statements];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var text = formatter(state, exception);
        if (text.StartsWith("Command execution completed", StringComparison.Ordinal))
            _statements.Enqueue(text);
    }

    public void Dispose() { }
}
