using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using MediatR;

namespace GraphQLPlugins.Integrations.Publishing;

/// <summary>Decides about an app's publication.</summary>
public sealed record ReviewAppPublish(string Slug, bool Approve, string? ExpectedEtag) : ICommand<App>
{
    string? ICommand.AuditTarget => Slug;
}

[MutationType]
public static partial class ReviewAppPublishMutation
{
    /// <summary>Publishes an app, or takes it back out of publication. For the server's staff: who holds <c>apps:publish</c> in the first organization.</summary>
    /// <param name="slug">Which app.</param>
    /// <param name="approve">Whether it is published from now on.</param>
    /// <param name="expectedEtag">Refuses the decision when the app is no longer what the staff looked at.</param>
    [Authorize(Staff.Capability)]
    [Error<AppNotFoundException>]
    [Error<InputInvalidException>]
    [Error<AppStatusInvalidException>]
    [Error<EtagMismatchException>]
    [Error<ForbiddenException>]
    public static Task<App> ReviewAppPublishAsync(string slug, bool approve, string? expectedEtag, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new ReviewAppPublish(slug, approve, expectedEtag), ct);
}

internal sealed class ReviewAppPublishHandler(AppWriting writing) : IRequestHandler<ReviewAppPublish, App>
{
    public async Task<App> Handle(ReviewAppPublish request, CancellationToken ct)
    {
        writing.Actor.RequireStaff();
        var app = await writing.RequireOwnOrAnyAsStaffAsync(request.Slug, request.ExpectedEtag, ct);
        app.Review(request.Approve, writing.Now);
        return app;
    }
}
