namespace GraphQLPlugins.Kernel.Settings;

/// <summary>The settings do not let the host start; the message names each one, what is wrong with it, and what is allowed.</summary>
public sealed class SettingsInvalidException(IReadOnlyList<string> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>One sentence for each.</summary>
    public IReadOnlyList<string> Problems => problems;
}
