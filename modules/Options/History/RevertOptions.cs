using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Options.Storage;
using GraphQLPlugins.Options.Values;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Options.History;

/// <summary>There is no such revision of this option set.</summary>
public sealed class RevisionNotFoundException(int revision) : RefusalException($"There is no revision {revision} of this option set.", "revision")
{
    /// <summary>The number that was asked for.</summary>
    public int Revision => revision;
}

/// <summary>Brings an option set back to how it was after a revision.</summary>
public sealed record RevertOptions(string PluginId, int Revision, OptionScopeInput? Scope, string? ExpectedEtag) : ICommand<OptionSet>
{
    string ICommand.AuditTarget => PluginId;

    string? ICommand.AuditScope => Scope?.Kind.ToString();
}

[MutationType]
public static partial class RevertOptionsMutation
{
    /// <summary>Brings the options of a plugin at a scope back to how they were right after a revision; 0 is before the first one. Secrets keep their values, since old ones are not kept.</summary>
    [Authorize("options:write")]
    [Error<PluginNotFoundException>]
    [Error<RevisionNotFoundException>]
    [Error<OptionUnknownException>]
    [Error<OptionInvalidException>]
    [Error<OptionNotEditableException>]
    [Error<ScopeInvalidException>]
    [Error<EtagMismatchException>]
    [Error<ForbiddenException>]
    public static Task<OptionSet> RevertOptionsAsync(
        string pluginId, int revision, OptionScopeInput? scope, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new RevertOptions(pluginId, revision, scope, expectedEtag), ct);
}

internal sealed class RevertOptionsHandler(Actor actor, OptionsDb db, OptionWriter writer, OptionSetAfterwards sets)
    : IRequestHandler<RevertOptions, OptionSet>
{
    public async Task<OptionSet> Handle(RevertOptions request, CancellationToken ct)
    {
        var held = await writer.HoldAsync(request.PluginId, request.Scope, ct);
        var (confKey, scopeKey) = (held.Plugin.ConfKey, held.Scope.Key);
        var later = await db.Revisions.AsNoTracking()
            .Where(r => r.OrganizationId == actor.OrganizationId && r.ConfKey == confKey && r.ScopeKey == scopeKey && r.Number >= request.Revision)
            .OrderByDescending(r => r.Number)
            .ToListAsync(ct);
        if (request.Revision != 0 && later.All(r => r.Number != request.Revision)) throw new RevisionNotFoundException(request.Revision);
        // Backwards through all later revisions: the value before the earliest change of a key is what it was then.
        var before = new Dictionary<string, JsonElement?>(StringComparer.Ordinal);
        foreach (var change in later.Where(r => r.Number > request.Revision).SelectMany(r => r.GetChanges()))
        {
            if (!change.IsSecret) before[change.Key] = change.Before;
        }
        await writer.WriteAsync(held, [.. before.Select(b => new OptionWrite(b.Key, b.Value))], request.ExpectedEtag, ct);
        return await sets.ReadAsync(held, ct);
    }
}
