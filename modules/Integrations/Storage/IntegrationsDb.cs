using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Avatars;
using GraphQLPlugins.Integrations.Components;
using GraphQLPlugins.Integrations.DocIntegrations;
using GraphQLPlugins.Integrations.ExternalIssues;
using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Integrations.Problems;
using GraphQLPlugins.Integrations.Secrets;
using GraphQLPlugins.Integrations.Setup;
using GraphQLPlugins.Integrations.Tokens;
using GraphQLPlugins.Integrations.VendorEvents;
using GraphQLPlugins.Integrations.Webhooks;
using GraphQLPlugins.Integrations.Webhooks.Delivery;
using GraphQLPlugins.Integrations.Webhooks.Events;
using GraphQLPlugins.Integrations.Webhooks.Log;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Storage;

/// <summary>Apps, where they are installed, and what they may do there.</summary>
public abstract class IntegrationsDb(DbContextOptions options) : ModuleDbContext(options, Schema), IModuleSchema
{
    public static string Schema => "integrations";

    public DbSet<App> Apps => Set<App>();

    public DbSet<AppFeature> AppFeatures => Set<AppFeature>();

    public DbSet<AppComponent> AppComponents => Set<AppComponent>();

    public DbSet<AppSecret> AppSecrets => Set<AppSecret>();

    public DbSet<AppAvatar> Avatars => Set<AppAvatar>();

    public DbSet<AppInstallation> Installations => Set<AppInstallation>();

    public DbSet<InstallationEvent> InstallationEvents => Set<InstallationEvent>();

    public DbSet<AppGrant> Grants => Set<AppGrant>();

    public DbSet<AppToken> Tokens => Set<AppToken>();

    public DbSet<AppProblem> Problems => Set<AppProblem>();

    public DbSet<DocIntegration> DocIntegrations => Set<DocIntegration>();

    public DbSet<WebhookSubscription> Webhooks => Set<WebhookSubscription>();

    public DbSet<WebhookTopic> WebhookTopics => Set<WebhookTopic>();

    public DbSet<WebhookSecret> WebhookSecrets => Set<WebhookSecret>();

    public DbSet<WebhookQueue> WebhookQueues => Set<WebhookQueue>();

    public DbSet<AppBreaker> AppBreakers => Set<AppBreaker>();

    public DbSet<WebhookEvent> WebhookEvents => Set<WebhookEvent>();

    public DbSet<WebhookDelivery> WebhookDeliveries => Set<WebhookDelivery>();

    public DbSet<Integration> Integrations => Set<Integration>();

    public DbSet<OrganizationIntegration> OrganizationIntegrations => Set<OrganizationIntegration>();

    public DbSet<ExternalIdentity> ExternalIdentities => Set<ExternalIdentity>();

    public DbSet<ExternalIssue> ExternalIssues => Set<ExternalIssue>();

    public DbSet<IntegrationHook> IntegrationHooks => Set<IntegrationHook>();

    public DbSet<IntegrationEvent> IntegrationEvents => Set<IntegrationEvent>();

    internal DbSet<SetupSession> SetupSessions => Set<SetupSession>();

    protected override void Map(ModelBuilder model)
    {
        model.MapApps(IsPostgreSql);
        model.MapInstallations(IsPostgreSql);
        model.MapDocIntegrations(IsPostgreSql);
        model.MapWebhooks(IsPostgreSql);
        model.MapFirstParty(IsPostgreSql);
        model.MapExternalIssues(IsPostgreSql);
        model.MapVendorEvents(IsPostgreSql);
    }
}
