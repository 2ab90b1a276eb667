using System.Security.Cryptography;
using System.Text;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Contracts;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Integrations.Installations;

/// <summary>An app in an organization: through it the app acts there.</summary>
public sealed class AppInstallation
{
    internal const int MaxProjects = 100;

    private AppInstallation()
    {
    }

    internal AppInstallation(App app, Guid organizationId, string installedBy, DateTimeOffset now)
    {
        Id = OrderedId.Next(now);
        AppId = app.Id;
        OrganizationId = organizationId;
        Status = app.VerifyInstall ? AppInstallationStatus.Pending : AppInstallationStatus.Installed;
        InstalledBy = installedBy;
        CreatedAt = now;
    }

    /// <summary>The global id.</summary>
    [ID]
    public Guid Id { get; private set; }

    [GraphQLIgnore]
    public Guid AppId { get; private set; }

    [GraphQLIgnore]
    public Guid OrganizationId { get; private set; }

    /// <summary>How far it has come.</summary>
    public AppInstallationStatus Status { get; private set; }

    /// <summary>Who installed it.</summary>
    public string InstalledBy { get; private set; } = null!;

    /// <summary>When it was installed.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>The only projects that the app is told about; empty is all.</summary>
    internal List<Guid> ProjectIds { get; private set; } = [];

    /// <summary>When it was uninstalled.</summary>
    internal DateTimeOffset? DeletedAt { get; private set; }

    /// <summary>Stands for all about it that can change.</summary>
    internal string Etag => $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Id:N} {Status} {string.Join(' ', ProjectIds.Order())}")))}\"";

    internal bool IsActive => Status != AppInstallationStatus.PendingDeletion;

    /// <summary>The app confirms it. Doing so again changes nothing, and is answered with false.</summary>
    internal bool Verify()
    {
        if (!IsActive)
            throw new InstallationStatusInvalidException("It is being removed.");
        if (Status == AppInstallationStatus.Installed)
            return false;
        Status = AppInstallationStatus.Installed;
        return true;
    }

    /// <summary>Takes it out of use. Doing so again changes nothing, and is answered with false.</summary>
    internal bool Uninstall(DateTimeOffset now)
    {
        if (!IsActive)
            return false;
        Status = AppInstallationStatus.PendingDeletion;
        DeletedAt = now;
        return true;
    }

    internal void Limit(IReadOnlyList<Guid> projectIds) => ProjectIds = [.. projectIds.Distinct()];

    internal AppInstallationChanged Event(App app, AppInstallationAction action, EventActor actor, DateTimeOffset now) =>
        new(OrganizationId, Id, AppId, app.Slug, action, actor, now);
}
