using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Directory;
using GraphQLPlugins.Integrations.FirstParty;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Identity;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Providers;

/// <summary>The integrations that the operator has configured, in the directory. They are code, so that their list is in memory; how they do is one small statement.</summary>
internal sealed class ProviderSource(IntegrationProviders providers, IntegrationsDb db, Actor actor) : IDirectorySource
{
    // First among what is of equal popularity elsewhere: they work without anybody else's server.
    private const int Popularity = 1000;
    private ILookup<string, IntegrationStatus>? _installed;

    public DirectoryKind Kind => DirectoryKind.FirstParty;

    public IQueryable<DirectoryEntry> Rows(AppFeatureKind? feature)
    {
        return providers.All.Where(p => p.Info is { IsVisible: true, IsConfigured: true } && (feature is not { } wanted || Features(p.Info).Contains(wanted))).Select(p => new DirectoryEntry
        {
            Id = IdOf(p.Info.Key),
            Slug = p.Info.Key,
            Name = p.Info.Name,
            Description = p.Info.Metadata.Description,
            Author = p.Info.Metadata.Author,
            Popularity = Popularity,
            Status = StatusOf(p.Info.Key),
            SearchText = $"{p.Info.Key}\n{p.Info.Name}\n{p.Info.Metadata.Author}\n{p.Info.Metadata.Description}".ToLowerInvariant(),
        }).AsQueryable();
    }

    public IDirectoryEntry EntryOf(DirectoryEntry row) => new FirstPartyEntry(row, providers.Find(row.Slug)!.Info);

    private DirectoryStatus StatusOf(string key)
    {
        _installed ??= db.OrganizationIntegrations.Where(i => i.OrganizationId == actor.OrganizationId && i.Status != IntegrationStatus.PendingDeletion)
            .Select(i => new { i.Integration.Provider, i.Status }).Distinct().ToLookup(i => i.Provider, i => i.Status);
        return _installed[key].Contains(IntegrationStatus.Active) ? DirectoryStatus.Installed : _installed.Contains(key) ? DirectoryStatus.Disabled : DirectoryStatus.NotInstalled;
    }

    private static Guid IdOf(string key) => new(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));

    /// <summary>What the features of integrations are among those of apps.</summary>
    private static IEnumerable<AppFeatureKind> Features(IntegrationProvider provider)
    {
        if (provider.HasStacktraceLinking) yield return AppFeatureKind.StacktraceLink;
        foreach (var feature in provider.Metadata.Features)
        {
            switch (feature.Feature)
            {
                case IntegrationFeature.IssueBasic: yield return AppFeatureKind.IssueLink; break;
                case IntegrationFeature.IssueSync: yield return AppFeatureKind.ProjectManagement; break;
                case IntegrationFeature.AlertRule: yield return AppFeatureKind.Alerts; break;
                case IntegrationFeature.IncidentManagement: yield return AppFeatureKind.IncidentManagement; break;
                case IntegrationFeature.Commits or IntegrationFeature.Deployment: yield return AppFeatureKind.ReleaseManagement; break;
                case IntegrationFeature.ChatUnfurl: yield return AppFeatureKind.Chat; break;
                case IntegrationFeature.SessionReplay: yield return AppFeatureKind.SessionReplay; break;
            }
        }
    }
}

/// <summary>An integration that is part of this server.</summary>
[ObjectType("FirstPartyEntry")]
public sealed class FirstPartyEntry(DirectoryEntry row, IntegrationProvider provider) : IDirectoryEntry
{
    /// <summary>The integration as it describes itself.</summary>
    public IntegrationProvider Provider => provider;

    /// <inheritdoc/>
    public DirectoryKind Kind => DirectoryKind.FirstParty;

    /// <inheritdoc/>
    public string Slug => row.Slug;

    /// <inheritdoc/>
    public string Name => row.Name;

    /// <inheritdoc/>
    public string? Description => row.Description;

    /// <inheritdoc/>
    public string? Author => row.Author;

    /// <inheritdoc/>
    public int Popularity => row.Popularity;

    /// <inheritdoc/>
    public DirectoryStatus Status => row.Status;
}
