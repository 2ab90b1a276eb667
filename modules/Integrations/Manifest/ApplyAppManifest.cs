using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Components;
using GraphQLPlugins.Integrations.Webhooks;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity.Authentication;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Identity.Tokens;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;

namespace GraphQLPlugins.Integrations.Manifest;

/// <summary>Makes an app what its manifest says; a preview changes nothing, and is not audited.</summary>
internal sealed record ApplyAppManifest(string Slug, AppManifest Manifest, string? ManifestUrl, string? ExpectedDigest, string? ExpectedEtag, bool Preview) : ICommand<AppliedManifest>
{
    string? ICommand.AuditTarget => Slug;
}

/// <summary>What a manifest does to an app.</summary>
/// <param name="App">The app; in a preview as it would be.</param>
/// <param name="Digest">SHA-256 of the manifest, in hexadecimal; applying it names this.</param>
/// <param name="Changes">Each difference: permissions, events, components and the rest; empty when there is none.</param>
public sealed record AppliedManifest(App App, string Digest, IReadOnlyList<ManifestChange> Changes);

[MutationType]
public static partial class AppManifestMutations
{
    /// <summary>What applying a manifest would change about an app. Nothing is changed, and a manifest that could not be applied is refused as applying would.</summary>
    /// <param name="slug">Which app.</param>
    /// <param name="manifest">The manifest's text; instead of the address.</param>
    /// <param name="manifestUrl">Where the manifest is; instead of the text.</param>
    [Authorize("integrations:write")]
    [UseMutationConvention(PayloadFieldName = "preview")]
    [Error<AppNotFoundException>]
    [Error<AppManifestInvalidException>]
    [Error<InputInvalidException>]
    [Error<ScopeExceedsRequesterException>]
    [Error<EventScopeMissingException>]
    [Error<AppPublishedImmutableException>]
    [Error<AppStatusInvalidException>]
    [Error<SchemaElementInvalidException>]
    [Error<FeatureDisabledException>]
    [Error<UrlNotAllowedException>]
    [Error<WebhookQueryInvalidException>]
    [Error<ForbiddenException>]
    public static async Task<AppliedManifest> PreviewAppManifestAsync(string slug, string? manifest, string? manifestUrl, ManifestSource source, IMediator mediator, CancellationToken ct) =>
        await mediator.Send(new ApplyAppManifest(slug, await source.ReadAsync(manifest, manifestUrl, ct), null, null, null, true), ct);

    /// <summary>Makes an app what its manifest says: what the manifest leaves out is unset, except for the name.</summary>
    /// <param name="slug">Which app.</param>
    /// <param name="expectedDigest">The digest of the preview; another manifest is refused.</param>
    /// <param name="expectedEtag">Refuses the change when the app is no longer what the preview compared with.</param>
    /// <param name="manifest">The manifest's text; instead of the address.</param>
    /// <param name="manifestUrl">Where the manifest is; instead of the text.</param>
    [Authorize("integrations:write")]
    [UseMutationConvention(PayloadFieldName = "applied")]
    [Error<AppNotFoundException>]
    [Error<AppManifestInvalidException>]
    [Error<ManifestChangedException>]
    [Error<EtagMismatchException>]
    [Error<InputInvalidException>]
    [Error<ScopeExceedsRequesterException>]
    [Error<EventScopeMissingException>]
    [Error<AppPublishedImmutableException>]
    [Error<AppStatusInvalidException>]
    [Error<SchemaElementInvalidException>]
    [Error<FeatureDisabledException>]
    [Error<UrlNotAllowedException>]
    [Error<WebhookQueryInvalidException>]
    [Error<ForbiddenException>]
    public static async Task<AppliedManifest> ApplyAppManifestAsync(
        string slug, string expectedDigest, string? expectedEtag, string? manifest, string? manifestUrl, ManifestSource source, IMediator mediator, CancellationToken ct) =>
        await mediator.Send(new ApplyAppManifest(slug, await source.ReadAsync(manifest, manifestUrl, ct), manifestUrl, expectedDigest, expectedEtag, false), ct);
}

internal sealed class ApplyAppManifestHandler(AppWriting writing, IEnumerable<IManifestSection> sections, UnitOfWork work) : IRequestHandler<ApplyAppManifest, AppliedManifest>
{
    public async Task<AppliedManifest> Handle(ApplyAppManifest request, CancellationToken ct)
    {
        if (request.Preview)
            work.Rehearse();
        var manifest = request.Manifest;
        if (request.ExpectedDigest is { } expected && !string.Equals(expected, manifest.Digest, StringComparison.OrdinalIgnoreCase))
            throw new ManifestChangedException(expected.Length > 100 ? expected[..100] : expected, manifest.Digest);
        var app = await writing.RequireOwnAsync(request.Slug, request.ExpectedEtag, ct);
        var before = ManifestDiff.Of(app);
        var update = manifest.AsUpdate(app.Slug, [.. sections.Select(section => section.Member)]);
        // What a manifest leaves out goes back to how an app starts.
        app.Take(update with { VerifyInstall = update.VerifyInstall.Value ?? !app.IsInternal, IsAlertable = update.IsAlertable.Value ?? false }, writing);
        if (update.Name.HasValue)
            app.Rename(update.Name.Value);
        app.TakeManifest(request.ManifestUrl, manifest.Digest);
        var changes = before.To(ManifestDiff.Of(app)).ToList();
        foreach (var section in sections)
            changes.AddRange(await section.ApplyAsync(app, manifest.Json.TryGetProperty(section.Member, out var value) ? value : null, ct));
        work.AfterCommit(new TokensChanged());
        return new AppliedManifest(app, manifest.Digest, changes);
    }
}
