using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Registries;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Plugins;

/// <summary>Puts an entry into the local repository.</summary>
public sealed record RegisterPlugin(
    string Name,
    string ResourceType,
    string Image,
    string? PluginId,
    string? Provider,
    RegistryType RegistryType,
    string? RegistryUrl,
    JsonElement? RegistryConfig,
    JsonElement? Capability,
    JsonElement? Template,
    JsonElement? Docs,
    IReadOnlyList<string>? Labels,
    JsonElement? Tags,
    bool DryRun) : ICommand<Plugin>
{
    /// <summary>Whether projects may switch it off.</summary>
    public bool CanDisable { get; init; } = true;

    /// <summary>Whether it is on for projects that do not say.</summary>
    public bool ProjectDefaultEnabled { get; init; }

    /// <summary>The option without which it counts as not configured.</summary>
    public string? RequiredField { get; init; }

    string? ICommand.AuditTarget => PluginId ?? Image;
}

[MutationType]
public static partial class RegisterPluginMutation
{
    /// <summary>
    /// Registers a plugin in the local repository. Its id is the last segment of the image unless one is given. The registry must have the image;
    /// one that gives no answer now does not stand in the way, and is told of in the answer's warnings.
    /// </summary>
    /// <param name="name">The name shown to people; at most 255 characters.</param>
    /// <param name="resourceType">What it extends, as <c>service.Purpose</c>.</param>
    /// <param name="image">The image in the registry: at most three path segments, the last one of letters, digits and dashes.</param>
    /// <param name="pluginId">Its id, where it is to differ from the image's name.</param>
    /// <param name="provider">Whose product it is for.</param>
    /// <param name="registryType">The kind of registry that holds the image.</param>
    /// <param name="registryUrl">The registry's address; required unless the server knows one for that kind.</param>
    /// <param name="registryConfig">What the registry needs besides, such as <c>account_id</c> for Amazon's.</param>
    /// <param name="capability">What it can do, as its consumers understand it.</param>
    /// <param name="template">Named parts for its consumers; each may hold a JSON Schema (draft-7) under <c>schema</c>.</param>
    /// <param name="docs">Documentation by language.</param>
    /// <param name="labels">Words to find it by; at most 100.</param>
    /// <param name="tags">Anything else.</param>
    /// <param name="requiredField">The option without which it counts as not configured.</param>
    /// <param name="canDisable">Whether projects may switch it off.</param>
    /// <param name="projectDefaultEnabled">Whether it is on for projects that do not say.</param>
    /// <param name="dryRun">Only find out whether it would be accepted.</param>
    [Authorize("catalog:write")]
    [Error<InputInvalidException>]
    [Error<PluginAlreadyExistsException>]
    [Error<OptionPrefixTakenException>]
    [Error<ImageNameInvalidException>]
    [Error<ImageNameTooLongException>]
    [Error<RegistryUrlRequiredException>]
    [Error<TemplateSchemaInvalidException>]
    [Error<ImageNotFoundException>]
    [Error<RegistryNotConfiguredException>]
    [Error<UrlNotAllowedException>]
    public static async Task<Plugin> RegisterPluginAsync(
        string name,
        string resourceType,
        string image,
        string? pluginId,
        string? provider,
        string? registryUrl,
        JsonElement? registryConfig,
        JsonElement? capability,
        JsonElement? template,
        JsonElement? docs,
        IReadOnlyList<string>? labels,
        JsonElement? tags,
        string? requiredField,
        IMediator mediator,
        Warnings warnings,
        IResolverContext context,
        CancellationToken ct,
        RegistryType registryType = RegistryType.DockerHub,
        bool canDisable = true,
        bool projectDefaultEnabled = false,
        bool dryRun = false)
    {
        var plugin = await mediator.Send(
            new RegisterPlugin(name, resourceType, image, pluginId, provider, registryType, registryUrl, registryConfig, capability, template, docs, labels, tags, dryRun)
            {
                CanDisable = canDisable, ProjectDefaultEnabled = projectDefaultEnabled, RequiredField = requiredField,
            },
            ct);
        plugin.WarnOfForm(warnings);
        warnings.Tell(context);
        return plugin;
    }
}

/// <summary>Asks the registry, which may take long, unless there is something wrong with the entry already.</summary>
internal sealed class AskForRegisteredImage(RegistryCheck registry, CatalogOptions options, TimeProvider clock) : IPreparation<RegisterPlugin>
{
    public Task PrepareAsync(RegisterPlugin command, CancellationToken ct) => registry.AskForTagsAsync(Plugin.Draft(command, options, clock.Now()), ct);
}

internal sealed class RegisterPluginHandler(CatalogDb db, UnitOfWork work, Actor actor, RegistryCheck registry, CatalogOptions options, TimeProvider clock) : IRequestHandler<RegisterPlugin, Plugin>
{
    public async Task<Plugin> Handle(RegisterPlugin request, CancellationToken ct)
    {
        if (request.DryRun)
            work.Rehearse();
        var local = await db.Repositories.SingleAsync(repository => repository.Type == RepositoryType.Local, ct);
        var plugin = Plugin.Register(local, request, actor.OrganizationId, options, clock.Now());
        if (await db.Plugins.AnyAsync(other => other.RepositoryKey == local.Id && other.NormalizedId == plugin.NormalizedId, ct))
            throw new PluginAlreadyExistsException(plugin.PluginId);
        // Whatever repository it is in: two plugins under one prefix would read and write each other's options.
        if (await db.Plugins.Where(other => other.ConfKey == plugin.ConfKey && other.NormalizedId != plugin.NormalizedId).Select(other => other.PluginId).FirstOrDefaultAsync(ct) is { } taken)
            throw new OptionPrefixTakenException(plugin.PluginId, plugin.ConfKey, taken);
        if (registry.Tags is { } tags)
            db.AddRange(plugin.TakeTags(tags, [], clock.Now()).New);
        db.Add(plugin);
        try
        {
            await work.FlushAsync(ct);
        }
        catch (DbUpdateException fault) when (fault.IsDuplicate())
        {
            throw new PluginAlreadyExistsException(plugin.PluginId);
        }
        work.AfterCommit(new CatalogChanged(local.RepositoryId, plugin.PluginId, CatalogAction.PluginRegistered, plugin.UpdatedAt));
        return plugin;
    }
}
