using GraphQLPlugins.Integrations.Setup;
using GraphQLPlugins.Integrations.Storage;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.FirstParty;

/// <summary>How integrations, and setups that lead to them, are stored.</summary>
internal static class FirstPartyTables
{
    public static void MapFirstParty(this ModelBuilder model, bool isPostgreSql)
    {
        model.Entity<Integration>(e =>
        {
            e.ToTable("integrations");
            e.Property(i => i.Id).ValueGeneratedNever();
            e.Property(i => i.Provider).HasMaxLength(Integration.MaxProviderLength);
            e.Property(i => i.ExternalId).HasMaxLength(Integration.MaxExternalIdLength);
            e.Property(i => i.Name).HasMaxLength(Integration.MaxNameLength);
            e.Property(i => i.Metadata).HasJson(isPostgreSql);
            e.HasIndex(i => new { i.Provider, i.ExternalId }).IsUnique();
        });
        model.Entity<ExternalIdentity>(e =>
        {
            e.ToTable("external_identities");
            e.Property(i => i.Id).ValueGeneratedNever();
            e.Property(i => i.OrganizationId);
            e.Property(i => i.Owner).HasMaxLength(SetupOwner.MaxKeyLength);
            e.Property(i => i.Provider).HasMaxLength(Integration.MaxProviderLength);
            e.Property(i => i.ExternalId).HasMaxLength(Integration.MaxExternalIdLength);
            e.Property(i => i.Name).HasMaxLength(Integration.MaxNameLength);
            e.HasIndex(i => new { i.OrganizationId, i.Provider, i.ExternalId }).IsUnique();
        });
        model.Entity<OrganizationIntegration>(e =>
        {
            e.ToTable("organization_integrations");
            e.Property(i => i.Id).ValueGeneratedNever();
            e.Property(i => i.Status).HasConversion<string>().HasMaxLength(32);
            e.Property(i => i.InstalledBy).HasMaxLength(400);
            e.Property(i => i.StoredConfig).HasColumnName("config").HasJson(isPostgreSql);
            e.Property(i => i.AppId);
            e.Property(i => i.SealedCredentials);
            e.Property(i => i.TokenExpiresAt);
            e.Property(i => i.Revision).IsConcurrencyToken();
            e.HasOne(i => i.Integration).WithMany().HasForeignKey(i => i.IntegrationId).OnDelete(DeleteBehavior.Restrict);
            e.HasOne<ExternalIdentity>().WithMany().HasForeignKey(i => i.DefaultIdentityId).OnDelete(DeleteBehavior.Restrict);
            e.HasIndex(i => new { i.OrganizationId, i.IntegrationId }).IsUnique();
            e.HasIndex(i => new { i.OrganizationId, i.CreatedAt, i.Id }).IsDescending(false, true, true);
        });
        model.Entity<SetupSession>(e =>
        {
            e.ToTable("setup_sessions");
            e.HasKey(s => s.StateHash);
            e.Property(s => s.StateHash).HasMaxLength(32);
            e.Property(s => s.OrganizationId);
            e.Property(s => s.Owner).HasMaxLength(SetupOwner.MaxKeyLength);
            e.Property(s => s.Provider).HasMaxLength(Integration.MaxProviderLength);
            e.Property(s => s.Step);
            e.Property(s => s.Reinstalls);
            e.Property(s => s.SealedContext);
            e.Property(s => s.ExpiresAt);
            e.HasIndex(s => s.ExpiresAt);
            e.HasIndex(s => new { s.OrganizationId, s.Owner, s.ExpiresAt });
        });
    }
}
