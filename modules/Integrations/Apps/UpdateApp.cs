using GraphQLPlugins.Catalog.Contracts;
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

namespace GraphQLPlugins.Integrations.Apps;

/// <summary>Changes an app.</summary>
public sealed record UpdateApp(UpdateAppInput Input) : ICommand<App>
{
    string? ICommand.AuditTarget => Input.Slug;
}

/// <summary>What changes about an app. What is left out stays.</summary>
public sealed record UpdateAppInput : AppDetails
{
    /// <summary>Which app.</summary>
    public required string Slug { get; init; }

    /// <summary>The name shown to people; the slug stays.</summary>
    public Optional<string?> Name { get; init; }

    /// <summary>Refuses the change when the app is no longer what the caller read.</summary>
    public string? ExpectedEtag { get; init; }

    /// <summary>Only find out whether it would be accepted.</summary>
    public bool? DryRun { get; init; }
}

[MutationType]
public static partial class UpdateAppMutation
{
    /// <summary>Changes an app of the caller's organization. Its tokens follow its scopes at once; the scopes of a published app cannot be changed.</summary>
    [Authorize("integrations:write")]
    [Error<AppNotFoundException>]
    [Error<InputInvalidException>]
    [Error<ScopeExceedsRequesterException>]
    [Error<EventScopeMissingException>]
    [Error<AppPublishedImmutableException>]
    [Error<AppStatusInvalidException>]
    [Error<SchemaElementInvalidException>]
    [Error<FeatureDisabledException>]
    [Error<UrlNotAllowedException>]
    [Error<EtagMismatchException>]
    [Error<ForbiddenException>]
    public static Task<App> UpdateAppAsync(UpdateAppInput input, IMediator mediator, CancellationToken ct) => mediator.Send(new UpdateApp(input), ct);
}

internal sealed class UpdateAppHandler(AppWriting writing, AppWebhooks webhooks, UnitOfWork work) : IRequestHandler<UpdateApp, App>
{
    public async Task<App> Handle(UpdateApp request, CancellationToken ct)
    {
        var input = request.Input;
        if (input.DryRun ?? false)
            work.Rehearse();
        var app = await writing.RequireOwnOrAnyAsStaffAsync(input.Slug, input.ExpectedEtag, ct);
        if (input.Name is { HasValue: true } name)
            app.Rename(name.Value);
        app.Take(input, writing);
        await webhooks.FollowAsync(app, ct);
        work.AfterCommit(new TokensChanged());
        return app;
    }
}
