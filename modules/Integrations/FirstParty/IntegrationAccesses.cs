using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Contracts;
using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Providers;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Integrations.FirstParty;

/// <summary>An integration that can be used: its provider and what that is asked with.</summary>
internal sealed record UsableIntegration(IIntegrationProvider Provider, IntegrationAccess Access, OrganizationIntegration Link)
{
    /// <exception cref="ActionNotSupportedException">The provider cannot do it.</exception>
    public T As<T>(string what) where T : class => Provider as T ?? throw new ActionNotSupportedException($"The provider '{Provider.Info.Key}' has no {what}.", "integrationId");
}

/// <summary>Finds what a vendor is asked with on the caller's organization's behalf, with a token that is good.</summary>
public sealed class IntegrationAccesses
{
    private readonly IDbContextFactory<IntegrationsDb> _contexts;
    private readonly IntegrationProviders _providers;
    private readonly FeatureGate _gate;
    private readonly SecretBox _secrets;
    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _clock;

    internal IntegrationAccesses(IDbContextFactory<IntegrationsDb> contexts, IntegrationProviders providers, FeatureGate gate, SecretBox secrets, IServiceScopeFactory scopes, TimeProvider clock) =>
        (_contexts, _providers, _gate, _secrets, _scopes, _clock) = (contexts, providers, gate, secrets, scopes, clock);

    /// <param name="id">The organization's integration.</param>
    /// <param name="organizationId">Whose it is.</param>
    /// <param name="feature">What it is used for; null for what needs no feature.</param>
    /// <param name="ct">Stops.</param>
    /// <param name="argument">What the caller named it by.</param>
    /// <exception cref="IntegrationNotFoundException">The organization has none of this id.</exception>
    /// <exception cref="IntegrationNotActiveException">It is not in use.</exception>
    /// <exception cref="FeatureDisabledException">The feature is switched off.</exception>
    /// <exception cref="ActionNotSupportedException">The provider has no such feature.</exception>
    internal async Task<UsableIntegration> RequireAsync(Guid id, Guid organizationId, IntegrationFeature? feature, CancellationToken ct, string argument = "integrationId")
    {
        await using var db = await _contexts.CreateDbContextAsync(ct);
        var link = await db.OrganizationIntegrations.Include(i => i.Integration).FirstOrDefaultAsync(i => i.Id == id && i.OrganizationId == organizationId, ct) ?? throw new IntegrationNotFoundException(argument);
        var provider = _providers.Require(link.Integration.Provider);
        if (feature is { } wanted)
        {
            if (!provider.Info.Has(wanted)) throw new ActionNotSupportedException($"The provider '{provider.Info.Key}' does not have the feature {FeatureGate.NameOf(wanted)}.", argument);
            if (!_gate.IsEnabled(wanted)) throw new FeatureDisabledException([FeatureGate.NameOf(wanted)], argument);
        }
        if (link.Status != IntegrationStatus.Active) throw new IntegrationNotActiveException(link.Integration.Name, link.Status is IntegrationStatus.Disabled);
        return new UsableIntegration(provider, AccessOf(link, await TokenAsync(link, ct)), link);
    }

    /// <inheritdoc cref="RequireAsync(Guid, Guid, IntegrationFeature?, CancellationToken, string)"/>
    internal Task<UsableIntegration> RequireAsync(Guid id, Actor actor, IntegrationFeature? feature, CancellationToken ct, string argument = "integrationId") =>
        RequireAsync(id, actor.OrganizationId, feature, ct, argument);

    private IntegrationAccess AccessOf(OrganizationIntegration link, string? token) => new(
        link.OrganizationId, link.Integration.ExternalId, link.Integration.Name,
        link.Integration.Metadata is { ValueKind: JsonValueKind.Object } metadata ? (JsonObject)JsonNode.Parse(metadata.GetRawText())! : [], link.OpenConfig(link.Config(), _secrets), token);

    private async Task<string?> TokenAsync(OrganizationIntegration link, CancellationToken ct)
    {
        if (!link.NeedsRefresh(_clock.Now())) return link.Credentials(_secrets)?.AccessToken;
        // In a transaction of its own: a vendor may take a refresh token only once, so that the new one must stay whatever becomes of the caller's.
        await using var scope = _scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RefreshIntegration(link.Id, link.Integration.Name), ct)
            ?? throw new IntegrationNotActiveException(link.Integration.Name);
    }
}

/// <summary>Renews an access token. The answer is the new one; null when the vendor no longer takes the refresh token.</summary>
internal sealed record RefreshIntegration(Guid Id, string Name) : ICommand<string?>
{
    string ICommand.AuditTarget => Name;
}

internal sealed class RefreshIntegrationHandler(IntegrationsDb db, IntegrationProviders providers, OAuthClient client, SecretBox secrets, UnitOfWork work, TimeProvider clock) : IRequestHandler<RefreshIntegration, string?>
{
    public async Task<string?> Handle(RefreshIntegration request, CancellationToken ct)
    {
        await db.LockAsync($"integrations:refresh:{request.Id:N}", ct);
        var link = await db.OrganizationIntegrations.Include(i => i.Integration).FirstOrDefaultAsync(i => i.Id == request.Id, ct);
        if (link is not { Status: IntegrationStatus.Active }) return null;
        var credentials = link.Credentials(secrets);
        // Somebody else was faster.
        if (!link.NeedsRefresh(clock.Now())) return credentials?.AccessToken;
        if (providers.Find(link.Integration.Provider)?.Authorization is { } at && credentials?.RefreshToken is { } refresh)
        {
            try
            {
                var renewed = IntegrationCredentials.Of(await client.RefreshAsync(link.Integration.Provider, at, refresh, ct));
                link.TakeCredentials(renewed with { RefreshToken = renewed.RefreshToken ?? refresh }, secrets, clock.Now());
                return renewed.AccessToken;
            }
            catch (GrantRefusedException)
            {
                // The user, or the vendor, has withdrawn it.
            }
        }
        link.Expire(clock.Now());
        work.AfterCommit(link.Event(IntegrationAction.Expired, clock.Now()));
        return null;
    }
}
