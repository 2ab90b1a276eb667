using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Forms;

namespace GraphQLPlugins.Integrations.Providers.Capabilities;

/// <summary>A vendor in which issues are created and linked.</summary>
internal interface IIssueTracker
{
    /// <summary>What a new issue needs; the vendor is asked, since it may depend on what was chosen already.</summary>
    /// <param name="access">What the vendor is asked with.</param>
    /// <param name="values">What is chosen already.</param>
    /// <param name="ct">Stops.</param>
    Task<IReadOnlyList<FormField>> IssueFieldsAsync(IntegrationAccess access, JsonObject values, CancellationToken ct);

    /// <summary>Creates an issue.</summary>
    /// <exception cref="FormInvalidException">The vendor does not take a field.</exception>
    Task<RemoteIssue> CreateIssueAsync(IntegrationAccess access, JsonObject values, CancellationToken ct);

    /// <summary>An issue; null when there is none of this key that was opened to this server.</summary>
    Task<RemoteIssue?> FindIssueAsync(IntegrationAccess access, string key, CancellationToken ct);

    /// <summary>Issues that match a text, the vendor's best ones first.</summary>
    Task<IReadOnlyList<RemoteIssue>> SearchIssuesAsync(IntegrationAccess access, string text, string? repository, int max, CancellationToken ct);

    /// <summary>Says something on an issue.</summary>
    Task CommentAsync(IntegrationAccess access, string key, string text, CancellationToken ct);
}

/// <summary>A vendor whose issues follow ours.</summary>
internal interface IIssueSync : IIssueTracker
{
    /// <summary>Gives an issue to whoever has the address; null to nobody.</summary>
    /// <returns>False when nobody of the address can have it.</returns>
    Task<bool> AssignAsync(IntegrationAccess access, RemoteIssue issue, string? email, CancellationToken ct);

    /// <summary>Brings an issue into a state.</summary>
    /// <returns>False when the vendor has no way to that state from where the issue is.</returns>
    Task<bool> MoveAsync(IntegrationAccess access, RemoteIssue issue, string state, CancellationToken ct);
}

/// <summary>An issue at a vendor.</summary>
/// <param name="Key">What people call it there, such as <c>OPS-7</c> or <c>ada/engine#12</c>.</param>
/// <param name="Title">Its title.</param>
/// <param name="Description">Its text, as far as it is plain; null without one.</param>
/// <param name="Url">Its page.</param>
/// <param name="State">The vendor's own name of its state.</param>
/// <param name="IsResolved">Whether that state means that it is done.</param>
/// <param name="Assignee">Who has it; null when nobody does.</param>
/// <param name="Container">What it belongs to, by which a configuration maps it: a project's id.</param>
public sealed record RemoteIssue(string Key, string Title, string? Description, string? Url, string? State, bool IsResolved, string? Assignee, [property: GraphQLIgnore] string? Container);
