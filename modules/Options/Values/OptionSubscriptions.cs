using System.Runtime.CompilerServices;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Options.Contracts;

namespace GraphQLPlugins.Options.Values;

[SubscriptionType]
public static partial class OptionSubscriptions
{
    internal static string Topic(Guid organizationId) => $"options/{organizationId:N}";

    /// <summary>
    /// Each change of options in the caller's organization, after it was saved: plugin key, scope and option keys, never values. A version of a plugin that
    /// declares its options otherwise is a change at the instance.
    /// </summary>
    /// <param name="pluginId">Only of this plugin.</param>
    /// <param name="scope">Only what this scope sees: changes at it and at the scopes around it, whose values it inherits.</param>
    [Authorize("options:read")]
    [Subscribe(With = nameof(SubscribeToOptionsAsync))]
    public static OptionsChanged OnOptionsChanged([EventMessage] OptionsChanged change, string? pluginId, OptionScopeInput? scope) => change;

    /// <exception cref="PluginNotFoundException">There is no such plugin.</exception>
    /// <exception cref="ScopeInvalidException">There is no such scope.</exception>
    public static async IAsyncEnumerable<OptionsChanged> SubscribeToOptionsAsync(
        string? pluginId, OptionScopeInput? scope, ITopicEventReceiver events, PluginDeclarations plugins, ScopeChain scopes, Actor actor, [EnumeratorCancellation] CancellationToken ct)
    {
        var confKey = pluginId is null ? null : (await plugins.FindAsync(pluginId, ct) ?? throw new PluginNotFoundException(pluginId)).ConfKey;
        var seen = scope is null ? null : (await scopes.ResolveAsync(scope, ct)).Select(around => around.Key).ToHashSet(StringComparer.Ordinal);
        var stream = await events.SubscribeAsync<OptionsChanged>(Topic(actor.OrganizationId), ct);
        await using var closing = stream.ConfigureAwait(false);
        await foreach (var change in stream.ReadEventsAsync().WithCancellation(ct))
            if ((confKey is null || change.ConfKey == confKey) && (seen is null || seen.Contains(change.Scope))) yield return change;
    }
}
