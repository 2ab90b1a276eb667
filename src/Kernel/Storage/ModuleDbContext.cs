using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Storage;

/// <summary>Names a context's own schema in the database; a static member, since the registration needs it before there is a context.</summary>
public interface IModuleSchema
{
    /// <summary>The schema, such as <c>catalog</c>.</summary>
    static abstract string Schema { get; }
}

/// <summary>
/// One module's tables in the module's own schema, with snake_case names. Two thin classes derive from a module's context, one per provider,
/// to which its migrations belong.
/// </summary>
public abstract class ModuleDbContext(DbContextOptions options, string schema) : DbContext(options)
{
    internal const string HistoryTable = "migrations";

    /// <summary>For the few things that the providers spell differently, such as the type of a JSON column.</summary>
    protected bool IsPostgreSql => Database.IsNpgsql();

    protected sealed override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(schema);
        Map(modelBuilder);
    }

    /// <summary>Maps the module's entities.</summary>
    protected abstract void Map(ModelBuilder model);

    protected override void ConfigureConventions(ModelConfigurationBuilder configuration)
    {
        configuration.Conventions.Add(_ => new SnakeCaseNames());
        // SQL Server compares text without case by default; names are compared by code point everywhere here.
        if (!IsPostgreSql) configuration.Conventions.Add(_ => new BinaryCollation());
    }
}
