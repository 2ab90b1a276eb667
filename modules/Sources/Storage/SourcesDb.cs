using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Connections;
using GraphQLPlugins.Sources.Hooks;
using GraphQLPlugins.Sources.OneOff;
using GraphQLPlugins.Sources.Publishing;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Services;
using GraphQLPlugins.Sources.Sync;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GraphQLPlugins.Sources.Storage;

/// <summary>Followed repositories, connections to their sources, hooks and what they told.</summary>
public abstract class SourcesDb(DbContextOptions options) : ModuleDbContext(options, Schema), IModuleSchema
{
    internal const int MaxNameLength = 100;
    internal const int MaxOwnerLength = 200;
    internal const int MaxServiceLength = 330;

    public static string Schema => "sources";

    public DbSet<SourceRepository> Repositories => Set<SourceRepository>();

    public DbSet<SourceConnection> Connections => Set<SourceConnection>();

    public DbSet<SourceHook> Hooks => Set<SourceHook>();

    public DbSet<HookEvent> HookEvents => Set<HookEvent>();

    public DbSet<OneOffSource> OneOffSources => Set<OneOffSource>();

    internal DbSet<PendingAuthorization> PendingAuthorizations => Set<PendingAuthorization>();

    internal DbSet<SyncState> SyncStates => Set<SyncState>();

    internal DbSet<ServiceProgress> ServiceProgress => Set<ServiceProgress>();

    internal DbSet<TagPublication> TagPublications => Set<TagPublication>();

    protected override void Map(ModelBuilder model)
    {
        model.Entity<SourceRepository>(MapRepository);
        model.Entity<SourceHook>(MapHook);
        model.Entity<HookEvent>(MapEvent);
        model.Entity<SourceConnection>(MapConnection);
        model.Entity<SyncState>(MapSyncState);
        model.Entity<ServiceProgress>(MapServiceProgress);
        model.Entity<TagPublication>(MapTagPublication);
        model.Entity<PendingAuthorization>(e =>
        {
            e.ToTable("pending_authorizations");
            e.HasKey(a => a.StateHash);
            e.Property(a => a.StateHash).HasMaxLength(32).ValueGeneratedNever();
            e.Property(a => a.Owner).HasMaxLength(MaxOwnerLength);
            e.Property(a => a.Provider).HasMaxLength(MaxNameLength);
            e.Property(a => a.SealedVerifier);
            e.HasIndex(a => a.ExpiresAt);
        });
        model.Entity<OneOffSource>(e =>
        {
            e.HasKey(s => s.Id);
            e.Property(s => s.Id).ValueGeneratedNever();
            e.Property(s => s.Name).HasMaxLength(MaxNameLength);
            e.Property(s => s.DisplayName).HasMaxLength(200);
            e.Property(s => s.IconUrl).HasMaxLength(2048);
            e.Property(s => s.CreatedBy).HasMaxLength(400);
            e.Property(s => s.CreatedAt);
            e.Property(s => s.Revision).IsConcurrencyToken();
            Json(e.Property(s => s.Definition));
            e.HasIndex(s => new { s.OrganizationId, s.Name }).IsUnique();
        });
    }

    private void MapRepository(EntityTypeBuilder<SourceRepository> e)
    {
        e.ToTable("repositories");
        e.Property(r => r.Id).ValueGeneratedNever();
        e.Property(r => r.Provider).HasMaxLength(MaxNameLength);
        Ordinal(e.Property(r => r.RepoId).HasMaxLength(SourceRepository.MaxRepoIdLength));
        e.Property(r => r.Owner).HasMaxLength(MaxOwnerLength);
        Ordinal(e.Property(r => r.Name).HasMaxLength(SourceRepository.MaxRepoIdLength));
        e.Property(r => r.Url).HasMaxLength(2048);
        e.Property(r => r.DefaultBranch).HasMaxLength(SourceRepository.MaxBranchLength);
        e.Property(r => r.Status).HasConversion<string>().HasMaxLength(32);
        e.Property(r => r.LastErrorCode).HasMaxLength(64);
        e.Property(r => r.LastErrorMessage).HasMaxLength(1024);
        e.Property(r => r.SshKeyRef).HasMaxLength(200);
        e.Property(r => r.StepsDone);
        e.Property(r => r.CloneUrl).HasMaxLength(2048);
        e.Property(r => r.WasHidden);
        e.Property(r => r.WasDisabled);
        e.Property(r => r.LeaseUntil);
        e.Property(r => r.NextPollAt);
        e.Property(r => r.PollEtag).HasMaxLength(1024);
        e.Property(r => r.PollFailures);
        e.Property(r => r.SyncFailures);
        e.Property(r => r.Revision).IsConcurrencyToken();
        Json(e.Property(r => r.Config));
        Json(e.Property(r => r.PublishAs));
        e.Ignore(r => r.OwnedBy);
        e.Ignore(r => r.Served);
        e.HasOne<SourceHook>().WithMany().HasForeignKey(r => r.HookKey).OnDelete(DeleteBehavior.SetNull);
        // 1,432 bytes at most, of the 1,700 that SQL Server lets an index have.
        e.HasIndex(r => new { r.OrganizationId, r.Provider, r.RepoId, r.Owner }).IsUnique();
        e.HasIndex(r => new { r.OrganizationId, r.Name, r.Id });
        e.HasIndex(r => r.LeaseUntil);
        e.HasIndex(r => r.NextPollAt);
        e.HasIndex(r => r.NextSyncAt);
    }

    private void MapSyncState(EntityTypeBuilder<SyncState> e)
    {
        e.ToTable("sync_states");
        e.HasKey(s => s.RepositoryId);
        e.Property(s => s.RepositoryId).ValueGeneratedNever();
        Json(e.Property(s => s.Branches));
        Json(e.Property(s => s.Tags));
        e.HasOne<SourceRepository>().WithOne().HasForeignKey<SyncState>(s => s.RepositoryId).OnDelete(DeleteBehavior.Cascade);
    }

    private void MapServiceProgress(EntityTypeBuilder<ServiceProgress> e)
    {
        e.ToTable("service_progress");
        e.HasKey(p => new { p.RepositoryId, p.Service });
        Ordinal(e.Property(p => p.Service).HasMaxLength(MaxServiceLength));
        e.Property(p => p.LastErrorCode).HasMaxLength(64);
        e.Property(p => p.LastErrorMessage).HasMaxLength(1024);
        e.Property(p => p.Selection).HasMaxLength(64);
        Json(e.Property(p => p.Branches));
        e.HasOne<SourceRepository>().WithMany().HasForeignKey(p => p.RepositoryId).OnDelete(DeleteBehavior.Cascade);
        e.HasIndex(p => p.NextTryAt);
    }

    private void MapTagPublication(EntityTypeBuilder<TagPublication> e)
    {
        e.ToTable("tag_publications");
        e.HasKey(p => p.Id);
        e.Property(p => p.Id).ValueGeneratedNever();
        Ordinal(e.Property(p => p.Tag).HasMaxLength(255));
        Ordinal(e.Property(p => p.Path).HasMaxLength(TagPublication.MaxPathLength));
        e.Property(p => p.Commit).HasMaxLength(64);
        e.Property(p => p.PluginId).HasMaxLength(255);
        e.Property(p => p.Version).HasMaxLength(255);
        e.Property(p => p.Status).HasConversion<string>().HasMaxLength(16);
        e.Property(p => p.Warning).HasMaxLength(TagPublication.MaxMessageLength);
        e.Property(p => p.ErrorCode).HasMaxLength(64);
        e.Property(p => p.ErrorMessage).HasMaxLength(TagPublication.MaxMessageLength);
        e.HasOne<SourceRepository>().WithMany().HasForeignKey(p => p.RepositoryId).OnDelete(DeleteBehavior.Cascade);
        e.HasIndex(p => new { p.RepositoryId, p.Tag, p.Path }).IsUnique();
        e.HasIndex(p => new { p.RepositoryId, p.At });
    }

    private void MapHook(EntityTypeBuilder<SourceHook> e)
    {
        e.ToTable("hooks");
        e.Property(h => h.Id).ValueGeneratedNever();
        e.Property(h => h.Provider).HasMaxLength(MaxNameLength);
        Ordinal(e.Property(h => h.RepoId).HasMaxLength(SourceRepository.MaxRepoIdLength));
        e.Property(h => h.TokenHash).HasMaxLength(32);
        e.Property(h => h.SealedToken);
        e.Property(h => h.SealedSecret);
        e.Property(h => h.SealedPreviousSecret);
        e.Property(h => h.PreviousUntil);
        e.Property(h => h.RemoteId).HasMaxLength(SourceHook.MaxRemoteIdLength);
        e.Property(h => h.CreatedAt);
        e.Property(h => h.RotatedAt);
        e.Property(h => h.Revision).IsConcurrencyToken();
        e.HasIndex(h => h.TokenHash).IsUnique();
        e.HasIndex(h => new { h.OrganizationId, h.Provider, h.RepoId }).IsUnique();
    }

    private void MapEvent(EntityTypeBuilder<HookEvent> e)
    {
        e.ToTable("hook_events");
        e.Property(h => h.Id).ValueGeneratedNever();
        e.Property(h => h.Provider).HasMaxLength(MaxNameLength);
        Ordinal(e.Property(h => h.RepoId).HasMaxLength(SourceRepository.MaxRepoIdLength));
        e.Property(h => h.EventType).HasMaxLength(100);
        e.Property(h => h.HeadersDigest).HasMaxLength(64);
        Ordinal(e.Property(h => h.DedupKey).HasMaxLength(HookEvent.MaxDedupKeyLength));
        e.Property(h => h.Status).HasConversion<string>().HasMaxLength(16);
        e.Property(h => h.Reason).HasMaxLength(1024);
        e.Property(h => h.Body);
        e.Property(h => h.MatchedKeys);
        // No foreign key: what a hook told is kept when the hook is gone.
        e.HasIndex(h => new { h.HookKey, h.DedupKey }).IsUnique().HasFilter(IsPostgreSql ? "dedup_key IS NOT NULL" : "[dedup_key] IS NOT NULL");
        e.HasIndex(h => new { h.OrganizationId, h.ReceivedAt, h.Id });
        e.HasIndex(h => h.Id).HasFilter(IsPostgreSql ? "status = 'Received'" : "[status] = 'Received'").HasDatabaseName("ix_hook_events_waiting");
    }

    private void MapConnection(EntityTypeBuilder<SourceConnection> e)
    {
        e.ToTable("connections");
        e.Property(c => c.Id).ValueGeneratedNever();
        e.Property(c => c.Provider).HasMaxLength(MaxNameLength);
        e.Property(c => c.Owner).HasMaxLength(MaxOwnerLength);
        e.Property(c => c.Account).HasMaxLength(400);
        e.Property(c => c.Status).HasConversion<string>().HasMaxLength(16);
        e.Property(c => c.SealedAccessToken);
        e.Property(c => c.SealedRefreshToken);
        e.Property(c => c.Revision).IsConcurrencyToken();
        e.HasIndex(c => new { c.OrganizationId, c.Owner, c.Provider }).IsUnique();
    }

    /// <summary>Sorted and compared by code point whatever the database's own collation; SQL Server's columns all are.</summary>
    private void Ordinal<T>(PropertyBuilder<T> property)
    {
        if (IsPostgreSql) property.UseCollation("C");
    }

    private void Json<T>(PropertyBuilder<T> property)
    {
        property.HasConversion(JsonColumn.Of<T>(), JsonColumn.Comparer<T>());
        if (IsPostgreSql) property.HasColumnType("jsonb");
    }
}
