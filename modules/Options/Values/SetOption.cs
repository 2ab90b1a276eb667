using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using MediatR;

namespace GraphQLPlugins.Options.Values;

/// <summary>Sets or unsets one option.</summary>
public sealed record SetOption(string PluginId, string Key, JsonElement? Value, OptionScopeInput? Scope, string? ExpectedEtag) : ICommand<OptionSet>
{
    string ICommand.AuditTarget => $"{PluginId}:{Key}";

    string? ICommand.AuditScope => Scope?.Kind.ToString();
}

[MutationType]
public static partial class SetOptionMutation
{
    /// <summary>
    /// Sets one option of a plugin at a scope; null unsets it, and so does an empty text, but where it is a value: of an option that needs one, any JSON, and
    /// among choices; a secret it keeps. Setting what is there already changes nothing, and is allowed whatever the option allows.
    /// </summary>
    [Authorize("options:write")]
    [Error<PluginNotFoundException>]
    [Error<OptionUnknownException>]
    [Error<OptionInvalidException>]
    [Error<OptionNotEditableException>]
    [Error<ScopeInvalidException>]
    [Error<EtagMismatchException>]
    [Error<ForbiddenException>]
    public static Task<OptionSet> SetOptionAsync(
        string pluginId, string key, JsonElement? value, OptionScopeInput? scope, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new SetOption(pluginId, key, value, scope, expectedEtag), ct);
}

internal sealed class SetOptionHandler(OptionWriter writer, OptionSetAfterwards sets) : IRequestHandler<SetOption, OptionSet>
{
    public async Task<OptionSet> Handle(SetOption request, CancellationToken ct)
    {
        var held = await writer.WriteAsync(request.PluginId, request.Scope, [new OptionWrite(request.Key, request.Value)], request.ExpectedEtag, ct);
        return await sets.ReadAsync(held, ct);
    }
}
