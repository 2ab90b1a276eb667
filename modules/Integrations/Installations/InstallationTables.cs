using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Problems;
using GraphQLPlugins.Integrations.Tokens;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Installations;

/// <summary>How installations are stored, and what hangs on them.</summary>
internal static class InstallationTables
{
    public static void MapInstallations(this ModelBuilder model, bool isPostgreSql)
    {
        model.Entity<AppInstallation>(e =>
        {
            e.ToTable("app_installations");
            e.Property(i => i.Id).ValueGeneratedNever();
            e.Property(i => i.Status).HasConversion<string>().HasMaxLength(32);
            e.Property(i => i.InstalledBy).HasMaxLength(400);
            e.Property(i => i.ProjectIds);
            e.Property(i => i.DeletedAt);
            e.HasOne<App>().WithMany().HasForeignKey(i => i.AppId).OnDelete(DeleteBehavior.Restrict);
            e.HasIndex(i => new { i.AppId, i.OrganizationId }).IsUnique().HasFilter(isPostgreSql ? "deleted_at IS NULL" : "[deleted_at] IS NULL");
            e.HasIndex(i => new { i.OrganizationId, i.CreatedAt, i.Id }).IsDescending(false, true, true);
        });
        model.Entity<InstallationEvent>(e =>
        {
            e.ToTable("installation_events");
            e.HasKey(x => x.Id);
            e.Property(x => x.Id).ValueGeneratedNever();
            e.Property(x => x.Installed);
            e.Property(x => x.At);
            e.HasOne<App>().WithMany().HasForeignKey(x => x.AppId).OnDelete(DeleteBehavior.Cascade);
            e.HasIndex(x => new { x.AppId, x.At });
        });
        model.Entity<AppGrant>(e =>
        {
            e.ToTable("app_grants");
            e.HasKey(g => g.CodeHash);
            e.Property(g => g.CodeHash).HasMaxLength(64);
            e.Property(g => g.ExpiresAt);
            e.HasOne<AppInstallation>().WithMany().HasForeignKey(g => g.InstallationId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<AppToken>(e =>
        {
            e.ToTable("app_tokens");
            e.Property(t => t.Id).ValueGeneratedNever();
            e.Property(t => t.Name).HasMaxLength(AppToken.MaxNameLength);
            e.Property(t => t.Hint).HasMaxLength(16);
            e.Property(t => t.Hash).HasMaxLength(64);
            e.Property(t => t.RefreshHash).HasMaxLength(64);
            e.HasOne<AppInstallation>().WithMany().HasForeignKey(t => t.InstallationId).OnDelete(DeleteBehavior.Cascade);
            e.HasIndex(t => t.Hash).IsUnique();
            e.HasIndex(t => t.RefreshHash).IsUnique().HasFilter(isPostgreSql ? "refresh_hash IS NOT NULL" : "[refresh_hash] IS NOT NULL");
        });
        model.Entity<AppProblem>(e =>
        {
            e.ToTable("app_problems");
            e.Property(p => p.Id).ValueGeneratedNever();
            e.Property(p => p.Key).HasMaxLength(AppProblem.MaxKeyLength);
            e.Property(p => p.Message).HasMaxLength(AppProblem.MaxMessageLength);
            e.HasOne<App>().WithMany().HasForeignKey(p => p.AppId).OnDelete(DeleteBehavior.Cascade);
            e.HasIndex(p => new { p.OrganizationId, p.UpdatedAt, p.Id }).IsDescending(false, true, true);
            e.HasIndex(p => new { p.AppId, p.OrganizationId, p.Key });
        });
    }
}
