using System.Text.Json;
using GraphQLPlugins.Catalog.Advisories;
using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Remotes;
using GraphQLPlugins.Catalog.Repositories;
using GraphQLPlugins.Catalog.Runtime.Hosts;
using GraphQLPlugins.Catalog.Signatures;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GraphQLPlugins.Catalog.Storage;

/// <summary>The catalog and what is installed from it.</summary>
public abstract class CatalogDb(DbContextOptions options) : ModuleDbContext(options, Schema), IModuleSchema
{
    public static string Schema => "catalog";

    public DbSet<Repository> Repositories => Set<Repository>();

    public DbSet<RemoteStatus> RepositoryStatuses => Set<RemoteStatus>();

    public DbSet<Plugin> Plugins => Set<Plugin>();

    public DbSet<PluginVersion> Versions => Set<PluginVersion>();

    public DbSet<PluginDependency> Dependencies => Set<PluginDependency>();

    public DbSet<Advisory> Advisories => Set<Advisory>();

    public DbSet<PluginInstallation> Installations => Set<PluginInstallation>();

    public DbSet<InstallationRecord> InstallationRecords => Set<InstallationRecord>();

    internal DbSet<StoredArtifact> Artifacts => Set<StoredArtifact>();

    internal DbSet<DropFile> DropFiles => Set<DropFile>();

    public DbSet<Policy> Policies => Set<Policy>();

    public DbSet<HostPlugin> HostPlugins => Set<HostPlugin>();

    internal DbSet<PluginHost> PluginHosts => Set<PluginHost>();

    public DbSet<PublisherKey> PublisherKeys => Set<PublisherKey>();

    protected override void Map(ModelBuilder model)
    {
        model.Entity<Repository>(e =>
        {
            e.Property(r => r.Id).ValueGeneratedNever();
            e.Property(r => r.RepositoryId).HasMaxLength(17);
            e.Property(r => r.Name).HasMaxLength(255);
            e.Property(r => r.Type).HasConversion<string>().HasMaxLength(16);
            e.Property(r => r.State).HasConversion<string>().HasMaxLength(16);
            e.Property(r => r.Endpoint).HasMaxLength(2048);
            e.Property(r => r.DeletedAt);
            e.Property(r => r.SealedToken).HasMaxLength(4096);
            e.Property(r => r.Revision).IsConcurrencyToken();
            e.HasIndex(r => r.RepositoryId).IsUnique();
            e.HasIndex(r => r.Name).IsUnique().HasFilter(IsPostgreSql ? "deleted_at IS NULL" : "[deleted_at] IS NULL");
        });
        model.Entity<RemoteStatus>(e =>
        {
            e.HasKey(s => s.RepositoryKey);
            e.Property(s => s.RepositoryKey).ValueGeneratedNever();
            e.Property(s => s.Reach).HasConversion<string>().HasMaxLength(16);
            e.Property(s => s.LastError).HasMaxLength(1000);
            e.HasOne<Repository>().WithOne().HasForeignKey<RemoteStatus>(s => s.RepositoryKey).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<Plugin>(e =>
        {
            e.Property(p => p.Id).ValueGeneratedNever();
            Ordinal(e.Property(p => p.PluginId).HasMaxLength(255));
            Ordinal(e.Property(p => p.NormalizedId).HasMaxLength(255));
            Ordinal(e.Property(p => p.Name).HasMaxLength(255));
            e.Property(p => p.ResourceType).HasMaxLength(255);
            e.Property(p => p.Provider).HasMaxLength(255);
            e.Property(p => p.Image).HasMaxLength(300);
            e.Property(p => p.RegistryType).HasConversion<string>().HasMaxLength(32);
            e.Property(p => p.RegistryUrl).HasMaxLength(2048);
            e.Property(p => p.State).HasConversion<string>().HasMaxLength(16);
            e.Property(p => p.Stage).HasConversion<string>().HasMaxLength(16);
            e.Property(p => p.ApiType).HasConversion<string>().HasMaxLength(16);
            e.Property(p => p.ConfKey).HasMaxLength(255);
            e.Property(p => p.RequiredField).HasMaxLength(255);
            e.Property(p => p.SourceUrl).HasMaxLength(2048);
            e.Property(p => p.HomepageUrl).HasMaxLength(2048);
            e.Property(p => p.SupportUrl).HasMaxLength(2048);
            e.Property(p => p.LatestVersion).HasMaxLength(VersionOrder.MaxLength);
            e.Property(p => p.ReplacedBy).HasMaxLength(255);
            e.Property(p => p.DeprecationReason).HasMaxLength(1000);
            e.Property(p => p.OrganizationId);
            e.Property(p => p.VersionsCheckedAt);
            e.Property(p => p.LatestVersionKey);
            e.Property(p => p.SearchText);
            e.Property(p => p.ContentDigest).HasMaxLength(32);
            e.Property(p => p.Revision).IsConcurrencyToken();
            Json(e.Property(p => p.RegistryConfig));
            Json(e.Property(p => p.Capability));
            Json(e.Property(p => p.Template));
            Json(e.Property(p => p.Docs));
            Json(e.Property(p => p.Tags));
            e.HasOne(p => p.Repository).WithMany().HasForeignKey(p => p.RepositoryKey).OnDelete(DeleteBehavior.Restrict);
            e.HasIndex(p => p.ConfKey);
            e.HasIndex(p => new { p.RepositoryKey, p.NormalizedId }).IsUnique();
            e.HasIndex(p => p.PluginId);
            // The orders in which lists are paged, each made unique by the key.
            e.HasIndex(p => new { p.Name, p.Id });
            e.HasIndex(p => new { p.Installs, p.Id });
            e.HasIndex(p => new { p.UpdatedAt, p.Id });
            // Whether anything changed since the graph was read, without reading the entries themselves.
            e.HasIndex(p => new { p.RepositoryKey, p.Revision, p.UpdatedAt });
            if (IsPostgreSql)
                e.HasIndex(p => p.Labels).HasMethod("gin");
        });
        model.Entity<PluginVersion>(e =>
        {
            e.Property(v => v.Id).ValueGeneratedNever();
            e.Property(v => v.Version).HasMaxLength(VersionOrder.MaxLength);
            Ordinal(e.Property(v => v.SortKey).HasMaxLength(VersionOrder.MaxKeyLength).IsUnicode(false));
            e.Property(v => v.Channel).HasConversion<string>().HasMaxLength(16);
            e.Property(v => v.State).HasConversion<string>().HasMaxLength(16);
            e.Property(v => v.ReloadMode).HasConversion<string>().HasMaxLength(16);
            e.Property(v => v.MinHostVersion).HasMaxLength(VersionOrder.MaxLength);
            e.Property(v => v.MaxHostVersion).HasMaxLength(VersionOrder.MaxLength);
            e.Property(v => v.ReleaseNotesUrl).HasMaxLength(2048);
            Ordinal(e.Property(v => v.MinHostKey).HasMaxLength(VersionOrder.MaxKeyLength).IsUnicode(false)!);
            Ordinal(e.Property(v => v.MaxHostKey).HasMaxLength(VersionOrder.MaxKeyLength).IsUnicode(false)!);
            e.Property(v => v.ApiVersion).HasMaxLength(VersionOrder.MaxLength);
            e.Property(v => v.ImageDigest).HasMaxLength(135);
            e.Property(v => v.YankReason).HasMaxLength(1000);
            e.Property(v => v.IsTag);
            e.Property(v => v.ContentDigest).HasMaxLength(32);
            Json(e.Property(v => v.Template));
            JsonList(e.Property(v => v.Artifacts));
            e.HasOne(v => v.Plugin).WithMany(p => p.Versions).HasForeignKey(v => v.PluginKey).OnDelete(DeleteBehavior.Cascade);
            e.HasIndex(v => new { v.PluginKey, v.Version }).IsUnique();
            e.HasIndex(v => new { v.PluginKey, v.SortKey, v.Id }).IsDescending(false, true, true);
        });
        model.Entity<PluginDependency>(e =>
        {
            e.HasKey(d => new { d.VersionKey, d.Ordinal });
            e.Property(d => d.PluginId).HasMaxLength(255);
            e.Property(d => d.MinVersion).HasMaxLength(VersionOrder.MaxLength);
            e.Property(d => d.RangeText).HasColumnName("version_range").HasMaxLength(VersionRange.MaxLength);
            e.HasOne(d => d.DependentVersion).WithMany().HasForeignKey(d => d.VersionKey).OnDelete(DeleteBehavior.Cascade);
            e.Property(d => d.RepositoryKey);
            e.HasIndex(d => new { d.PluginId, d.VersionKey });
        });
        model.Entity<Advisory>(e =>
        {
            e.Property(a => a.Id).ValueGeneratedNever();
            e.Property(a => a.AdvisoryId).HasMaxLength(255);
            e.Property(a => a.PluginId).HasMaxLength(255);
            e.Property(a => a.Severity).HasMaxLength(32);
            e.Property(a => a.Url).HasMaxLength(2048);
            JsonList(e.Property(a => a.Ranges));
            e.HasOne<Repository>().WithMany().HasForeignKey(a => a.RepositoryKey).OnDelete(DeleteBehavior.Restrict);
            e.HasOne<Plugin>().WithMany().HasForeignKey(a => a.PluginKey).OnDelete(DeleteBehavior.Cascade);
            e.HasIndex(a => new { a.AdvisoryId, a.Id });
        });
        model.Entity<PublisherKey>(e =>
        {
            e.Property(k => k.Id).ValueGeneratedNever();
            e.Property(k => k.OrganizationId);
            e.Property(k => k.Fingerprint).HasMaxLength(64);
            Ordinal(e.Property(k => k.Name).HasMaxLength(255));
            e.Property(k => k.Publisher).HasMaxLength(255);
            e.Property(k => k.Algorithm).HasConversion<string>().HasMaxLength(16);
            e.Property(k => k.Key).HasMaxLength(PublisherKey.MaxKeyBytes);
            e.Property(k => k.RegisteredBy).HasMaxLength(400);
            e.Property(k => k.RevokeReason).HasMaxLength(1000);
            e.HasIndex(k => new { k.OrganizationId, k.Fingerprint }).IsUnique();
        });
        model.Entity<PluginInstallation>(e =>
        {
            e.Property(i => i.Id).ValueGeneratedNever();
            Ordinal(e.Property(i => i.Name).HasMaxLength(255));
            e.Property(i => i.Version).HasMaxLength(VersionOrder.MaxLength);
            e.Property(i => i.State).HasConversion<string>().HasMaxLength(16);
            e.Property(i => i.Origin).HasConversion<string>().HasMaxLength(16);
            e.Property(i => i.FileName).HasMaxLength(255);
            e.Property(i => i.ArtifactDigest).HasMaxLength(64);
            e.Property(i => i.PreviousVersion).HasMaxLength(VersionOrder.MaxLength);
            e.Property(i => i.PreviousDigest).HasMaxLength(64);
            Ordinal(e.Property(i => i.NormalizedName).HasMaxLength(255));
            e.Property(i => i.SourceUrl).HasMaxLength(2048);
            e.Property(i => i.ReloadMode).HasConversion<string>().HasMaxLength(16);
            e.Property(i => i.HasPrevious);
            e.Property(i => i.PreviousFileName).HasMaxLength(255);
            e.Property(i => i.PreviousVersionKey);
            e.Property(i => i.PreviousOrigin).HasConversion<string>().HasMaxLength(16);
            e.Property(i => i.LastErrorCode).HasMaxLength(64);
            e.Property(i => i.LastErrorMessage).HasMaxLength(2000);
            e.Property(i => i.InstalledBy).HasMaxLength(400);
            e.Property(i => i.VersionKey);
            JsonList(e.Property(i => i.Needs)!);
            e.Property(i => i.Needs).IsRequired(false);
            e.Property(i => i.Revision).IsConcurrencyToken();
            e.HasOne<Plugin>().WithMany().HasForeignKey(i => i.PluginKey).OnDelete(DeleteBehavior.SetNull);
            e.HasIndex(i => new { i.OrganizationId, i.Name }).IsUnique();
            e.HasIndex(i => new { i.OrganizationId, i.NormalizedName }).IsUnique();
            e.HasIndex(i => i.ArtifactDigest);
            e.HasIndex(i => i.PreviousDigest);
        });
        model.Entity<HostPlugin>(e =>
        {
            e.HasKey(p => new { p.InstallationId, p.Host });
            Ordinal(e.Property(p => p.Host).HasMaxLength(HostPlugin.MaxHostLength));
            e.Property(p => p.State).HasConversion<string>().HasMaxLength(16);
            e.Property(p => p.ErrorCode).HasMaxLength(64);
            e.Property(p => p.ErrorMessage).HasMaxLength(2000);
            e.HasOne<PluginInstallation>().WithMany().HasForeignKey(p => p.InstallationId).OnDelete(DeleteBehavior.Cascade);
            e.HasIndex(p => p.Host);
        });
        model.Entity<PluginHost>(e =>
        {
            e.HasKey(h => h.Name);
            Ordinal(e.Property(h => h.Name).HasMaxLength(HostPlugin.MaxHostLength));
            e.Property(h => h.SeenAt);
        });
        model.Entity<InstallationRecord>(e =>
        {
            e.Property(r => r.Id).ValueGeneratedNever();
            e.Property(r => r.Name).HasMaxLength(255);
            e.Property(r => r.Action).HasConversion<string>().HasMaxLength(16);
            e.Property(r => r.State).HasConversion<string>().HasMaxLength(16);
            e.Property(r => r.Origin).HasConversion<string>().HasMaxLength(16);
            e.Property(r => r.Version).HasMaxLength(VersionOrder.MaxLength);
            e.Property(r => r.ArtifactDigest).HasMaxLength(64);
            e.Property(r => r.By).HasMaxLength(400);
            e.Property(r => r.OrganizationId);
            e.Property(r => r.InstallationId);
            e.Property(r => r.Revision);
            e.HasIndex(r => new { r.InstallationId, r.Revision, r.Id }).IsDescending(false, true, true);
        });
        model.Entity<StoredArtifact>(e =>
        {
            e.HasKey(a => a.Digest);
            e.Property(a => a.Digest).HasMaxLength(64).IsUnicode(false).ValueGeneratedNever();
            e.Property(a => a.FileName).HasMaxLength(255);
            e.Property(a => a.Manifest).HasConversion(JsonColumn.Of<PluginManifest>());
            if (IsPostgreSql)
                e.Property(a => a.Manifest).HasColumnType("jsonb");
            e.HasIndex(a => a.TouchedAt);
        });
        model.Entity<DropFile>(e =>
        {
            e.HasKey(f => f.FileName);
            Ordinal(e.Property(f => f.FileName).HasMaxLength(255).ValueGeneratedNever());
            e.Property(f => f.InstallationName).HasMaxLength(255);
            e.Property(f => f.ErrorCode).HasMaxLength(64);
            e.Property(f => f.ErrorMessage).HasMaxLength(2000);
        });
        model.Entity<Policy>(e =>
        {
            e.HasKey(p => p.OrganizationId);
            e.Property(p => p.OrganizationId).ValueGeneratedNever();
            e.Property(p => p.MinimumReleaseAge).HasConversion<long>();
            e.Property(p => p.Revision).IsConcurrencyToken();
        });
    }

    /// <summary>Sorted and compared by code point whatever the database's own collation; SQL Server's columns all are.</summary>
    private void Ordinal(PropertyBuilder<string> property)
    {
        if (IsPostgreSql)
            property.UseCollation("C");
    }

    private void Json(PropertyBuilder<JsonElement?> property)
    {
        property.HasConversion(JsonColumn.Value, JsonColumn.ValueComparer);
        if (IsPostgreSql)
            property.HasColumnType("jsonb");
    }

    private void JsonList<T>(PropertyBuilder<IReadOnlyList<T>> property)
    {
        property.HasConversion(JsonColumn.List<T>(), JsonColumn.ListComparer<T>());
        if (IsPostgreSql)
            property.HasColumnType("jsonb");
    }
}
