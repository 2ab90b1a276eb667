using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Catalog.Plugins;

/// <summary>Changes what may be changed about an entry of the local repository.</summary>
public sealed record UpdatePlugin(
    string PluginId,
    string? RepositoryId,
    Optional<string?> Name,
    Optional<JsonElement?> Capability,
    Optional<JsonElement?> Template,
    Optional<IReadOnlyList<string>?> Labels,
    Optional<JsonElement?> Tags,
    Optional<JsonElement?> Docs,
    string? ExpectedEtag,
    bool DryRun) : ICommand<Plugin>
{
    /// <summary>Whether projects may switch it off.</summary>
    public bool? CanDisable { get; init; }

    /// <summary>Whether it is on for projects that do not say.</summary>
    public bool? ProjectDefaultEnabled { get; init; }

    /// <summary>The option without which it counts as not configured.</summary>
    public Optional<string?> RequiredField { get; init; }

    /// <summary>Whether stored options that do not fit the template are unset.</summary>
    public bool AcceptOptionLoss { get; init; }

    string? ICommand.AuditTarget => PluginId;
}

[MutationType]
public static partial class UpdatePluginMutation
{
    /// <summary>Changes an entry of the local repository. Members that are given replace what was there as a whole, the others stay.</summary>
    /// <param name="pluginId">Which one.</param>
    /// <param name="repositoryId">Where to look for it; without, the first repository that has it.</param>
    /// <param name="name">The name shown to people.</param>
    /// <param name="capability">What it can do.</param>
    /// <param name="template">Named parts for its consumers; each may hold a JSON Schema (draft-7) under <c>schema</c>.</param>
    /// <param name="labels">Words to find it by; at most 100.</param>
    /// <param name="tags">Anything else.</param>
    /// <param name="docs">Documentation by language.</param>
    /// <param name="requiredField">The option without which it counts as not configured; null for none.</param>
    /// <param name="canDisable">Whether projects may switch it off.</param>
    /// <param name="projectDefaultEnabled">Whether it is on for projects that do not say.</param>
    /// <param name="expectedEtag">Refuses the change when the entry is no longer what the caller read.</param>
    /// <param name="acceptOptionLoss">Whether options that your organization has stored and that do not fit the template are unset; without, they are a refusal.</param>
    /// <param name="dryRun">Only find out whether it would be accepted.</param>
    [Authorize("catalog:write")]
    [Error<PluginNotFoundException>]
    [Error<RepositoryNotFoundException>]
    [Error<RepositoryReadOnlyException>]
    [Error<PluginNotOwnedException>]
    [Error<InputInvalidException>]
    [Error<TemplateSchemaInvalidException>]
    [Error<StoredOptionsInvalidException>]
    [Error<EtagMismatchException>]
    public static async Task<Plugin> UpdatePluginAsync(
        string pluginId,
        string? repositoryId,
        Optional<string?> name,
        Optional<JsonElement?> capability,
        Optional<JsonElement?> template,
        Optional<IReadOnlyList<string>?> labels,
        Optional<JsonElement?> tags,
        Optional<JsonElement?> docs,
        Optional<string?> requiredField,
        bool? canDisable,
        bool? projectDefaultEnabled,
        string? expectedEtag,
        IMediator mediator,
        Warnings warnings,
        IResolverContext context,
        CancellationToken ct,
        bool acceptOptionLoss = false,
        bool dryRun = false)
    {
        var plugin = await mediator.Send(
            new UpdatePlugin(pluginId, repositoryId, name, capability, template, labels, tags, docs, expectedEtag, dryRun)
            {
                CanDisable = canDisable, ProjectDefaultEnabled = projectDefaultEnabled, RequiredField = requiredField, AcceptOptionLoss = acceptOptionLoss,
            },
            ct);
        plugin.WarnOfForm(warnings);
        warnings.Tell(context);
        return plugin;
    }
}

internal sealed class UpdatePluginHandler(CatalogDb db, OptionTravel travel, UnitOfWork work, Actor actor, TimeProvider clock) : IRequestHandler<UpdatePlugin, Plugin>
{
    public async Task<Plugin> Handle(UpdatePlugin request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var plugin = await db.TakeWritableAsync(request.PluginId, request.RepositoryId, actor, request.ExpectedEtag, ct);
        plugin.Update(request, clock.Now());
        if (request.Template.HasValue)
            await travel.RedeclareAsync(plugin.Id, plugin.PluginId, plugin.Template, request.AcceptOptionLoss, ct);
        work.AfterCommit(new CatalogChanged(plugin.Repository.RepositoryId, plugin.PluginId, CatalogAction.PluginUpdated, plugin.UpdatedAt));
        return plugin;
    }
}
