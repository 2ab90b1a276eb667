using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.Values;
using MediatR;

namespace GraphQLPlugins.Options.Generation;

/// <summary>The option's values are not made up by the server.</summary>
public sealed class OptionNotGeneratedException(string key, OptionType type)
    : RefusalException($"The option '{key}' is of the type {type.ToString().ToUpperInvariant()}; only options of the type GENERATED are made up. Set it with setOption.", "key")
{
    /// <summary>The option.</summary>
    public string Key => key;
}

/// <summary>Makes up a new value of one option.</summary>
public sealed record RegenerateOption(string PluginId, string Key, OptionScopeInput? Scope, string? ExpectedEtag) : ICommand<RegenerateOptionPayload>
{
    string ICommand.AuditTarget => $"{PluginId}:{Key}";

    string? ICommand.AuditScope => Scope?.Kind.ToString();
}

/// <summary>A value that was made up.</summary>
/// <param name="Value">The new value. It is shown here and never again; null in a rehearsal, which makes none.</param>
/// <param name="OptionSet">The set afterwards.</param>
public sealed record RegenerateOptionPayload(string? Value, OptionSet OptionSet);

[MutationType]
public static partial class RegenerateOptionMutation
{
    /// <summary>Makes up a new value of an option of the type GENERATED, as the plugin declares it, and shows it this once. The old one is gone.</summary>
    [Authorize("options:write")]
    [Error<PluginNotFoundException>]
    [Error<OptionUnknownException>]
    [Error<OptionNotGeneratedException>]
    [Error<OptionInvalidException>]
    [Error<OptionNotEditableException>]
    [Error<ScopeInvalidException>]
    [Error<EtagMismatchException>]
    [Error<ForbiddenException>]
    public static Task<RegenerateOptionPayload> RegenerateOptionAsync(
        string pluginId, string key, OptionScopeInput? scope, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new RegenerateOption(pluginId, key, scope, expectedEtag), ct);
}

internal sealed class RegenerateOptionHandler(OptionWriter writer, OptionSetAfterwards sets, UnitOfWork work)
    : IRequestHandler<RegenerateOption, RegenerateOptionPayload>
{
    public async Task<RegenerateOptionPayload> Handle(RegenerateOption request, CancellationToken ct)
    {
        var held = await writer.HoldAsync(request.PluginId, request.Scope, ct);
        var definition = held.Plugin.Options().Find(request.Key) ?? throw new OptionUnknownException(request.PluginId, request.Key);
        if (definition.Generation is not { } generation) throw new OptionNotGeneratedException(definition.Key, definition.Type);
        var value = JsonSerializer.SerializeToElement(OptionGenerator.Make(generation));
        // The plugin's own bounds and hooks count for what the server makes up as well.
        var applied = await writer.WriteAsync(held, [new OptionWrite(definition.Key, value)], request.ExpectedEtag, ct);
        var written = applied.Written[0].Value?.GetString();
        return new RegenerateOptionPayload(work.IsRehearsal ? null : written, await sets.ReadAsync(held, ct));
    }
}
