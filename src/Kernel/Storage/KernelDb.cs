using GraphQLPlugins.Kernel.Audit;
using GraphQLPlugins.Kernel.Documents;
using GraphQLPlugins.Kernel.Idempotency;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Projects;
using GraphQLPlugins.Kernel.Identity.Tokens;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.Kernel.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace GraphQLPlugins.Kernel.Storage;

/// <summary>What every module shares: identity, audit, jobs, events, trusted documents, and the keys that protect secrets.</summary>
public abstract class KernelDb(DbContextOptions options) : ModuleDbContext(options, Schema), IModuleSchema
{
    public static string Schema => "kernel";

    public DbSet<Organization> Organizations => Set<Organization>();

    public DbSet<Project> Projects => Set<Project>();

    public DbSet<Principal> Principals => Set<Principal>();

    public DbSet<AccessToken> AccessTokens => Set<AccessToken>();

    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    public DbSet<TrustedDocument> TrustedDocuments => Set<TrustedDocument>();

    public DbSet<ProtectionKey> ProtectionKeys => Set<ProtectionKey>();

    public DbSet<OperationJob> Jobs => Set<OperationJob>();

    public DbSet<IdempotencyKey> IdempotencyKeys => Set<IdempotencyKey>();

    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    public DbSet<EventCursor> EventCursors => Set<EventCursor>();

    protected override void Map(ModelBuilder model)
    {
        model.Entity<Organization>(e =>
        {
            e.Property(o => o.Id).ValueGeneratedNever();
            e.Property(o => o.Name).HasMaxLength(200);
            e.HasIndex(o => o.Name).IsUnique();
        });
        model.Entity<Project>(e =>
        {
            e.Property(p => p.Id).ValueGeneratedNever();
            e.Property(p => p.Name).HasMaxLength(200);
            // 16 levels of 33 characters.
            e.Property(p => p.Lineage).HasMaxLength(600);
            e.HasOne<Organization>().WithMany().HasForeignKey(p => p.OrganizationId).OnDelete(DeleteBehavior.Restrict);
            e.HasOne<Project>().WithMany().HasForeignKey(p => p.ParentId).OnDelete(DeleteBehavior.Restrict);
            e.HasIndex(p => p.Lineage).IsUnique();
            // Two indexes, since a null parent would count as different each time.
            e.HasIndex(p => new { p.OrganizationId, p.ParentId, p.Name }).IsUnique().HasFilter(IsPostgreSql ? "parent_id IS NOT NULL" : "[parent_id] IS NOT NULL");
            e.HasIndex(p => new { p.OrganizationId, p.Name }).IsUnique().HasFilter(IsPostgreSql ? "parent_id IS NULL" : "[parent_id] IS NULL");
        });
        model.Entity<Principal>(e =>
        {
            e.Property(p => p.Id).ValueGeneratedNever();
            e.Property(p => p.Name).HasMaxLength(200);
            e.HasOne<Organization>().WithMany().HasForeignKey(p => p.OrganizationId).OnDelete(DeleteBehavior.Restrict);
            e.HasIndex(p => new { p.OrganizationId, p.Name }).IsUnique();
        });
        model.Entity<AccessToken>(e =>
        {
            e.Property(t => t.Id).ValueGeneratedNever();
            e.Property(t => t.Name).HasMaxLength(200);
            e.Property(t => t.Hint).HasMaxLength(16);
            e.Property(t => t.Hash).HasMaxLength(64);
            e.HasOne(t => t.Principal).WithMany().HasForeignKey(t => t.PrincipalId).OnDelete(DeleteBehavior.Restrict);
            e.HasIndex(t => t.Hash).IsUnique();
            e.HasIndex(t => new { t.OrganizationId, t.CreatedAt, t.Id });
        });
        model.Entity<AuditEntry>(e =>
        {
            e.Property(a => a.Id).ValueGeneratedNever();
            e.Property(a => a.Actor).HasMaxLength(400);
            e.Property(a => a.Action).HasMaxLength(100);
            e.Property(a => a.Target).HasMaxLength(400);
            e.Property(a => a.Scope).HasMaxLength(400);
            e.Property(a => a.Reason).HasMaxLength(400);
            e.Property(a => a.BeforeDigest).HasMaxLength(64);
            e.Property(a => a.AfterDigest).HasMaxLength(64);
            e.Property(a => a.CorrelationId).HasMaxLength(64);
            e.HasIndex(a => new { a.OrganizationId, a.At, a.Id });
            e.HasIndex(a => a.Target);
            // SQL Server takes no OUTPUT clause where there is a trigger: the one that keeps entries from being changed.
            if (!IsPostgreSql) e.ToTable(t => t.HasTrigger("audit_entries_append_only"));
        });
        model.Entity<OperationJob>(e =>
        {
            e.ToTable("jobs");
            e.Property(j => j.Id).ValueGeneratedNever();
            e.Property(j => j.Number).ValueGeneratedOnAdd();
            e.Property(j => j.Kind).HasMaxLength(OperationJob.MaxKindLength);
            e.Property(j => j.Target).HasMaxLength(OperationJob.MaxTextLength);
            e.Property(j => j.Status).HasConversion<string>().HasMaxLength(16);
            e.Property(j => j.IdempotencyKey).HasMaxLength(OperationJob.MaxKeyLength);
            e.Property(j => j.SerialKey).HasMaxLength(OperationJob.MaxKeyLength);
            e.Property(j => j.RequestedBy).HasMaxLength(OperationJob.MaxTextLength);
            e.Property(j => j.ErrorCode).HasMaxLength(100);
            e.Property(j => j.ErrorMessage).HasMaxLength(OperationJob.MaxMessageLength);
            e.HasIndex(j => j.Number).IsUnique();
            e.HasIndex(j => new { j.OrganizationId, j.CreatedAt, j.Id });
            e.HasIndex(j => new { j.OrganizationId, j.Kind, j.IdempotencyKey }).IsUnique().HasFilter("idempotency_key IS NOT NULL");
            e.HasIndex(j => j.DueAt, "ix_jobs_waiting").HasFilter("status = 'Queued'");
            e.HasIndex(j => new { j.OrganizationId, j.SerialKey, j.Number }, "ix_jobs_waiting_serial").HasFilter("status = 'Queued'");
            e.HasIndex(j => j.LeaseUntil, "ix_jobs_running").HasFilter("status = 'Running'");
            e.HasIndex(j => new { j.OrganizationId, j.SerialKey }, "ix_jobs_running_serial").IsUnique().HasFilter("status = 'Running' AND serial_key IS NOT NULL");
            e.HasIndex(j => j.EndedAt);
        });
        model.Entity<TrustedDocument>(e =>
        {
            e.HasKey(d => d.DocumentId);
            e.Property(d => d.DocumentId).HasMaxLength(TrustedDocument.MaxIdLength);
            e.Property(d => d.RegisteredBy).HasMaxLength(400);
        });
        model.Entity<OutboxRow>(e =>
        {
            e.ToTable("outbox");
            e.Property(r => r.Id).ValueGeneratedNever();
            e.Property(r => r.Type).HasMaxLength(100);
            e.Property(r => r.Resource).HasMaxLength(400);
            e.Property(r => r.Topic).HasMaxLength(400);
            e.Property(r => r.Actor).HasMaxLength(400);
            e.Property(r => r.CorrelationId).HasMaxLength(64);
            // What readers find new rows by; only they look at it, so it is not read back after writing.
            if (IsPostgreSql)
            {
                e.Property<long>("Tx").HasDefaultValueSql("pg_current_xact_id()::text::bigint").ValueGeneratedNever().Metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
                e.HasIndex("Tx");
            }
            else
            {
                e.Property<byte[]>("Version").IsRowVersion().IsConcurrencyToken(false);
                e.HasIndex("Version");
            }
            e.HasIndex(r => r.At);
        });
        model.Entity<IdempotencyKey>(e =>
        {
            var key = e.HasKey(k => new { k.OrganizationId, k.Principal, k.Key });
            e.Property(k => k.Principal).HasMaxLength(400);
            e.Property(k => k.Key).HasMaxLength(IdempotencyConflictException.MaxLength);
            var created = e.HasIndex(k => k.CreatedAt);
            if (IsPostgreSql) return;
            // The key may have 1,326 bytes: too many for SQL Server's clustered keys, of 900 at most.
            key.IsClustered(false);
            created.IsClustered();
        });
        model.Entity<EventCursor>(e =>
        {
            e.HasKey(c => c.Consumer);
            e.Property(c => c.Consumer).HasMaxLength(100);
        });
        model.Entity<ProtectionKey>(e =>
        {
            e.Property(k => k.Name).HasMaxLength(255);
            e.HasKey(k => k.Name);
        });
    }
}
