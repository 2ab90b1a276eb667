using System.Security.Cryptography;
using GraphQLPlugins.Catalog.Contracts;

namespace GraphQLPlugins.Catalog.Signatures;

/// <summary>A key whose signatures an organization trusts.</summary>
public sealed class PublisherKey
{
    internal const int MaxPemLength = 10_000;
    internal const int MaxKeyBytes = 2048;
    private const int MinRsaBits = 2048, MaxRsaBits = 8192;

    // The bits of P-256, P-384 and P-521.
    private static readonly int[] CurveBits = [256, 384, 521];

    private PublisherKey()
    {
    }

    [ID]
    public Guid Id { get; private set; }

    /// <summary>SHA-256 of the key (its SubjectPublicKeyInfo), lower-case hexadecimal; what it is revoked by.</summary>
    public string Fingerprint { get; private set; } = null!;

    /// <summary>What people call it.</summary>
    public string Name { get; private set; } = null!;

    /// <summary>The author whose plugins it vouches for; null when for everybody's.</summary>
    public string? Publisher { get; private set; }

    public SignatureAlgorithm Algorithm { get; private set; }

    /// <summary>Who registered it.</summary>
    public string RegisteredBy { get; private set; } = null!;

    public DateTimeOffset RegisteredAt { get; private set; }

    /// <summary>Since when it vouches for nothing; null while it does.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>Why it was revoked.</summary>
    public string? RevokeReason { get; private set; }

    internal Guid OrganizationId { get; private set; }

    /// <summary>The SubjectPublicKeyInfo (RFC 5280, 4.1.2.7).</summary>
    internal byte[] Key { get; private set; } = null!;

    /// <summary>Registers a key. The caller sees to it that the organization does not have it.</summary>
    /// <exception cref="InputInvalidException">It is no public key of a kind that is taken.</exception>
    internal static PublisherKey Register(Guid organizationId, RegisterPublisherKey input, string by, DateTimeOffset now)
    {
        var (key, algorithm) = Read(Text.Required(input.PublicKey, "publicKey", MaxPemLength));
        return new PublisherKey
        {
            Id = Guid.CreateVersion7(now), OrganizationId = organizationId, Key = key, Algorithm = algorithm, Fingerprint = Convert.ToHexStringLower(SHA256.HashData(key)),
            Name = Text.Required(input.Name, "name", 255), Publisher = Text.Optional(input.Publisher, "publisher", 255), RegisteredBy = by, RegisteredAt = now,
        };
    }

    /// <summary>It vouches for nothing from now on. Doing so again changes nothing, and is answered with false.</summary>
    internal bool Revoke(string reason, DateTimeOffset now)
    {
        if (RevokedAt is not null)
            return false;
        (RevokedAt, RevokeReason) = (now, Text.Required(reason, "reason", 1000));
        return true;
    }

    /// <summary>Whether it vouches for plugins of these authors.</summary>
    internal bool VouchesFor(IReadOnlyCollection<string> authors) => RevokedAt is null && (Publisher is null || authors.Contains(Publisher, StringComparer.Ordinal));

    /// <summary>Whether the signature is this key's over a SHA-256.</summary>
    internal bool Verifies(byte[] digest, byte[] signature)
    {
        try
        {
            if (Algorithm == SignatureAlgorithm.Ecdsa)
            {
                using var ecdsa = ECDsa.Create();
                ecdsa.ImportSubjectPublicKeyInfo(Key, out _);
                return ecdsa.VerifyHash(digest, signature, DSASignatureFormat.Rfc3279DerSequence);
            }
            using var rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(Key, out _);
            return rsa.VerifyHash(digest, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pss) || rsa.VerifyHash(digest, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            // It is not shaped as a signature of this kind of key.
            return false;
        }
    }

    private static (byte[] Key, SignatureAlgorithm Algorithm) Read(string pem)
    {
        if (!PemEncoding.TryFind(pem, out var fields))
            throw new InputInvalidException("publicKey", "A public key in PEM is expected: -----BEGIN PUBLIC KEY-----.");
        if (pem[fields.Label].Contains("PRIVATE", StringComparison.Ordinal))
            throw new InputInvalidException("publicKey", "This is a private key, which nobody else may see; it should not be used any more. Give the public one.");
        if (pem[fields.Label] != "PUBLIC KEY")
            throw new InputInvalidException("publicKey", $"'{pem[fields.Label]}' is not taken; 'PUBLIC KEY' is, as made by openssl pkey -pubout.");
        var given = Convert.FromBase64String(pem[fields.Base64Data]);
        return Ecdsa(given) ?? Rsa(given) ?? throw new InputInvalidException("publicKey", "An ECDSA key on P-256, P-384 or P-521 or an RSA key of 2048 to 8192 bits is expected.");
    }

    private static (byte[], SignatureAlgorithm)? Ecdsa(byte[] given)
    {
        try
        {
            using var ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(given, out _);
            return CurveBits.Contains(ecdsa.KeySize) && ecdsa.ExportParameters(false).Curve is { IsNamed: true, Oid.Value: "1.2.840.10045.3.1.7" or "1.3.132.0.34" or "1.3.132.0.35" }
                ? (ecdsa.ExportSubjectPublicKeyInfo(), SignatureAlgorithm.Ecdsa)
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static (byte[], SignatureAlgorithm)? Rsa(byte[] given)
    {
        try
        {
            using var rsa = RSA.Create();
            rsa.ImportSubjectPublicKeyInfo(given, out _);
            return rsa.KeySize is >= MinRsaBits and <= MaxRsaBits ? (rsa.ExportSubjectPublicKeyInfo(), SignatureAlgorithm.Rsa) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}

/// <summary>How a key signs; always over a SHA-256.</summary>
public enum SignatureAlgorithm
{
    /// <summary>ECDSA on P-256, P-384 or P-521.</summary>
    Ecdsa,

    /// <summary>RSA of 2048 to 8192 bits, PSS or PKCS #1 v1.5.</summary>
    Rsa,
}
