using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Kernel.Identity.Tokens;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using MediatR;

namespace GraphQLPlugins.Integrations.Secrets;

/// <summary>Gives an app a new secret.</summary>
public sealed record RotateAppSecret(string Slug, TimeSpan? OldSecretValidFor, string? ExpectedEtag) : ICommand<RotateAppSecretPayload>
{
    string? ICommand.AuditTarget => Slug;
}

/// <summary>A new secret: the only time that it is shown.</summary>
/// <param name="App">The app.</param>
/// <param name="ClientSecret">The new secret.</param>
/// <param name="OldSecretValidUntil">Until when the one before is accepted too.</param>
public sealed record RotateAppSecretPayload(App App, string ClientSecret, DateTimeOffset OldSecretValidUntil);

[MutationType]
public static partial class RotateAppSecretMutation
{
    /// <summary>Gives an app a new secret, and shows it this once. Requests to the app are signed with the new one from now on.</summary>
    /// <param name="slug">Which app.</param>
    /// <param name="oldSecretValidFor">How long the secret before is accepted too; up to 7 days, without it the server's setting.</param>
    /// <param name="expectedEtag">Refuses the change when the app is no longer what the caller read, such as after another rotation.</param>
    [Authorize("integrations:write")]
    [Error<AppNotFoundException>]
    [Error<InputInvalidException>]
    [Error<ScopeExceedsRequesterException>]
    [Error<EtagMismatchException>]
    public static Task<RotateAppSecretPayload> RotateAppSecretAsync(string slug, TimeSpan? oldSecretValidFor, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new RotateAppSecret(slug, oldSecretValidFor, expectedEtag), ct);
}

internal sealed class RotateAppSecretHandler(AppWriting writing, AppSecrets secrets, IntegrationsOptions options) : IRequestHandler<RotateAppSecret, RotateAppSecretPayload>
{
    private static readonly TimeSpan MaxOverlap = TimeSpan.FromDays(7);

    public async Task<RotateAppSecretPayload> Handle(RotateAppSecret request, CancellationToken ct)
    {
        var overlap = request.OldSecretValidFor ?? options.SecretOverlap;
        if (overlap < TimeSpan.Zero || overlap > MaxOverlap)
            throw new InputInvalidException("oldSecretValidFor", $"It must be from 0 to {MaxOverlap.TotalDays:0} days.");
        var app = await writing.RequireOwnAsync(request.Slug, request.ExpectedEtag, ct);
        if (app.MissingIn(writing.Actor) is { } scope)
            throw new ScopeExceedsRequesterException(scope, "slug");
        app.Touch(writing.Now);
        return new RotateAppSecretPayload(app, await secrets.RotateAsync(app.Id, overlap, ct), writing.Now + overlap);
    }
}
