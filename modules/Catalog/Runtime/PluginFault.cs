namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>Why a plugin does not start: a word for programs, and a sentence that tells nothing of the server's inside.</summary>
internal sealed class PluginFault(string code, string message, Exception? cause = null) : Exception(message, cause)
{
    public string Code => code;
}
