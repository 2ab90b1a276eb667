using GraphQLPlugins.Catalog.Contracts;
using MediatR;

namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>Tells every host to compare what it runs of an installation with what the database says.</summary>
public sealed record InstallationTouched(Guid InstallationId)
{
    internal const string Topic = "catalog.installations.touched";
}

internal sealed class TellHosts(ITopicEventSender sender) : INotificationHandler<PluginLifecycleChanged>
{
    public async Task Handle(PluginLifecycleChanged notification, CancellationToken cancellationToken) =>
        await sender.SendAsync(InstallationTouched.Topic, new InstallationTouched(notification.InstallationId), cancellationToken);
}
