using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using MediatR;

namespace GraphQLPlugins.Integrations.Apps;

/// <summary>Says what an app adds to the product.</summary>
public sealed record SetAppFeatures(string Slug, IReadOnlyList<AppFeatureSetting> Features, string? ExpectedEtag) : ICommand<App>
{
    string? ICommand.AuditTarget => Slug;
}

/// <summary>One feature.</summary>
/// <param name="Feature">Which one.</param>
/// <param name="UserDescription">Words in place of the usual ones; at most 2,000 characters.</param>
public sealed record AppFeatureSetting(AppFeatureKind Feature, string? UserDescription);

[MutationType]
public static partial class SetAppFeaturesMutation
{
    /// <summary>Says what an app adds to the product, as a whole: features that are left out go. Those of a published app are changed by the server's staff alone.</summary>
    /// <param name="slug">Which app.</param>
    /// <param name="features">Each feature once, and at least one.</param>
    /// <param name="expectedEtag">Refuses the change when the app is no longer what the caller read.</param>
    [Authorize("integrations:write")]
    [Error<AppNotFoundException>]
    [Error<InputInvalidException>]
    [Error<AppPublishedImmutableException>]
    [Error<AppStatusInvalidException>]
    [Error<EtagMismatchException>]
    public static Task<App> SetAppFeaturesAsync(string slug, IReadOnlyList<AppFeatureSetting> features, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new SetAppFeatures(slug, features, expectedEtag), ct);
}

internal sealed class SetAppFeaturesHandler(AppWriting writing) : IRequestHandler<SetAppFeatures, App>
{
    public async Task<App> Handle(SetAppFeatures request, CancellationToken ct)
    {
        var app = await writing.RequireOwnOrAnyAsStaffAsync(request.Slug, request.ExpectedEtag, ct);
        app.SetFeatures(request.Features, writing.Actor.IsStaff(), writing.Now);
        return app;
    }
}
