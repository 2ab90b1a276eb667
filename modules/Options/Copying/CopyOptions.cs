using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Options.History;
using GraphQLPlugins.Options.Values;
using MediatR;

namespace GraphQLPlugins.Options.Copying;

/// <summary>Names an option set.</summary>
/// <param name="PluginId">The plugin.</param>
/// <param name="Scope">The scope; the instance when it is left out.</param>
public sealed record OptionSetInput(string PluginId, OptionScopeInput? Scope = null);

/// <summary>What becomes of values that the target sets already.</summary>
public enum CopyConflict
{
    /// <summary>They are replaced.</summary>
    Overwrite,

    /// <summary>They stay.</summary>
    Keep,
}

/// <summary>Copies the values that one option set sets into another one.</summary>
public sealed record CopyOptions(OptionSetInput From, OptionSetInput To, IReadOnlyList<string>? Keys, string? Prefix, CopyConflict Conflict, string? ExpectedEtag)
    : ICommand<CopyOptionsPayload>
{
    string ICommand.AuditTarget => From.PluginId == To.PluginId ? To.PluginId : $"{To.PluginId} (from {From.PluginId})";

    string? ICommand.AuditScope => To.Scope?.Kind.ToString();
}

/// <summary>What a copy changed, or would change.</summary>
/// <param name="OptionSet">The target afterwards.</param>
/// <param name="Changes">What changed there; values of secrets are left out.</param>
/// <param name="LeftOut">What the source sets and the filter lets through, and was not copied.</param>
public sealed record CopyOptionsPayload(OptionSet OptionSet, IReadOnlyList<OptionChange> Changes, IReadOnlyList<OptionLeftOut> LeftOut);

[MutationType]
public static partial class CopyOptionsMutation
{
    /// <summary>
    /// Copies what one option set sets itself into another one, all or nothing: of the same plugin at another scope, or of another plugin that declares the
    /// options alike. Secrets go along without being shown; to another plugin only an administrator takes them.
    /// </summary>
    /// <param name="from">Where to copy from. It must be writable for the caller too, since its secrets go along.</param>
    /// <param name="to">Where to copy to.</param>
    /// <param name="keys">Only these options; one that cannot be set at the target is refused. All without it.</param>
    /// <param name="prefix">Only options whose keys start like this.</param>
    /// <param name="conflict">What becomes of values that the target sets already.</param>
    /// <param name="expectedEtag">The target's ETag.</param>
    [Authorize("options:write")]
    [Error<PluginNotFoundException>]
    [Error<OptionUnknownException>]
    [Error<OptionInvalidException>]
    [Error<OptionNotEditableException>]
    [Error<OptionsIncompatibleException>]
    [Error<ScopeInvalidException>]
    [Error<EtagMismatchException>]
    [Error<ForbiddenException>]
    public static Task<CopyOptionsPayload> CopyOptionsAsync(
        OptionSetInput from, OptionSetInput to, IReadOnlyList<string>? keys, string? prefix, string? expectedEtag, IMediator mediator, CancellationToken ct,
        CopyConflict conflict = CopyConflict.Overwrite) =>
        mediator.Send(new CopyOptions(from, to, keys, prefix, conflict, expectedEtag), ct);
}

internal sealed class CopyOptionsHandler(PluginDeclarations plugins, ScopeChain scopes, OptionCopier copier, OptionWriter writer, OptionSetAfterwards sets)
    : IRequestHandler<CopyOptions, CopyOptionsPayload>
{
    public async Task<CopyOptionsPayload> Handle(CopyOptions request, CancellationToken ct)
    {
        var (source, from) = await SourceAsync(request.From, ct);
        var held = await writer.HoldAsync(request.To.PluginId, request.To.Scope, ct);
        if (source.ConfKey == held.Plugin.ConfKey && from.Key == held.Scope.Key) throw new ScopeInvalidException("An option set cannot be copied onto itself.");
        held.Require(request.ExpectedEtag);
        var chosen = await copier.ChooseAsync(source, from, held, new OptionFilter(request.Keys, request.Prefix), request.Conflict, ct);
        var applied = await writer.ApplyAsync(held, chosen.Writes, chosen.SealedSecrets, ct);
        return new CopyOptionsPayload(await sets.ReadAsync(held, ct), applied.Changes, chosen.LeftOut);
    }

    private async Task<(PluginDeclaration Plugin, OptionScope Scope)> SourceAsync(OptionSetInput from, CancellationToken ct)
    {
        var plugin = await plugins.FindAsync(from.PluginId, ct) ?? throw new PluginNotFoundException(from.PluginId);
        var scope = (await scopes.ResolveAsync(from.Scope, ct))[0];
        scopes.RequireWrite(scope);
        return plugin.IsEnabled || scope.ProjectId is null ? (plugin, scope) : throw new PluginNotFoundException(from.PluginId);
    }
}
