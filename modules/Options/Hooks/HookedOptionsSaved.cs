using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Options.History;
using GraphQLPlugins.Options.Values;
using MediatR;

namespace GraphQLPlugins.Options.Hooks;

/// <summary>Options changed of a plugin that hears of changes; never leaves this process, and holds no secret.</summary>
internal sealed record HookedOptionsSaved(Guid OrganizationId, string PluginId, OptionScope Scope, IReadOnlyList<OptionChange> Changes) : INotification;

/// <summary>Tells the plugin, after the commit (G57).</summary>
internal sealed class TellPlugin(PluginCalls calls) : INotificationHandler<HookedOptionsSaved>
{
    public async Task Handle(HookedOptionsSaved saved, CancellationToken cancellationToken)
    {
        if (calls.FindWithHooks(saved.OrganizationId, saved.PluginId) is not { } hooks) return;
        foreach (var change in saved.Changes.Where(change => hooks.AfterUpdate.Contains(change.Key)))
            await calls.AfterUpdateAsync(saved.OrganizationId, saved.PluginId, OptionHookCalls.AccessOf(change.Key, change.IsSecret, saved.Scope), change.Before, change.After, cancellationToken);
    }
}
