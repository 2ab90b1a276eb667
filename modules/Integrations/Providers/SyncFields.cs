using System.Text.Json;
using GraphQLPlugins.Integrations.ExternalIssues;
using GraphQLPlugins.Integrations.Forms;

namespace GraphQLPlugins.Integrations.Providers;

/// <summary>What vendors that keep issues in step let an organization configure.</summary>
internal static class SyncFields
{
    /// <param name="projects">What issues belong to there; null before the vendor was asked.</param>
    /// <param name="states">Their states; null before the vendor was asked.</param>
    public static IReadOnlyList<FormField> Of(IReadOnlyList<FormChoice>? projects, IReadOnlyList<FormChoice>? states) => [
        new FormField(SyncSettings.StatusForward, FormFieldType.ChoiceMapper, "States")
        {
            Help = "For each project, the state that an issue goes into when its thing here is done, and when it is open again. Both are needed.",
            Choices = projects, Feature = IntegrationFeature.IssueSync,
            Columns = [new FormColumn(SyncSettings.OnResolve, "When done") { Choices = states }, new FormColumn(SyncSettings.OnUnresolve, "When open again") { Choices = states }],
        },
        new FormField(SyncSettings.AssignmentForward, FormFieldType.Boolean, "Assignees")
        {
            Help = "Whether issues are given to whoever has the thing here, by their address.", Feature = IntegrationFeature.IssueSync, DefaultValue = JsonSerializer.SerializeToElement(false),
        },
    ];
}
