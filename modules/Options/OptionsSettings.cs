namespace GraphQLPlugins.Options;

/// <summary>The settings below <c>Options</c>.</summary>
public sealed class OptionsSettings
{
    /// <summary>Plugins that lists mark as hidden in projects which do not have them on (P12): ids in any case, with spaces between.</summary>
    public string HiddenPlugins { get; set; } = "bitbucket gitlab github slack jira pagerduty opsgenie";
}
