using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.DocIntegrations;

/// <summary>Changes a documented integration.</summary>
public sealed record UpdateDocIntegration(UpdateDocIntegrationInput Input) : ICommand<DocIntegration>
{
    string? ICommand.AuditTarget => Input.Slug;
}

/// <summary>What changes about a documented integration. What is left out stays.</summary>
public sealed record UpdateDocIntegrationInput : DocIntegrationDetails
{
    /// <summary>Which one.</summary>
    public required string Slug { get; init; }

    /// <summary>The name shown to people; the slug stays.</summary>
    public Optional<string?> Name { get; init; }

    /// <summary>Refuses the change when it is no longer what the caller read.</summary>
    public string? ExpectedEtag { get; init; }
}

/// <summary>There is no such documented integration.</summary>
public sealed class DocIntegrationNotFoundException(string slug) : RefusalException($"There is no documented integration '{slug}'.", "slug");

[MutationType]
public static partial class UpdateDocIntegrationMutation
{
    /// <summary>Changes an integration that is only documented here. For the server's staff.</summary>
    [Authorize(Staff.Capability)]
    [Error<DocIntegrationNotFoundException>]
    [Error<InputInvalidException>]
    [Error<EtagMismatchException>]
    [Error<ForbiddenException>]
    public static Task<DocIntegration> UpdateDocIntegrationAsync(UpdateDocIntegrationInput input, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new UpdateDocIntegration(input), ct);
}

internal sealed class UpdateDocIntegrationHandler(IntegrationsDb db, Actor actor, TimeProvider clock) : IRequestHandler<UpdateDocIntegration, DocIntegration>
{
    public async Task<DocIntegration> Handle(UpdateDocIntegration request, CancellationToken ct)
    {
        actor.RequireStaff();
        var (slug, expected) = (Text.Findable(request.Input.Slug, "slug"), request.Input.ExpectedEtag);
        await db.LockAsync($"integrations:doc:{slug}", ct);
        var doc = await db.DocIntegrations.FirstOrDefaultAsync(d => d.Slug == slug, ct) ?? throw new DocIntegrationNotFoundException(slug);
        if (expected is not null && expected != doc.Etag)
            throw new EtagMismatchException(expected, doc.Etag);
        doc.Take(request.Input.Name, request.Input, clock.Now());
        return doc;
    }
}
