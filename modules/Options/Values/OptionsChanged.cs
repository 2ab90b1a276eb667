using MediatR;

namespace GraphQLPlugins.Options.Values;

/// <summary>Options of a plugin changed at a scope; published after the change is there for everyone to see. No values, so no secrets.</summary>
public sealed record OptionsChanged(Guid OrganizationId, string ConfKey, string Scope, IReadOnlyList<string> Keys) : INotification;
