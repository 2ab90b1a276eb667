using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.DocIntegrations;

/// <summary>Adds a documented integration.</summary>
public sealed record CreateDocIntegration(CreateDocIntegrationInput Input) : ICommand<DocIntegration>
{
    string? ICommand.AuditTarget => Input.Name;
}

/// <summary>A new documented integration.</summary>
public sealed record CreateDocIntegrationInput : DocIntegrationDetails
{
    /// <summary>The name shown to people; at most 64 characters. The slug follows from it.</summary>
    public required string Name { get; init; }
}

/// <summary>Another documented integration has the name's slug.</summary>
public sealed class DocIntegrationSlugTakenException(string slug) : Kernel.Refusals.RefusalException($"The slug '{slug}' is taken. Choose another name.", "name");

[MutationType]
public static partial class CreateDocIntegrationMutation
{
    /// <summary>Adds an integration that is only documented here. For the server's staff.</summary>
    [Authorize(Staff.Capability)]
    [Error<InputInvalidException>]
    [Error<DocIntegrationSlugTakenException>]
    [Error<ForbiddenException>]
    public static Task<DocIntegration> CreateDocIntegrationAsync(CreateDocIntegrationInput input, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new CreateDocIntegration(input), ct);
}

internal sealed class CreateDocIntegrationHandler(IntegrationsDb db, Actor actor, UnitOfWork work, TimeProvider clock) : IRequestHandler<CreateDocIntegration, DocIntegration>
{
    public async Task<DocIntegration> Handle(CreateDocIntegration request, CancellationToken ct)
    {
        actor.RequireStaff();
        var doc = DocIntegration.Create(request.Input.Name, request.Input, clock.Now());
        db.Add(doc);
        try
        {
            await work.FlushAsync(ct);
        }
        catch (DbUpdateException fault) when (fault.IsDuplicate())
        {
            throw new DocIntegrationSlugTakenException(doc.Slug);
        }
        return doc;
    }
}
