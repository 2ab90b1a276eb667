using System.Text;
using GraphQLPlugins.Plugins.Sdk;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>A plugin's entries in the server's log, as texts: an exception kept by a log would keep the plugin's code in memory.</summary>
internal sealed partial class PluginLog(ILogger log, string plugin, string version) : IPluginLog
{
    private const int MaxLength = 4000;
    private const int MaxInnerExceptions = 8;

    public void Write(PluginLogLevel level, string message)
    {
        var text = Line(message);
        switch (level)
        {
            case PluginLogLevel.Debug: LogDebug(plugin, version, text); break;
            case PluginLogLevel.Information: LogInformation(plugin, version, text); break;
            case PluginLogLevel.Warning: LogWarning(plugin, version, text); break;
            default: LogError(plugin, version, text); break;
        }
    }

    /// <summary>Says that something of the plugin failed: what was thrown, and where. What an exception says is the plugin's own text, which may repeat a secret that it was given.</summary>
    public void Failed(string what, Exception exception) => LogError(plugin, version, Cut($"{what} failed: {Described(exception)}"));

    private static string Described(Exception exception)
    {
        var text = new StringBuilder();
        var inner = exception;
        for (var depth = 0; inner is not null && depth < MaxInnerExceptions; depth++, inner = inner.InnerException) text.Append(inner.GetType().FullName).AppendLine().Append(inner.StackTrace).AppendLine();
        return text.ToString();
    }

    private static string Cut(string text) => text.Length <= MaxLength ? text : text[..MaxLength];

    // A line break would let a plugin write entries that look like the server's.
    private static string Line(string? text) => Cut(text ?? "").ReplaceLineEndings(" ⏎ ");

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Plugin} {Version}: {Text}")]
    private partial void LogDebug(string plugin, string version, string text);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Plugin} {Version}: {Text}")]
    private partial void LogInformation(string plugin, string version, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Plugin} {Version}: {Text}")]
    private partial void LogWarning(string plugin, string version, string text);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Plugin} {Version}: {Text}")]
    private partial void LogError(string plugin, string version, string text);
}
