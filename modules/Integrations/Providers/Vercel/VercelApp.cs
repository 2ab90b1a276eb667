using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Integrations.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Providers.Vercel;

/// <summary>An installation of Vercel brings an internal app with the scopes for releases (N3): what builds there call the API with. It goes when the integration does.</summary>
internal sealed class VercelApp(IntegrationsDb db, IMediator mediator) : IInstallStep
{
    private static readonly string[] Scopes = ["project:read", "project:releases"];

    public string Provider => VercelProvider.Key;

    public async Task InstalledAsync(OrganizationIntegration integration, CancellationToken ct)
    {
        if (integration.AppId is { } known && await db.Apps.AnyAsync(app => app.Id == known && app.Status == AppStatus.Internal, ct)) return;
        var app = await mediator.Send(new CreateApp(new CreateAppInput
        {
            Name = "Vercel releases",
            IsInternal = true,
            Overview = $"Made by the installation of Vercel for {integration.Integration.Name}.",
            Scopes = new Optional<IReadOnlyList<string>?>(Scopes),
        }), ct);
        integration.Use(app.Id);
    }

    public async Task RemovedAsync(OrganizationIntegration integration, CancellationToken ct)
    {
        if (integration.AppId is not { } id || await db.Apps.FirstOrDefaultAsync(app => app.Id == id && app.Status == AppStatus.Internal, ct) is not { } app) return;
        await mediator.Send(new DeleteApp(app.Slug, ExpectedEtag: null, DryRun: false), ct);
        integration.Use(null);
    }
}
