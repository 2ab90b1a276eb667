using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Forms;
using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Integrations.Setup;

/// <summary>What a step asks of the person who sets an integration up.</summary>
public enum SetupStepKind
{
    /// <summary>Open the address; the vendor sends the person back with values in the query.</summary>
    Redirect,

    /// <summary>Fill in the fields.</summary>
    Form,
}

/// <summary>What a step shows.</summary>
/// <param name="Name">Which one it is, such as <c>authorize</c>.</param>
/// <param name="Kind">What it asks for.</param>
/// <param name="Title">For people.</param>
/// <param name="Url">The address to open; null for forms.</param>
/// <param name="Fields">What to send as <c>values</c>.</param>
public sealed record SetupStep(string Name, SetupStepKind Kind, string Title, string? Url, IReadOnlyList<FormField> Fields);

/// <summary>The vendor's answer is not what the setup was for. Start again.</summary>
public sealed class SetupRefusedException(string reason, string argument = "values") : RefusalException($"{reason} Start again with startIntegrationSetup.", argument);

/// <summary>One step of a setup. Safe to share: all that a setup learns is in its context.</summary>
internal interface ISetupStep
{
    string Name { get; }

    /// <summary>Whether it is left out, given what was learnt before.</summary>
    bool IsNeeded(SetupContext context) => true;

    /// <summary>What the person sees; asks nobody.</summary>
    SetupStep Show(SetupContext context);

    /// <summary>Takes what the person, or the vendor, gave. The values fit the fields.</summary>
    /// <exception cref="SetupRefusedException">The vendor does not take it.</exception>
    Task TakeAsync(SetupContext context, JsonObject values, CancellationToken ct);
}

/// <summary>What a setup has learnt so far, and what binds it to its caller.</summary>
internal sealed class SetupContext(string state, string verifier, Uri? redirectUrl, JsonObject data)
{
    /// <summary>What vendors give back; another one for each step.</summary>
    public string State => state;

    /// <summary>The PKCE verifier.</summary>
    public string Verifier => verifier;

    /// <summary>Where vendors send people back to.</summary>
    public Uri? RedirectUrl => redirectUrl;

    /// <summary>Kept sealed between the steps.</summary>
    public JsonObject Data => data;

    /// <summary>What a step before this one has learnt.</summary>
    public string Require(string name) => (string?)data[name] ?? throw new SetupRefusedException("The setup lacks what a step before should have given.");
}
