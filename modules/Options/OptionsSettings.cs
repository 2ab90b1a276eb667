using System.ComponentModel.DataAnnotations;

namespace GraphQLPlugins.Options;

/// <summary>The settings below <c>Options</c>.</summary>
public sealed class OptionsSettings
{
    /// <summary>Plugins that lists mark as hidden in projects which do not have them on (P12): ids in any case, with spaces between.</summary>
    public string HiddenPlugins { get; set; } = "bitbucket gitlab github slack jira pagerduty opsgenie";

    /// <summary>Bytes of a document that is imported.</summary>
    [Range(1024, 16_777_216)]
    public int MaxDocumentBytes { get; set; } = 1024 * 1024;
}
