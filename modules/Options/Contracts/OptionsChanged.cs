using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.Options.Values;
using MediatR;

namespace GraphQLPlugins.Options.Contracts;

/// <summary>Options of a plugin changed at a scope; published after the change is there for everyone to see. No values, so no secrets.</summary>
public sealed record OptionsChanged(Guid OrganizationId, string ConfKey, string Scope, IReadOnlyList<string> Keys) : INotification;

/// <summary>What others may ask to be told of options.</summary>
public static class OptionEventTypes
{
    /// <summary><c>options.changed</c>; the resource is the plugin's configuration key.</summary>
    public static EventMap<OptionsChanged> Changed { get; } = new()
    {
        Types = [new EventType("options.changed", "options", "options:read", "Options of a plugin were set or unset at a scope; names the options, never values.")],
        Type = _ => "options.changed",
        Organization = change => change.OrganizationId,
        Resource = change => change.ConfKey,
        Topic = change => OptionSubscriptions.Topic(change.OrganizationId),
    };
}
