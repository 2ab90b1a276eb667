using GraphQLPlugins.Catalog.Runtime;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Catalog.Tests.Runtime;

public sealed class PluginLogTests
{
    [Fact]
    public void What_a_plugin_threw_is_told_without_its_words()
    {
        var log = new Lines();

        new PluginLog(log, "mail", "1.0").Failed("A call (action)", Thrown());

        var line = Assert.Single(log.All);
        Assert.StartsWith("mail 1.0: A call (action) failed: System.InvalidOperationException", line);
        Assert.Contains("System.FormatException", line);
        Assert.Contains(nameof(Thrown), line);
        Assert.DoesNotContain("secret", line);
    }

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("The secret is xoxb-1.", new FormatException("So is this secret."));
        }
        catch (InvalidOperationException e)
        {
            return e;
        }
    }

    private sealed class Lines : ILogger
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => All.Add($"{formatter(state, exception)}{exception}");
    }
}
