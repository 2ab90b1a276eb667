using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Kernel.Storage;

/// <summary>Lets <c>dotnet ef migrations add</c> make a context for PostgreSQL; it never connects.</summary>
public abstract class PostgreSqlDesignTime<TDb> : IDesignTimeDbContextFactory<TDb> where TDb : ModuleDbContext, IModuleSchema
{
    public TDb CreateDbContext(string[] args) => DesignTime.Create<TDb>(b => b.UseNpgsql("Host=none", o => o.MigrationsHistoryTable(ModuleDbContext.HistoryTable, TDb.Schema)));
}

/// <summary>Lets <c>dotnet ef migrations add</c> make a context for SQL Server; it never connects.</summary>
public abstract class SqlServerDesignTime<TDb> : IDesignTimeDbContextFactory<TDb> where TDb : ModuleDbContext, IModuleSchema
{
    public TDb CreateDbContext(string[] args) => DesignTime.Create<TDb>(b => b.UseSqlServer("Server=none", o => o.MigrationsHistoryTable(ModuleDbContext.HistoryTable, TDb.Schema)));
}

file static class DesignTime
{
    public static TDb Create<TDb>(Action<DbContextOptionsBuilder> configure) where TDb : DbContext
    {
        var builder = new DbContextOptionsBuilder<TDb>();
        configure(builder);
        return ActivatorUtilities.CreateInstance<TDb>(new ServiceCollection().BuildServiceProvider(), builder.Options);
    }
}
