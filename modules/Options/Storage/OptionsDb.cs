using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Options.History;
using GraphQLPlugins.Options.Values;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Options.Storage;

/// <summary>Option values of all scopes and their history.</summary>
public abstract class OptionsDb(DbContextOptions options) : ModuleDbContext(options, Schema), IModuleSchema
{
    public static string Schema => "options";

    public DbSet<OptionValue> Values => Set<OptionValue>();

    public DbSet<OptionRevision> Revisions => Set<OptionRevision>();

    protected override void Map(ModelBuilder model)
    {
        model.Entity<OptionValue>(e =>
        {
            e.ToTable("option_values");
            e.Property(v => v.Id).ValueGeneratedNever();
            e.Property(v => v.StorageKey).HasMaxLength(OptionValue.MaxStorageKeyLength);
            e.Property(v => v.ConfKey).HasMaxLength(255);
            e.Property(v => v.Key).HasMaxLength(255);
            e.Property(v => v.ScopeKey).HasMaxLength(OptionScope.MaxKeyLength);
            e.Property(v => v.UpdatedBy).HasMaxLength(400);
            e.Property(v => v.Revision).HasDefaultValue(0);
            if (IsPostgreSql) e.Property(v => v.Json).HasColumnType("jsonb");
            // The organization is part of the key: two organizations may configure plugins of the same key at the instance's scope of their own.
            e.HasIndex(v => new { v.OrganizationId, v.ConfKey, v.ScopeKey, v.Key }).IsUnique();
        });
        model.Entity<OptionRevision>(e =>
        {
            e.ToTable("option_revisions");
            e.HasKey(r => new { r.OrganizationId, r.ConfKey, r.ScopeKey, r.Number });
            e.Property(r => r.Number).ValueGeneratedNever();
            e.Property(r => r.ConfKey).HasMaxLength(255);
            e.Property(r => r.ScopeKey).HasMaxLength(OptionScope.MaxKeyLength);
            e.Property(r => r.ChangedBy).HasMaxLength(400);
            if (IsPostgreSql) e.Property(r => r.ChangesJson).HasColumnType("jsonb");
        });
    }
}
