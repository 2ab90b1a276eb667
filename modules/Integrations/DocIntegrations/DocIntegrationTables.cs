using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.DocIntegrations;

/// <summary>How documented integrations are stored.</summary>
internal static class DocIntegrationTables
{
    public static void MapDocIntegrations(this ModelBuilder model, bool isPostgreSql) => model.Entity<DocIntegration>(e =>
    {
        e.ToTable("doc_integrations");
        e.Property(d => d.Id).ValueGeneratedNever();
        e.Property(d => d.Slug).HasMaxLength(AppSlug.MaxLength).IsOrdinal(isPostgreSql);
        e.Property(d => d.Name).HasMaxLength(DocIntegration.MaxNameLength).IsOrdinal(isPostgreSql);
        e.Property(d => d.Author).HasMaxLength(DocIntegration.MaxAuthorLength);
        e.Property(d => d.Description).HasMaxLength(DocIntegration.MaxDescriptionLength);
        e.Property(d => d.Url).HasMaxLength(DocIntegration.MaxUrlLength);
        e.Property(d => d.Resources).HasJsonList(isPostgreSql);
        e.Property(d => d.Features);
        e.Property(d => d.Revision).IsConcurrencyToken();
        e.HasIndex(d => d.Slug).IsUnique();
    });
}
