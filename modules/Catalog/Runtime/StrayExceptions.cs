using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>Exceptions that plugins throw on threads of their own, where nobody catches them: logged, instead of the end of the process.</summary>
internal static partial class StrayExceptions
{
    private static readonly Lock Setting = new();
    private static volatile ILogger? _log;
    private static bool _isSet;

    /// <summary>From now on. The process has one such handler; where somebody else has set it, plugins' stray exceptions end the process as before.</summary>
    public static void Contain(ILogger log)
    {
        lock (Setting)
        {
            _log = log;
            if (_isSet) return;
            _isSet = true;
            try
            {
                ExceptionHandling.SetUnhandledExceptionHandler(IsOfPlugin);
            }
            catch (InvalidOperationException)
            {
                LogTaken(log);
            }
        }
    }

    private static bool IsOfPlugin(Exception exception)
    {
        try
        {
            foreach (var frame in new StackTrace(exception, fNeedFileInfo: false).GetFrames())
            {
                if (frame.GetMethod()?.Module.Assembly is not { } assembly || AssemblyLoadContext.GetLoadContext(assembly) is not PluginLoadContext plugin) continue;
                if (_log is { } log) LogStray(log, plugin.Name!, exception.ToString());
                return true;
            }
        }
        catch (Exception)
        {
            // Whatever goes wrong here, the exception at hand is the one that counts.
        }
        return false;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Plugin} threw on a thread of its own, where nobody catches: {Text}")]
    private static partial void LogStray(ILogger log, string plugin, string text);

    [LoggerMessage(Level = LogLevel.Warning, Message = "This process has a handler for unhandled exceptions already; what plugins throw on threads of their own will end it")]
    private static partial void LogTaken(ILogger log);
}
