using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Catalog.Versions;

namespace GraphQLPlugins.Catalog.Plans;

/// <summary>
/// The text of a lock: JSON with its members always in the same order, plugins by name in code point order, line feeds between lines. The same set gives the same
/// text everywhere; its last member is a digest over the rest, so that a change by hand shows.
/// </summary>
internal sealed record LockDocument(int LockVersion, IReadOnlyList<LockedPlugin> Plugins, string? Digest)
{
    private const int Current = 1;

    private static readonly LockJson Json = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
    {
        WriteIndented = true, NewLine = "\n", DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, MaxDepth = 8,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static LockDocument Of(IEnumerable<LockedPlugin> plugins)
    {
        var document = new LockDocument(Current, [.. plugins.OrderBy(plugin => plugin.Name, StringComparer.Ordinal)], null);
        return document with { Digest = document.ComputeDigest() };
    }

    public string Write() => JsonSerializer.Serialize(this, Json.LockDocument) + "\n";

    /// <summary>Reads a lock, and sees that it is whole.</summary>
    /// <exception cref="InputInvalidException">It is none, of another version, too large, or was changed since it was written.</exception>
    public static LockDocument Read(string text, int maxPlugins)
    {
        var document = Parse(text);
        if (document.LockVersion != Current)
            throw new InputInvalidException("lock", $"It is of the version {document.LockVersion}; this server reads {Current}.");
        if (document.Plugins.Count > maxPlugins)
            throw new InputInvalidException("lock", $"It has {document.Plugins.Count} plugins; at most {maxPlugins} are allowed.");
        foreach (var plugin in document.Plugins)
            plugin.Check();
        if (document.Plugins.GroupBy(plugin => plugin.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InputInvalidException("lock", $"It has the plugin '{twice.Key}' twice.");
        return document.Digest == document.ComputeDigest() ? document
            : throw new InputInvalidException("lock", "Its digest does not fit: it was changed since it was written. Export it again.");
    }

    private static LockDocument Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, Json.LockDocument) is { Plugins: not null } document && document.Plugins.All(plugin => plugin is not null) ? document
                : throw new InputInvalidException("lock", "It has no plugins.");
        }
        catch (JsonException fault)
        {
            throw new InputInvalidException("lock", $"It is no lock: {fault.Message.Split(". ")[0]}.");
        }
    }

    private string ComputeDigest() => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this with { Digest = null }, Json.LockDocument))));
}

/// <summary>A plugin of a lock.</summary>
/// <param name="Name">The installation's name.</param>
/// <param name="Version">The version; null for a plugin without versions.</param>
/// <param name="Repository">The name of the repository that it comes from; null when no repository has it.</param>
/// <param name="Origin">Where it was installed from.</param>
/// <param name="Sha256">The digest of its file; null where none is known.</param>
/// <param name="Enabled">Whether it is in use.</param>
/// <param name="Pinned">Whether upgrades pass it over.</param>
/// <param name="Dependencies">What it needs, in its publisher's order.</param>
public sealed record LockedPlugin(
    string Name, string? Version, string? Repository, string Origin, string? Sha256, bool Enabled, bool Pinned, IReadOnlyList<LockedDependency> Dependencies)
{
    internal void Check()
    {
        Text.Required(Name, "lock", UniformRecord.MaxIdLength);
        Text.Optional(Version, "lock", VersionOrder.MaxLength);
        Text.Optional(Repository, "lock", 255);
        if (Dependencies is null || Dependencies.Any(dependency => dependency?.PluginId is null || dependency.Range is null))
            throw new InputInvalidException("lock", $"The plugin '{Name}' does not say what it needs.");
    }
}

/// <summary>What a plugin of a lock needs.</summary>
/// <param name="PluginId">Its id.</param>
/// <param name="Range">The versions that will do.</param>
/// <param name="Optional">Whether it is merely of use.</param>
public sealed record LockedDependency(string PluginId, string Range, bool Optional);

[JsonSerializable(typeof(LockDocument))]
internal sealed partial class LockJson : JsonSerializerContext;
