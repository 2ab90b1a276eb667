using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Forms;
using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Kernel.Providers;

namespace GraphQLPlugins.Integrations.Setup;

/// <summary>The person logs in at the vendor, which gives a code for tokens: OAuth 2 with state and PKCE.</summary>
internal sealed class OAuthStep(string provider, string title, OAuthEndpoint? at, OAuthClient client, params (string Name, string Value)[] more) : ISetupStep
{
    private const string Tokens = "tokens";

    public string Name => "authorize";

    public SetupStep Show(SetupContext context) => new(Name, SetupStepKind.Redirect, title, at!.AddressFor(context.State, context.Verifier, context.RedirectUrl, more), [
        new FormField("code", FormFieldType.String, "Code") { IsRequired = true, Help = "As the vendor gives it back in the query." },
    ]);

    public async Task TakeAsync(SetupContext context, JsonObject values, CancellationToken ct)
    {
        try
        {
            var tokens = await client.ExchangeAsync(provider, at!, (string)values["code"]!, context.Verifier, context.RedirectUrl, ct);
            context.Data[Tokens] = JsonSerializer.SerializeToNode(IntegrationCredentials.Of(tokens));
        }
        catch (GrantRefusedException)
        {
            throw new SetupRefusedException("The vendor does not take the code.");
        }
    }

    /// <summary>What the vendor granted in this setup.</summary>
    public static IntegrationCredentials CredentialsOf(SetupContext context) =>
        context.Data[Tokens].Deserialize<IntegrationCredentials>() ?? throw new SetupRefusedException("Nothing was granted.");
}
