using GraphQLPlugins.Integrations.Avatars;
using GraphQLPlugins.Integrations.Components;
using GraphQLPlugins.Integrations.Secrets;
using GraphQLPlugins.Integrations.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Apps;

/// <summary>How apps are stored.</summary>
internal static class AppTables
{
    public static void MapApps(this ModelBuilder model, bool isPostgreSql)
    {
        model.Entity<App>(e =>
        {
            e.ToTable("apps");
            e.Property(a => a.Id).ValueGeneratedNever();
            e.Property(a => a.OrganizationId);
            e.Property(a => a.Slug).HasMaxLength(AppSlug.MaxLength).IsOrdinal(isPostgreSql);
            e.Property(a => a.Name).HasMaxLength(App.MaxNameLength).IsOrdinal(isPostgreSql);
            e.Property(a => a.Author).HasMaxLength(App.MaxAuthorLength);
            e.Property(a => a.Overview).HasMaxLength(App.MaxOverviewLength);
            e.Property(a => a.Status).HasConversion<string>().HasMaxLength(32);
            e.Property(a => a.StoredEvents);
            e.Property(a => a.WebhookUrl).HasMaxLength(App.MaxUrlLength);
            e.Property(a => a.RedirectUrl).HasMaxLength(App.MaxUrlLength);
            e.Property(a => a.ClientId).HasMaxLength(64);
            e.Property(a => a.Schema).HasJson(isPostgreSql);
            e.Property(a => a.Metadata).HasJson(isPostgreSql);
            e.Property(a => a.Headers).HasJsonList(isPostgreSql);
            e.Property(a => a.PublishAnswers).HasJson(isPostgreSql);
            e.Property(a => a.ManifestUrl).HasMaxLength(App.MaxUrlLength);
            e.Property(a => a.ManifestDigest).HasMaxLength(64);
            e.Property(a => a.ManifestWebhooks).HasJsonList(isPostgreSql);
            e.Property(a => a.DeletionRequestedAt);
            e.Property(a => a.CreatedBy).HasMaxLength(400);
            e.Property(a => a.DeletedAt);
            e.Property(a => a.Revision).IsConcurrencyToken();
            e.HasMany(a => a.FeatureRows).WithOne().HasForeignKey(f => f.AppId).OnDelete(DeleteBehavior.Cascade);
            e.HasMany(a => a.ComponentRows).WithOne().HasForeignKey(c => c.AppId).OnDelete(DeleteBehavior.Cascade);
            // Of deleted apps too: a name that people trust must not come back as somebody else's.
            e.HasIndex(a => a.Slug).IsUnique();
            e.HasIndex(a => a.ClientId).IsUnique();
            e.HasIndex(a => new { a.CreatedAt, a.Id }).IsDescending();
            e.HasIndex(a => new { a.OrganizationId, a.CreatedAt, a.Id }).IsDescending(false, true, true);
        });
        model.Entity<AppFeature>(e =>
        {
            e.ToTable("app_features");
            e.HasKey(f => new { f.AppId, f.Feature });
            e.Property(f => f.Feature).HasConversion<string>().HasMaxLength(32);
            e.Property(f => f.UserDescription).HasMaxLength(AppFeature.MaxDescriptionLength);
        });
        model.Entity<AppComponent>(e =>
        {
            e.ToTable("app_components");
            e.HasKey(c => c.Id);
            e.Property(c => c.Id).ValueGeneratedNever();
            e.Property(c => c.Type).HasMaxLength(32);
            e.Property(c => c.Schema).HasJson(isPostgreSql);
        });
        model.Entity<AppSecret>(e =>
        {
            e.ToTable("app_secrets");
            e.HasKey(s => new { s.AppId, s.Version });
            e.Property(s => s.Version).ValueGeneratedNever();
            e.Property(s => s.Sealed);
            e.Property(s => s.CreatedAt);
            e.Property(s => s.ExpiresAt);
            e.HasOne<App>().WithMany().HasForeignKey(s => s.AppId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<AppAvatar>(e =>
        {
            e.ToTable("app_avatars");
            e.HasKey(a => a.Id);
            e.Property(a => a.Id).ValueGeneratedNever();
            e.Property(a => a.PhotoType).HasConversion<string>().HasMaxLength(16);
            e.Property(a => a.ContentType).HasMaxLength(32);
            e.Property(a => a.Digest).HasMaxLength(64);
            e.Property(a => a.Content);
            e.HasOne<App>().WithMany().HasForeignKey(a => a.AppId).OnDelete(DeleteBehavior.Cascade);
            e.HasIndex(a => new { a.AppId, a.PhotoType }).IsUnique();
        });
    }
}
