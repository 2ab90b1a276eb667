using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Storage;

/// <summary>Apps, where they are installed, and what they may do there.</summary>
public abstract class IntegrationsDb(DbContextOptions options) : ModuleDbContext(options, Schema), IModuleSchema
{
    public static string Schema => "integrations";

    public DbSet<App> Apps => Set<App>();

    public DbSet<AppFeature> AppFeatures => Set<AppFeature>();

    protected override void Map(ModelBuilder model) => model.MapApps(IsPostgreSql);
}
