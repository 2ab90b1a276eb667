using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Options.Definitions;
using MediatR;

namespace GraphQLPlugins.Options.Values;

/// <summary>Unsets all options of a plugin at one scope, or those whose keys have a prefix.</summary>
public sealed record ResetOptions(string PluginId, string? Prefix, OptionScopeInput? Scope, string? ExpectedEtag) : ICommand<OptionSet>
{
    string ICommand.AuditTarget => PluginId;

    string? ICommand.AuditScope => Scope?.Kind.ToString();
}

[MutationType]
public static partial class ResetOptionsMutation
{
    /// <summary>Unsets the options of a plugin at exactly this scope, all or those whose keys start with the prefix. Other scopes keep theirs.</summary>
    [Authorize("options:write")]
    [Error<PluginNotFoundException>]
    [Error<ScopeInvalidException>]
    [Error<EtagMismatchException>]
    [Error<ForbiddenException>]
    public static Task<OptionSet> ResetOptionsAsync(
        string pluginId, string? prefix, OptionScopeInput? scope, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new ResetOptions(pluginId, prefix, scope, expectedEtag), ct);
}

internal sealed class ResetOptionsHandler(OptionWriter writer, OptionSetAfterwards sets) : IRequestHandler<ResetOptions, OptionSet>
{
    public async Task<OptionSet> Handle(ResetOptions request, CancellationToken ct)
    {
        var held = await writer.HoldAnyAsync(request.PluginId, request.Scope, ct);
        held.Require(request.ExpectedEtag);
        var schema = held.Plugin.Options();
        var unset = held.Own.Values
            .Where(v => request.Prefix is null || v.Key.StartsWith(request.Prefix, StringComparison.Ordinal))
            // A value that an older version of the plugin declared is unset as the secret that it may have been.
            .Select(v => (schema.Find(v.Key) ?? PluginOptions.Undeclared(v.Key), (System.Text.Json.JsonElement?)null))
            .ToArray();
        await writer.ApplyAsync(held, unset, [], ct);
        return await sets.ReadAsync(held, ct);
    }
}
