using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Kernel.Storage;

/// <summary>Makes one module's contexts for the provider in use.</summary>
internal interface IModuleDbFactory
{
    string Schema { get; }

    ModuleDbContext CreateForMigration();
}

/// <summary>
/// Contexts to read with come from a pool and track nothing. Contexts to write with come from a pool of their own, since they keep the
/// connection of the unit of work that had them last; whoever leases one gives it another first.
/// </summary>
internal sealed class ModuleDbFactory<TDb> : IDbContextFactory<TDb>, IModuleDbFactory where TDb : ModuleDbContext, IModuleSchema
{
    private readonly Func<TDb> _lease;
    private readonly Func<TDb> _leaseForWriting;
    private readonly Func<TDb> _create;

    private ModuleDbFactory(Func<TDb> lease, Func<TDb> leaseForWriting, Func<TDb> create)
    {
        _lease = lease;
        _leaseForWriting = leaseForWriting;
        _create = create;
    }

    public string Schema => TDb.Schema;

    public static ModuleDbFactory<TDb> For<TProviderDb>(IServiceProvider services) where TProviderDb : TDb
    {
        var options = new Lazy<DbContextOptions<TProviderDb>>(() => Options<TProviderDb>(services));
        var pool = new Lazy<PooledDbContextFactory<TProviderDb>>(() => new PooledDbContextFactory<TProviderDb>(options.Value));
        var writing = new Lazy<PooledDbContextFactory<TProviderDb>>(() => new PooledDbContextFactory<TProviderDb>(options.Value));
        var construct = ActivatorUtilities.CreateFactory<TProviderDb>([typeof(DbContextOptions<TProviderDb>)]);
        return new ModuleDbFactory<TDb>(
            () => pool.Value.CreateDbContext(), () => writing.Value.CreateDbContext(), () => construct(services, [options.Value]));
    }

    public TDb CreateDbContext() => _lease();

    public TDb CreateForWriting(DbConnection connection)
    {
        var db = _leaseForWriting();
        db.ChangeTracker.QueryTrackingBehavior = QueryTrackingBehavior.TrackAll;
        db.Database.SetDbConnection(connection);
        // A command that fails is rolled back as a whole, so a savepoint per save would only cost a round trip.
        db.Database.AutoSavepointsEnabled = false;
        return db;
    }

    public ModuleDbContext CreateForMigration()
    {
        var db = _create();
        db.Database.SetCommandTimeout(TimeSpan.FromMinutes(30));
        return db;
    }

    private static DbContextOptions<TProviderDb> Options<TProviderDb>(IServiceProvider services) where TProviderDb : TDb
    {
        var builder = new DbContextOptionsBuilder<TProviderDb>()
            .UseApplicationServiceProvider(services)
            .UseLoggerFactory(services.GetRequiredService<ILoggerFactory>())
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            // A test compares model and migrations; every start would pay for it otherwise.
            .ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning))
            .AddInterceptors(services.GetServices<IInterceptor>());
        services.GetRequiredService<StorageServer>().Configure(builder, TDb.Schema);
        return (DbContextOptions<TProviderDb>)builder.Options;
    }
}
