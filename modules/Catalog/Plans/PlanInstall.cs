using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Identity;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Plans;

/// <summary>What a plan is wanted for.</summary>
/// <param name="Plugins">The plugins to be installed, each once.</param>
public sealed record PlanInstallInput(IReadOnlyList<PlanPlugin> Plugins)
{
    /// <summary>Whether what they need comes in too; without, it must be there already.</summary>
    [DefaultValue(true)]
    public bool WithDependencies { get; init; } = true;

    /// <summary>Whether they come into use at once.</summary>
    [DefaultValue(true)]
    public bool Activate { get; init; } = true;

    /// <summary>Whether stored options that do not fit a version which comes in are unset; without, they stand against it.</summary>
    [DefaultValue(false)]
    public bool AcceptOptionLoss { get; init; }

    /// <summary>Why versions that are more recent than the policy allows may come in; without, they may not. Needs <c>catalog:admin</c>.</summary>
    public string? OverrideReason { get; init; }
}

/// <summary>Plans an installation.</summary>
public sealed record PlanInstall(PlanInstallInput Input) : IRequest<InstallPlan>;

[QueryType]
public static partial class PlanInstallQuery
{
    /// <summary>What installing plugins would change: every version that would come in or change, in which order, and what stands against it. Changes nothing.</summary>
    /// <param name="input">What is to be installed.</param>
    [Authorize("catalog:read")]
    public static Task<InstallPlan> PlanInstallAsync(PlanInstallInput input, IMediator mediator, CancellationToken ct) => mediator.Send(new PlanInstall(input), ct);
}

[ObjectType<PlanItem>]
public static partial class PlanItemNode
{
    /// <summary>The entry of the catalog; null when no repository has it.</summary>
    public static async Task<Plugin?> GetPluginAsync([Parent] PlanItem item, IPluginByKeyDataLoader plugins, CancellationToken ct) =>
        item.Plugin is { IsUnknown: false } plugin ? await plugins.LoadAsync(plugin.Key, ct) : null;

    /// <summary>The version afterwards as the catalog knows it; null when it does not.</summary>
    public static async Task<PluginVersion?> GetVersionAsync([Parent] PlanItem item, IVersionByKeyDataLoader versions, CancellationToken ct) =>
        item.Target is { } target ? await versions.LoadAsync(target.Key, ct) : null;
}

internal sealed class PlanInstallHandler(Planner planner, IDbContextFactory<CatalogDb> contexts, Actor actor) : IRequestHandler<PlanInstall, InstallPlan>
{
    public async Task<InstallPlan> Handle(PlanInstall request, CancellationToken ct)
    {
        var input = request.Input;
        var reason = ReleaseAgeOverride.Check(input.OverrideReason, actor);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await planner.PlanAsync(db, new PlanRequest(input.Plugins, input.WithDependencies, input.Activate, reason) { AcceptOptionLoss = input.AcceptOptionLoss }, ct);
    }
}
