using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using MediatR;

namespace GraphQLPlugins.Options.Values;

/// <summary>One option and its new value.</summary>
/// <param name="Key">The option.</param>
/// <param name="Value">The value; null unsets the option, and an empty text does as in <c>setOption</c>.</param>
public sealed record OptionValueInput(string Key, JsonElement? Value);

/// <summary>Sets and unsets several options at once.</summary>
public sealed record SetOptions(string PluginId, IReadOnlyList<OptionValueInput> Values, OptionScopeInput? Scope, string? ExpectedEtag) : ICommand<OptionSet>
{
    string ICommand.AuditTarget => PluginId;

    string? ICommand.AuditScope => Scope?.Kind.ToString();
}

[MutationType]
public static partial class SetOptionsMutation
{
    /// <summary>Sets and unsets several options of a plugin at a scope, all or none. Options that are left out keep their values.</summary>
    [Authorize("options:write")]
    [Error<PluginNotFoundException>]
    [Error<OptionUnknownException>]
    [Error<OptionInvalidException>]
    [Error<OptionNotEditableException>]
    [Error<ScopeInvalidException>]
    [Error<EtagMismatchException>]
    [Error<ForbiddenException>]
    public static Task<OptionSet> SetOptionsAsync(
        string pluginId, IReadOnlyList<OptionValueInput> values, OptionScopeInput? scope, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new SetOptions(pluginId, values, scope, expectedEtag), ct);
}

internal sealed class SetOptionsHandler(OptionWriter writer, OptionSetAfterwards sets) : IRequestHandler<SetOptions, OptionSet>
{
    public async Task<OptionSet> Handle(SetOptions request, CancellationToken ct)
    {
        var held = await writer.WriteAsync(request.PluginId, request.Scope, [.. request.Values.Select(v => new OptionWrite(v.Key, v.Value))], request.ExpectedEtag, ct);
        return await sets.ReadAsync(held, ct);
    }
}
