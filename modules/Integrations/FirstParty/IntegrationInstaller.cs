using GraphQLPlugins.Integrations.Contracts;
using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Integrations.Setup;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Integrations.VendorEvents;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.FirstParty;

/// <summary>What a provider does here once it is installed, in the transaction of the installation, and before it is removed.</summary>
internal interface IInstallStep
{
    /// <summary>The provider's key.</summary>
    string Provider { get; }

    Task InstalledAsync(OrganizationIntegration integration, CancellationToken ct);

    Task RemovedAsync(OrganizationIntegration integration, CancellationToken ct);
}

/// <summary>Keeps what a setup found.</summary>
internal sealed class IntegrationInstaller(IntegrationsDb db, Actor actor, SecretBox secrets, IEnumerable<IInstallStep> after, HookAtSetup hooks, UnitOfWork work, TimeProvider clock)
{
    /// <exception cref="IntegrationMismatchException">It is not what was to be set up anew.</exception>
    /// <exception cref="IdentityInUseException">The account belongs to somebody else, and the integration acts as it.</exception>
    public async Task<OrganizationIntegration> InstallAsync(IIntegrationProvider provider, BuiltIntegration built, Guid? reinstalls, CancellationToken ct)
    {
        var (key, now) = (provider.Info.Key, clock.Now());
        if (built.ExternalId.Length is 0 or > Integration.MaxExternalIdLength) throw new SetupRefusedException("The vendor names no usable id.");
        await db.LockAsync($"integrations:install:{key}:{built.ExternalId}", ct);
        var integration = await db.Integrations.FirstOrDefaultAsync(i => i.Provider == key && i.ExternalId == built.ExternalId, ct);
        if (reinstalls is { } wanted && await db.OrganizationIntegrations.Include(i => i.Integration).FirstOrDefaultAsync(i => i.Id == wanted && i.OrganizationId == actor.OrganizationId, ct) is { } expected
            && expected.IntegrationId != integration?.Id)
            throw new IntegrationMismatchException(expected.Integration.Name, built.Name ?? built.ExternalId);
        if (integration is null) db.Add(integration = new Integration(key, built, now));
        else if (built.IsVouched || !await db.OrganizationIntegrations.AnyAsync(i => i.IntegrationId == integration.Id && i.OrganizationId != actor.OrganizationId, ct)) integration.Take(built, now);
        else integration.Touch(now);

        var organization = actor.OrganizationId;
        var link = await db.OrganizationIntegrations.FirstOrDefaultAsync(i => i.OrganizationId == organization && i.IntegrationId == integration.Id, ct);
        var action = link is null ? IntegrationAction.Added : IntegrationAction.Reinstalled;
        if (link is null) db.Add(link = new OrganizationIntegration(integration, organization, actor.Name, now));
        link.Install(built, provider.ConfigFields, await LinkAsync(provider, built.Account, now, ct), secrets, now);
        foreach (var step in after.Where(s => s.Provider == key)) await step.InstalledAsync(link, ct);
        await hooks.InstalledAsync(provider, link, ct);
        work.AfterCommit(link.Event(action, now));
        return link;
    }

    /// <summary>Links the vendor's account to the caller. Somebody else's stays theirs, which is an error only where the integration acts as it.</summary>
    private async Task<ExternalIdentity?> LinkAsync(IIntegrationProvider provider, ExternalAccount? account, DateTimeOffset now, CancellationToken ct)
    {
        var (key, needed) = (provider.Info.Key, provider.Info.NeedsDefaultIdentity);
        if (account is null || account.Id.Length is 0 or > Integration.MaxExternalIdLength) return needed ? throw new SetupRefusedException("The vendor does not say whose account it is.") : null;
        var owner = SetupOwner.Of(actor);
        await db.LockAsync($"integrations:identity:{owner.OrganizationId:N}:{key}:{account.Id}", ct);
        var identity = await db.ExternalIdentities.FirstOrDefaultAsync(i => i.OrganizationId == owner.OrganizationId && i.Provider == key && i.ExternalId == account.Id, ct);
        if (identity is null) db.Add(identity = new ExternalIdentity(owner, key, account, now));
        else if (identity.Owner != owner.Key) return needed ? throw new IdentityInUseException(account.Name) : null;
        identity.Rename(account);
        return needed ? identity : null;
    }
}
