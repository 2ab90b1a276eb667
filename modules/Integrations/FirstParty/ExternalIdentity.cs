using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Integrations.Setup;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Integrations.FirstParty;

/// <summary>Whose account at a vendor is whose here. In an organization an account belongs to one person.</summary>
public sealed class ExternalIdentity
{
    private ExternalIdentity()
    {
    }

    internal ExternalIdentity(SetupOwner owner, string provider, ExternalAccount account, DateTimeOffset now)
    {
        Id = OrderedId.Next(now);
        OrganizationId = owner.OrganizationId;
        Owner = owner.Key;
        Provider = provider;
        ExternalId = account.Id;
        CreatedAt = now;
        Rename(account);
    }

    [GraphQLIgnore]
    public Guid Id { get; private set; }

    /// <summary>The provider's key.</summary>
    public string Provider { get; private set; } = null!;

    /// <summary>The vendor's own id of the account.</summary>
    public string ExternalId { get; private set; } = null!;

    /// <summary>The account's name.</summary>
    public string Name { get; private set; } = null!;

    /// <summary>Whose it is: the principal's id, or the name of somebody whom only the external identity provider knows.</summary>
    public string Owner { get; private set; } = null!;

    /// <summary>When it was linked.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    internal Guid OrganizationId { get; private set; }

    internal void Rename(ExternalAccount account) => Name = account.Name.Length <= Integration.MaxNameLength ? account.Name : account.Name[..Integration.MaxNameLength];
}
