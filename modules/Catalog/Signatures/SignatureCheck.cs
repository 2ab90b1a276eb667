using System.Buffers.Text;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Policies;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Catalog.Versions;
using GraphQLPlugins.Kernel.Identity;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Signatures;

/// <summary>Checks the signatures of files against the keys that the caller's organization trusts.</summary>
internal sealed class SignatureCheck(IDbContextFactory<CatalogDb> contexts, Actor actor)
{
    internal const int MaxLength = 10_000;

    /// <summary>A file on its way in. Without a policy that asks for it, only a signature that the caller gave is checked.</summary>
    /// <param name="policy">The organization's.</param>
    /// <param name="pluginId">Whose file it is.</param>
    /// <param name="authors">The plugin's authors, as the catalog knows them.</param>
    /// <param name="signature">The signature; null without one.</param>
    /// <param name="digest">The file's SHA-256; null when neither the file is here nor its digest is published.</param>
    /// <param name="given">Whether the caller gave the signature.</param>
    /// <param name="ct">Stops.</param>
    /// <exception cref="SignatureInvalidException">None of the keys signed it.</exception>
    public async Task EnsureAsync(Policy policy, string pluginId, IReadOnlyCollection<string> authors, string? signature, string? digest, bool given, CancellationToken ct)
    {
        if (!policy.RequireSignature && !(given && signature is not null))
            return;
        if (signature is null)
            throw new SignatureInvalidException(pluginId, "the policy asks for one, and there is none");
        if (digest is null)
            throw new SignatureInvalidException(pluginId, "there is neither a file nor a published SHA-256 to check it against");
        var keys = await KeysAsync(ct);
        Verify(pluginId, keys, keys.Where(key => key.VouchesFor(authors)), signature, digest);
    }

    /// <summary>Files that are published. An organization that trusts keys publishes no signature that none of them made.</summary>
    /// <exception cref="SignatureInvalidException">None of the keys signed a file.</exception>
    /// <exception cref="InputInvalidException">A signature comes without the digest that it is checked against.</exception>
    public async Task EnsureAsync(string pluginId, IReadOnlyCollection<string> authors, IReadOnlyList<PluginArtifact> artifacts, CancellationToken ct)
    {
        if (artifacts.All(artifact => artifact.Signature is null) || await KeysAsync(ct) is not { Count: > 0 } keys)
            return;
        foreach (var artifact in artifacts.Where(artifact => artifact.Signature is not null))
            Verify(pluginId, keys, keys.Where(key => key.VouchesFor(authors)), artifact.Signature!,
                artifact.Sha256 ?? throw new InputInvalidException("artifacts", "A signature is checked against the file's sha256, so both are needed."));
    }

    private async Task<List<PublisherKey>> KeysAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.PublisherKeys.AsNoTracking().Where(key => key.OrganizationId == actor.OrganizationId && key.RevokedAt == null).ToListAsync(ct);
    }

    private static void Verify(string pluginId, List<PublisherKey> all, IEnumerable<PublisherKey> fitting, string signature, string digest)
    {
        if (!Base64.IsValid(signature.AsSpan()))
            throw new SignatureInvalidException(pluginId, "it is no base64");
        var (bytes, hash) = (Convert.FromBase64String(signature), Convert.FromHexString(digest));
        var candidates = fitting.ToList();
        if (!candidates.Exists(key => key.Verifies(hash, bytes)))
            throw new SignatureInvalidException(pluginId, all.Count == 0 ? "the organization trusts no key yet (registerPublisherKey)"
                : candidates.Count == 0 ? "none of the keys that the organization trusts vouches for its authors"
                : "none of the keys that the organization trusts made it");
    }
}
