using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using MediatR;

namespace GraphQLPlugins.Options.Values;

/// <summary>Unsets one option.</summary>
public sealed record UnsetOption(string PluginId, string Key, OptionScopeInput? Scope, string? ExpectedEtag) : ICommand<OptionSet>
{
    string ICommand.AuditTarget => $"{PluginId}:{Key}";

    string? ICommand.AuditScope => Scope?.Kind.ToString();
}

[MutationType]
public static partial class UnsetOptionMutation
{
    /// <summary>Unsets one option of a plugin at exactly this scope, so that what is inherited or the default counts again. Unsetting what is not set changes nothing.</summary>
    [Authorize("options:write")]
    [Error<PluginNotFoundException>]
    [Error<OptionUnknownException>]
    [Error<OptionNotEditableException>]
    [Error<ScopeInvalidException>]
    [Error<EtagMismatchException>]
    [Error<ForbiddenException>]
    public static Task<OptionSet> UnsetOptionAsync(string pluginId, string key, OptionScopeInput? scope, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new UnsetOption(pluginId, key, scope, expectedEtag), ct);
}

internal sealed class UnsetOptionHandler(OptionWriter writer, OptionSetAfterwards sets) : IRequestHandler<UnsetOption, OptionSet>
{
    public async Task<OptionSet> Handle(UnsetOption request, CancellationToken ct)
    {
        var held = await writer.WriteAsync(request.PluginId, request.Scope, [new OptionWrite(request.Key, null)], request.ExpectedEtag, ct);
        return await sets.ReadAsync(held, ct);
    }
}
