using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.Values;
using MediatR;

namespace GraphQLPlugins.Options.Enablement;

/// <summary>Switches a plugin on or off at a scope.</summary>
public sealed record SetPluginEnabled(string PluginId, bool Enabled, OptionScopeInput? Scope, string? ExpectedEtag) : ICommand<OptionSet>
{
    string ICommand.AuditTarget => $"{PluginId} ({(Enabled ? "on" : "off")})";

    string? ICommand.AuditScope => Scope?.Kind.ToString();
}

[MutationType]
public static partial class SetPluginEnabledMutation
{
    /// <summary>Switches a plugin on or off at a scope by its option <c>enabled</c>. One that cannot be disabled is refused.</summary>
    [Authorize("options:write")]
    [Error<PluginNotFoundException>]
    [Error<PluginAlwaysEnabledException>]
    [Error<OptionInvalidException>]
    [Error<OptionNotEditableException>]
    [Error<OptionUnknownException>]
    [Error<ScopeInvalidException>]
    [Error<EtagMismatchException>]
    [Error<ForbiddenException>]
    public static Task<OptionSet> SetPluginEnabledAsync(
        string pluginId, bool enabled, OptionScopeInput? scope, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new SetPluginEnabled(pluginId, enabled, scope, expectedEtag), ct);
}

internal sealed class SetPluginEnabledHandler(OptionWriter writer, OptionSetAfterwards sets) : IRequestHandler<SetPluginEnabled, OptionSet>
{
    public async Task<OptionSet> Handle(SetPluginEnabled request, CancellationToken ct)
    {
        var held = await writer.HoldAsync(request.PluginId, request.Scope, ct);
        if (!held.Plugin.CanDisable) throw new PluginAlwaysEnabledException(request.PluginId);
        var value = JsonSerializer.SerializeToElement(request.Enabled);
        await writer.WriteAsync(held, [new OptionWrite(PluginOptions.EnabledKey, value)], request.ExpectedEtag, ct);
        return await sets.ReadAsync(held, ct);
    }
}
