using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using MediatR;

namespace GraphQLPlugins.Integrations.Installations;

/// <summary>Installs an app in the caller's organization.</summary>
public sealed record InstallApp(string Slug, string? ExpectedEtag) : ICommand<InstallAppPayload>
{
    string? ICommand.AuditTarget => Slug;
}

/// <summary>An installed app.</summary>
/// <param name="Installation">The installation.</param>
/// <param name="Code">What the app exchanges for its first token; shown this once, and null when it was installed before.</param>
public sealed record InstallAppPayload(AppInstallation Installation, string? Code);

[MutationType]
public static partial class InstallAppMutation
{
    /// <summary>Installs a published app, or one of the caller's organization, there. Installing it again changes nothing.</summary>
    /// <param name="slug">Which app.</param>
    /// <param name="expectedEtag">Refuses the installation when the app is no longer what the caller looked at, such as in what it asks for.</param>
    [Authorize("integrations:write")]
    [Error<AppNotFoundException>]
    [Error<InputInvalidException>]
    [Error<FeatureDisabledException>]
    [Error<EtagMismatchException>]
    public static Task<InstallAppPayload> InstallAppAsync(string slug, string? expectedEtag, IMediator mediator, CancellationToken ct) => mediator.Send(new InstallApp(slug, expectedEtag), ct);
}

internal sealed class InstallAppHandler(AppWriting writing, AppInstaller installer) : IRequestHandler<InstallApp, InstallAppPayload>
{
    public async Task<InstallAppPayload> Handle(InstallApp request, CancellationToken ct)
    {
        var app = await writing.RequireInstallableAsync(request.Slug, request.ExpectedEtag, ct);
        // An app that keeps some of its features is worth installing; what is missing is told when nothing is left.
        var missing = app.FeatureRows.Select(row => row.Feature).Where(feature => !writing.Features.IsEnabled(feature)).Order().ToList();
        if (missing.Count > 0 && missing.Count == app.FeatureRows.Count)
            throw new FeatureDisabledException([.. missing.Select(FeatureGate.NameOf)], "slug");
        return await installer.InstallAsync(app, ct);
    }
}
