using System.Text.Json.Nodes;

namespace GraphQLPlugins.Integrations.Setup;

/// <summary>A login after which the vendor is asked what it opened, so that a later step can offer that.</summary>
internal sealed class LoginStep(OAuthStep login, Func<SetupContext, CancellationToken, Task> ask) : ISetupStep
{
    public string Name => login.Name;

    public SetupStep Show(SetupContext context) => login.Show(context);

    public async Task TakeAsync(SetupContext context, JsonObject values, CancellationToken ct)
    {
        await login.TakeAsync(context, values, ct);
        await ask(context, ct);
    }
}
