using GraphQLPlugins.Catalog.Bulk;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Plans;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Kernel.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Catalog.Jobs;

internal static class CatalogJobs
{
    private const string Manage = "catalog:write";

    /// <summary>All commands of the catalog that a job may send.</summary>
    public static IServiceCollection AddCatalogJobs(this IServiceCollection services) => services
        .AddScoped<JobSteps>()
        .AddJob<InstallByJob, InstallJob>(InstallByJob.Kind)
        .AddCommandJob<UpgradePlugin, UpgradePluginPayload>(new JobKind("catalog.upgrade"), done => InstallJobResult.Of(done.Installation, done.Outcome, done.Warnings))
        .AddCommandJob<RollbackPlugin, RollbackPluginPayload>(new JobKind("catalog.rollback"), done => InstallJobResult.Of(done.Installation, null, []))
        .AddCommandJob<InstallPlugins, InstallPluginsPayload>(new JobKind("catalog.installAll"), done => PlanJobResult.Of(done.Plan))
        .AddCommandJob<ApplyPluginLock, ApplyPluginLockPayload>(new JobKind("catalog.applyLock"), done => PlanJobResult.Of(done.Plan))
        .AddCommandJob<EnablePlugins, EnablePluginsPayload>(new JobKind("catalog.enableAll"), done => BulkJobResult.Of(done.Applied, done.Items), done => BulkJobResult.FailureOf(done.Applied, done.Items))
        .AddCommandJob<DisablePlugins, DisablePluginsPayload>(new JobKind("catalog.disableAll"), done => BulkJobResult.Of(done.Applied, done.Items), done => BulkJobResult.FailureOf(done.Applied, done.Items))
        .AddCommandJob<ReloadPlugins, ReloadPluginsPayload>(new JobKind("catalog.reloadAll"), done => BulkJobResult.Of(done.Applied, done.Items), done => BulkJobResult.FailureOf(done.Applied, done.Items))
        .AddCommandJob<SyncRepository, SyncRepositoryPayload>(new JobKind("catalog.sync") { ManageCapability = Manage }, done => done.Report)
        .AddJob<ImportByJob, ImportJob>(new JobKind("catalog.import") { ManageCapability = Manage, Resumes = true });
}

/// <summary>What an installation by a job led to.</summary>
/// <param name="Name">The installation's name.</param>
/// <param name="Version">Its version now.</param>
/// <param name="Outcome">As the mutation would name it; null for a roll-back.</param>
/// <param name="Warnings">What a person should know.</param>
internal sealed record InstallJobResult(string Name, string? Version, string? Outcome, IReadOnlyList<string> Warnings)
{
    public static InstallJobResult Of(PluginInstallation installation, InstallOutcome? outcome, IReadOnlyList<string> warnings) => new(installation.Name, installation.Version, outcome?.InGraph(), warnings);
}

/// <summary>What a job did to several plugins. Those that could not be changed come first, and of many only the first are listed.</summary>
/// <param name="Applied">Whether changes were made.</param>
/// <param name="Counts">How many plugins had each outcome.</param>
/// <param name="Items">At most 500.</param>
internal sealed record BulkJobResult(bool Applied, IReadOnlyDictionary<string, int> Counts, IReadOnlyList<BulkJobItem> Items)
{
    private const int MaxItems = 500;

    public static BulkJobResult Of(bool applied, IReadOnlyList<BulkItem> items) => new(
        applied,
        items.CountBy(item => item.Outcome.InGraph()).ToDictionary(),
        [.. items.OrderBy(item => item.Error is null).Take(MaxItems).Select(item => new BulkJobItem(item.Name, item.Outcome.InGraph(), item.Error?.Code, item.Error?.Message))]);

    /// <summary>Why a job that was to change all or nothing failed; null when it did not.</summary>
    public static JobError? FailureOf(bool applied, IReadOnlyList<BulkItem> items)
    {
        if (applied)
            return null;
        List<BulkItem> failed = [.. items.Where(item => item.Error is not null)];
        return new JobError("BULK_REFUSED", $"Nothing was changed, since {failed.Count} of {items.Count} plugins cannot be. {failed[0].Name}: {failed[0].Error!.Message}");
    }
}

/// <summary>What a job did to one plugin of several.</summary>
internal sealed record BulkJobItem(string Name, string Outcome, string? Code, string? Message);

/// <summary>What a plan that a job executed changed; of many only the first are listed.</summary>
/// <param name="PlanDigest">The digest of the plan.</param>
/// <param name="Counts">How many plugins had each action.</param>
/// <param name="Items">At most 500 of those that changed, in the plan's order.</param>
internal sealed record PlanJobResult(string PlanDigest, IReadOnlyDictionary<string, int> Counts, IReadOnlyList<PlanJobItem> Items)
{
    private const int MaxItems = 500;

    public static PlanJobResult Of(InstallPlan plan) => new(
        plan.Digest,
        plan.Items.CountBy(item => item.Action.InGraph()).ToDictionary(),
        [.. plan.Items.Where(item => item.Action != PlanAction.Keep).Take(MaxItems).Select(item => new PlanJobItem(item.Name, item.Action.InGraph(), item.FromVersion, item.ToVersion))]);
}

/// <summary>What a plan did to one plugin.</summary>
internal sealed record PlanJobItem(string Name, string Action, string? FromVersion, string? ToVersion);
