using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Forms;
using GraphQLPlugins.Integrations.Setup;
using GraphQLPlugins.Kernel.Providers;
using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Integrations.Providers;

/// <summary>
/// The way to one vendor. Calls to it fail with one of the <see cref="ProviderException"/>s (N7). Safe to share; it keeps nothing of an organization but
/// what it can ask for again. What a vendor can do is told by the further interfaces of <c>Capabilities</c>.
/// </summary>
internal interface IIntegrationProvider
{
    /// <summary>As it describes itself.</summary>
    IntegrationProvider Info { get; }

    /// <summary>The steps of its setup, in order (N5).</summary>
    IReadOnlyList<ISetupStep> Steps { get; }

    /// <summary>Where access tokens are renewed; null when they are not.</summary>
    OAuthEndpoint? Authorization { get; }

    /// <summary>What came of a setup, when all steps are done (N4).</summary>
    /// <exception cref="ProviderException">The vendor cannot tell.</exception>
    /// <exception cref="SetupRefusedException">The vendor's answer is not what the setup was for.</exception>
    Task<BuiltIntegration> BuildAsync(SetupContext context, CancellationToken ct);

    /// <summary>What an organization can configure (N6), without what only the vendor knows.</summary>
    IReadOnlyList<FormField> ConfigFields { get; }

    /// <summary>The same with the choices that the vendor offers.</summary>
    Task<IReadOnlyList<FormField>> ConfigFieldsAsync(IntegrationAccess access, CancellationToken ct) => Task.FromResult(ConfigFields);

    /// <summary>What the vendor must be told of a new configuration, before it is saved.</summary>
    Task ConfigureAsync(IntegrationAccess access, JsonObject config, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>What a vendor is asked with on an organization's behalf. Its text shows nothing of the token.</summary>
/// <param name="OrganizationId">Whose it is.</param>
/// <param name="ExternalId">The vendor's own id of what was connected.</param>
/// <param name="Name">Its name.</param>
/// <param name="Metadata">What the vendor told at the setup.</param>
/// <param name="Config">What the organization configured, with its secrets.</param>
/// <param name="Token">What was granted; null where the vendor lets this server in by itself.</param>
internal sealed record IntegrationAccess(Guid OrganizationId, string ExternalId, string Name, JsonObject Metadata, JsonObject Config, string? Token)
{
    public override string ToString() => nameof(IntegrationAccess);
}

/// <summary>What was granted to an organization. Its text shows nothing of it.</summary>
internal sealed record IntegrationCredentials(string? AccessToken, string? RefreshToken, DateTimeOffset? ExpiresAt)
{
    public static IntegrationCredentials Of(OAuthTokens tokens) => new(tokens.AccessToken, tokens.RefreshToken, tokens.ExpiresAt);

    public override string ToString() => nameof(IntegrationCredentials);
}

/// <summary>Somebody's account at a vendor.</summary>
internal sealed record ExternalAccount(string Id, string Name);

/// <summary>What came of a setup.</summary>
/// <param name="ExternalId">The vendor's own id, which makes it unique.</param>
/// <param name="Name">Its name; null takes the id.</param>
/// <param name="Metadata">What is worth keeping beside it, without secrets.</param>
/// <param name="Credentials">What was granted; null where the vendor lets this server in by itself.</param>
/// <param name="Account">Who granted it; null when the vendor does not say.</param>
/// <param name="Config">What the organization's configuration begins with.</param>
/// <param name="IsVouched">Whether the vendor itself said so; what came through the person's browser alone does not change what other organizations see.</param>
internal sealed record BuiltIntegration(string ExternalId, string? Name, JsonObject Metadata, IntegrationCredentials? Credentials, ExternalAccount? Account, JsonObject? Config = null, bool IsVouched = true);
