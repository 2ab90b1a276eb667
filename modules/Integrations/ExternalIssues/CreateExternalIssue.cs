using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Contracts;
using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Integrations.Forms;
using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.ExternalIssues;

/// <summary>Creates an issue at a vendor.</summary>
public sealed record CreateExternalIssue(Guid IntegrationId, string Resource, JsonElement Values) : ICommand<ExternalIssue>
{
    string? ICommand.AuditTarget => Resource;
}

[MutationType]
public static partial class CreateExternalIssueMutation
{
    /// <summary>Creates an issue at the vendor, and remembers what it stands for here.</summary>
    /// <param name="integrationId">Where.</param>
    /// <param name="resource">What it stands for here, such as <c>plugin:git</c>; at most 200 characters.</param>
    /// <param name="values">What <c>externalIssueFields</c> asks for: an object.</param>
    [Authorize("integrations:write")]
    [Error<IntegrationNotFoundException>]
    [Error<IntegrationNotActiveException>]
    [Error<IntegrationProviderNotFoundException>]
    [Error<IntegrationNotConfiguredException>]
    [Error<ActionNotSupportedException>]
    [Error<FormInvalidException>]
    [Error<InputInvalidException>]
    [Error<FeatureDisabledException>]
    [Error<UrlNotAllowedException>]
    [Error<ProviderUnauthorizedException>, Error<ProviderRateLimitedException>, Error<ProviderConflictException>]
    [Error<ProviderUnreachableException>, Error<ProviderTimeoutException>, Error<ProviderBadResponseException>]
    public static Task<ExternalIssue> CreateExternalIssueAsync([ID<OrganizationIntegration>] Guid integrationId, string resource, JsonElement values, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new CreateExternalIssue(integrationId, resource, values), ct);
}

/// <summary>What the vendor answered, between the call to it and the transaction that keeps it.</summary>
internal sealed class AnsweredIssue
{
    public RemoteIssue? Remote { get; set; }
}

/// <summary>Asks the vendor before the transaction; a rehearsal only asks for the fields.</summary>
internal sealed class CreateExternalIssuePreparation(IntegrationAccesses accesses, FeatureGate gate, Actor actor, AnsweredIssue answered, UnitOfWork work) : IPreparation<CreateExternalIssue>
{
    public async Task PrepareAsync(CreateExternalIssue command, CancellationToken ct)
    {
        Text.Line(command.Resource, "resource", ExternalIssue.MaxResourceLength);
        var values = FormCheck.ObjectOf(command.Values, "values");
        var usable = await accesses.RequireAsync(command.IntegrationId, actor, IntegrationFeature.IssueBasic, ct);
        var tracker = usable.As<IIssueTracker>("issues");
        FormCheck.Check(await tracker.IssueFieldsAsync(usable.Access, values, ct), values, gate, isWhole: true, "values");
        answered.Remote = work.IsRehearsal
            ? new RemoteIssue("", (values["title"] ?? values["summary"])?.ToString() ?? "", null, null, null, false, null, null)
            : await tracker.CreateIssueAsync(usable.Access, values, ct);
    }
}

internal sealed class CreateExternalIssueHandler(IntegrationsDb db, IntegrationLookup integrations, AnsweredIssue answered, Actor actor, UnitOfWork work, TimeProvider clock) : IRequestHandler<CreateExternalIssue, ExternalIssue>
{
    public async Task<ExternalIssue> Handle(CreateExternalIssue request, CancellationToken ct)
    {
        var link = await integrations.RequireAsync(request.IntegrationId, ct);
        var issue = new ExternalIssue(link, Text.Line(request.Resource, "resource", ExternalIssue.MaxResourceLength), answered.Remote!, actor.Name, clock.Now());
        db.Add(issue);
        work.AfterCommit(issue.Event(ExternalIssueAction.Created, clock.Now()));
        return issue;
    }
}
