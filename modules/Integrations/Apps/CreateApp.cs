using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Components;
using GraphQLPlugins.Integrations.Installations;
using GraphQLPlugins.Integrations.Secrets;
using GraphQLPlugins.Integrations.Webhooks.Delivery;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Identity.Tokens;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Apps;

/// <summary>Registers an app.</summary>
public sealed record CreateApp(CreateAppInput Input) : ICommand<App>
{
    string? ICommand.AuditTarget => Input.Name;
}

/// <summary>A new app.</summary>
public sealed record CreateAppInput : AppDetails
{
    /// <summary>The name shown to people; at most 57 characters. The slug follows from it.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is made for the caller's organization alone; then it is installed there at once. False.</summary>
    public bool? IsInternal { get; init; }

    /// <summary>Only find out whether it would be accepted.</summary>
    public bool? DryRun { get; init; }
}

[MutationType]
public static partial class CreateAppMutation
{
    /// <summary>Registers an app of the caller's organization. An internal one is installed there at once.</summary>
    [Authorize("integrations:write")]
    [Error<InputInvalidException>]
    [Error<AppSlugTakenException>]
    [Error<ScopeExceedsRequesterException>]
    [Error<EventScopeMissingException>]
    [Error<SchemaElementInvalidException>]
    [Error<FeatureDisabledException>]
    [Error<UrlNotAllowedException>]
    [Error<ForbiddenException>]
    public static Task<App> CreateAppAsync(CreateAppInput input, IMediator mediator, CancellationToken ct) => mediator.Send(new CreateApp(input), ct);
}

internal sealed class CreateAppHandler(AppWriting writing, KernelDb kernel, AppSecrets secrets, AppInstaller installer, UnitOfWork work) : IRequestHandler<CreateApp, App>
{
    public async Task<App> Handle(CreateApp request, CancellationToken ct)
    {
        if (request.Input.DryRun ?? false)
            work.Rehearse();
        var organization = await kernel.Organizations.SingleAsync(o => o.Id == writing.Actor.OrganizationId, ct);
        var app = App.Create(request.Input, organization.Name, writing);
        writing.Db.Add(app);
        try
        {
            await work.FlushAsync(ct);
        }
        catch (DbUpdateException fault) when (fault.IsDuplicate())
        {
            throw new AppSlugTakenException(app.Slug);
        }
        secrets.Add(app.Id);
        writing.Db.Add(new AppBreaker(app.Id));
        if (app.IsInternal)
            await installer.InstallAsync(app, ct);
        return app;
    }
}
