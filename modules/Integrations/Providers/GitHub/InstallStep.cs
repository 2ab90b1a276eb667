using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Forms;
using GraphQLPlugins.Integrations.Setup;
using GraphQLPlugins.Kernel.Providers;

namespace GraphQLPlugins.Integrations.Providers.GitHub;

/// <summary>
/// The person installs the app at GitHub, or finds it installed. GitHub sends them back with the installation's id, which anybody could write into an address; so the
/// installation must be among those that the person, who logged in before, has access to.
/// </summary>
internal sealed class InstallStep(GitHubOptions options, GitHubApi api) : ISetupStep
{
    private const int MaxPages = 20;
    private const string Installation = "installation_id";

    public string Name => "install";

    public SetupStep Show(SetupContext context) => new(
        Name, SetupStepKind.Redirect, "Install the app for an account or an organization at GitHub",
        $"{new Uri(options.Url ?? new Uri("https://github.com"), $"/apps/{Uri.EscapeDataString(options.AppSlug!)}/installations/new").AbsoluteUri}?state={Uri.EscapeDataString(context.State)}", [
            new FormField(Installation, FormFieldType.String, "Installation") { IsRequired = true, Help = "As GitHub gives it back in the query." },
            new FormField("setup_action", FormFieldType.String, "What was done"),
        ]);

    public async Task TakeAsync(SetupContext context, JsonObject values, CancellationToken ct)
    {
        var id = (string)values[Installation]!;
        var token = OAuthStep.CredentialsOf(context).AccessToken!;
        var mine = VendorApi.LinkedAsync("user/installations?per_page=100", address => api.AsUserAsync(token, address, ct), body => body.At("installations"), MaxPages, ct);
        await foreach (var installation in mine)
        {
            if (installation.Id("id") != id) continue;
            context.Data[Installation] = id;
            return;
        }
        throw new SetupRefusedException("The installation is none of those that your account at GitHub has access to; an owner may have to approve it first.");
    }

    public static string InstallationOf(SetupContext context) => context.Require(Installation);
}
