using GraphQLPlugins.Kernel.Audit;
using GraphQLPlugins.Kernel.Documents;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Idempotency;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.Kernel.Secrets;
using GraphQLPlugins.Kernel.Signals;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Kernel.Storage.Migrations;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Kernel;

/// <summary>What every module stands on: storage, identity, audit, commands. The first module of every host.</summary>
public sealed class KernelModule(StorageOptions storage, IdentityOptions identity) : IModule
{
    public string Name => KernelDb.Schema;

    public void AddServices(IServiceCollection services, IConfiguration configuration) => services
        .AddStorage(storage)
        .AddModuleDb<KernelDb, PostgreSqlKernelDb, SqlServerKernelDb>()
        .AddIdentity(identity)
        .AddEgress(configuration)
        .AddSecrets()
        .AddJobs(configuration)
        .AddSingleton<TrustedDocuments>()
        .AddOutbox(configuration)
        .AddIdempotency(configuration)
        .AddScoped<AuditTrail>()
        .AddScoped(p => new AuditStream(
            p.GetRequiredService<IDbContextFactory<KernelDb>>(), p.GetRequiredService<DatabaseSignals>(), p.GetRequiredService<Actor>(), p.GetRequiredService<OutboxOptions>(),
            p.GetRequiredService<TimeProvider>()));

    public void AddTypes(IRequestExecutorBuilder graph) => graph.AddKernel().RegisterDbContextFactory<KernelDb>();

    /// <summary>The organization and the administrator that everything starts with, and where new consumers of events start.</summary>
    public async Task PrepareAsync(IServiceProvider services, CancellationToken ct)
    {
        var db = services.GetRequiredService<KernelDb>();
        await services.GetRequiredService<EventDispatcher>().PrepareAsync(db, ct);
        if (await db.Organizations.AnyAsync(o => o.Id == Organization.DefaultId, ct)) return;
        var now = services.GetRequiredService<TimeProvider>().Now();
        db.Add(new Organization(Organization.DefaultId, "default", now));
        db.Add(new Principal(Principal.AdministratorId, Organization.DefaultId, "administrator", now));
        await db.SaveChangesAsync(ct);
    }
}
