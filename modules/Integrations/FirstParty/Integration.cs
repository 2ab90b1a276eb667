using System.Text.Json;
using GraphQLPlugins.Integrations.Providers;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Integrations.FirstParty;

/// <summary>What is connected at a vendor: one for each provider and id there, shared by all organizations that connected it (N4).</summary>
public sealed class Integration
{
    internal const int MaxProviderLength = 64;
    internal const int MaxExternalIdLength = 200;
    internal const int MaxNameLength = 255;

    private Integration()
    {
    }

    internal Integration(string provider, BuiltIntegration built, DateTimeOffset now)
    {
        Id = OrderedId.Next(now);
        Provider = provider;
        ExternalId = built.ExternalId;
        CreatedAt = now;
        Take(built, now);
    }

    [GraphQLIgnore]
    public Guid Id { get; private set; }

    /// <summary>The provider's key.</summary>
    public string Provider { get; private set; } = null!;

    /// <summary>The vendor's own id of it.</summary>
    public string ExternalId { get; private set; } = null!;

    /// <summary>Its name.</summary>
    public string Name { get; private set; } = null!;

    /// <summary>What the vendor told of it, such as its address: an object.</summary>
    public JsonElement? Metadata { get; private set; }

    /// <summary>When it was connected first.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it was last set up.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Takes over what another setup found.</summary>
    internal void Take(BuiltIntegration built, DateTimeOffset now)
    {
        var name = built.Name ?? built.ExternalId;
        Name = name.Length <= MaxNameLength ? name : name[..MaxNameLength];
        Metadata = JsonSerializer.SerializeToElement(built.Metadata);
        Touch(now);
    }

    /// <summary>It was set up again.</summary>
    internal void Touch(DateTimeOffset now) => UpdatedAt = now;
}
