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

internal sealed class CopyOptionsHandler(OptionCopier copier, OptionWriter writer, OptionSetAfterwards sets)
    : IRequestHandler<CopyOptions, CopyOptionsPayload>
{
    public async Task<CopyOptionsPayload> Handle(CopyOptions request, CancellationToken ct)
    {
        var (source, sourceChain) = await writer.FindAsync(request.From.PluginId, request.From.Scope, ct);
        var (target, chain) = await writer.FindAsync(request.To.PluginId, request.To.Scope, ct);
        if (source.ConfKey == target.ConfKey && sourceChain[0].Key == chain[0].Key) throw new ScopeInvalidException("An option set cannot be copied onto itself.");
        var held = await writer.HoldAsync(target, chain[0], request.ExpectedEtag, ct);
        var chosen = await copier.ChooseAsync(source, sourceChain[0], held, new OptionFilter(request.Keys, request.Prefix), request.Conflict, ct);
        var applied = await writer.ApplyAsync(held, chosen.Writes, chosen.SealedSecrets, ct);
        return new CopyOptionsPayload(await sets.ReadAsync(target, chain, ct), applied.Changes, chosen.LeftOut);
    }
}
