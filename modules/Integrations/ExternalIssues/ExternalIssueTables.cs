using GraphQLPlugins.Integrations.FirstParty;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.ExternalIssues;

/// <summary>How issues at vendors are stored.</summary>
internal static class ExternalIssueTables
{
    public static void MapExternalIssues(this ModelBuilder model, bool isPostgreSql) => model.Entity<ExternalIssue>(e =>
    {
        e.ToTable("external_issues");
        e.Property(i => i.Id).ValueGeneratedNever();
        ExternalIssue.Map(e);
        e.Property(i => i.Revision).IsConcurrencyToken();
        e.HasIndex(i => i.SyncDueAt).HasFilter(isPostgreSql ? "sync_due_at IS NOT NULL" : "[sync_due_at] IS NOT NULL");
        e.HasOne<OrganizationIntegration>().WithMany().HasForeignKey(i => i.IntegrationId).OnDelete(DeleteBehavior.Cascade);
        e.HasIndex(i => new { i.IntegrationId, i.Key, i.Resource }).IsUnique();
        e.HasIndex(i => new { i.OrganizationId, i.Resource, i.CreatedAt, i.Id }).IsDescending(false, false, true, true);
        e.HasIndex(i => new { i.OrganizationId, i.CreatedAt, i.Id }).IsDescending(false, true, true);
    });
}
