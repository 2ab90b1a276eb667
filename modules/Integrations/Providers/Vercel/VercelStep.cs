using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Forms;
using GraphQLPlugins.Integrations.Setup;
using GraphQLPlugins.Kernel.Providers;

namespace GraphQLPlugins.Integrations.Providers.Vercel;

/// <summary>The person installs the integration at Vercel, which gives a code for a token that does not end. https://vercel.com/docs/integrations/create-integration/submit-integration</summary>
internal sealed class VercelStep(OAuthEndpoint? at, OAuthClient client) : ISetupStep
{
    private const string Granted = "granted";

    public string Name => "install";

    public SetupStep Show(SetupContext context) => new(
        Name, SetupStepKind.Redirect, "Install the integration at Vercel",
        $"{at!.AuthorizeUrl.AbsoluteUri}?state={Uri.EscapeDataString(context.State)}", [
            new FormField("code", FormFieldType.String, "Code") { IsRequired = true, Help = "As Vercel gives it back in the query." },
            new FormField("configurationId", FormFieldType.String, "Configuration") { IsRequired = true, Help = "As Vercel gives it back in the query." },
        ]);

    public async Task TakeAsync(SetupContext context, JsonObject values, CancellationToken ct)
    {
        try
        {
            var tokens = await client.ExchangeAsync(VercelProvider.Key, at!, (string)values["code"]!, context.Verifier, context.RedirectUrl, ct);
            context.Data[Granted] = JsonSerializer.SerializeToNode(new VercelGrant(tokens.AccessToken, tokens.Body.Text("team_id"), tokens.Body.Text("user_id"), (string)values["configurationId"]!));
        }
        catch (GrantRefusedException)
        {
            throw new SetupRefusedException("Vercel does not take the code.");
        }
    }

    public static VercelGrant GrantOf(SetupContext context) => context.Data[Granted].Deserialize<VercelGrant>() ?? throw new SetupRefusedException("Nothing was granted.");
}

/// <summary>What Vercel granted, to a team or to a person. Its text shows nothing of the token.</summary>
internal sealed record VercelGrant(string Token, string? TeamId, string? UserId, string ConfigurationId)
{
    public override string ToString() => nameof(VercelGrant);
}
