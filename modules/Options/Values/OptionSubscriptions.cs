using GraphQLPlugins.Options.Contracts;

namespace GraphQLPlugins.Options.Values;

[SubscriptionType]
public static partial class OptionSubscriptions
{
    internal static string Topic(Guid organizationId) => $"options/{organizationId:N}";

    /// <summary>Each change of options in the caller's organization, after it was saved: plugin key, scope and option keys, never values.</summary>
    [Authorize("options:read")]
    [Subscribe(With = nameof(SubscribeToOptionsAsync))]
    public static OptionsChanged OnOptionsChanged([EventMessage] OptionsChanged change) => change;

    public static ValueTask<ISourceStream<OptionsChanged>> SubscribeToOptionsAsync(
        ITopicEventReceiver events, GraphQLPlugins.Kernel.Identity.Actor actor, CancellationToken ct) =>
        events.SubscribeAsync<OptionsChanged>(Topic(actor.OrganizationId), ct);
}
