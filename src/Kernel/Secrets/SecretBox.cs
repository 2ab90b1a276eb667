using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace GraphQLPlugins.Kernel.Secrets;

/// <summary>Encrypts and decrypts secrets. What was sealed for one purpose opens for no other.</summary>
public sealed class SecretBox
{
    private const int ShownCharacters = 4;
    private const int MagicBytes = 4;
    private const int KeyIdBytes = 16;
    private readonly SharedKeys _keys;

    internal SecretBox(SharedKeys keys) => _keys = keys;

    /// <summary>Encrypts a secret with the newest key.</summary>
    /// <param name="secret">The plain text.</param>
    /// <param name="purpose">What it is for, from wide to narrow: the module, the kind of secret, whose it is. Needed again to open it.</param>
    public byte[] Seal(string secret, params IEnumerable<string> purpose) =>
        _keys.ForSealing().CreateProtector(purpose).Protect(Encoding.UTF8.GetBytes(secret));

    /// <summary>Decrypts a secret, whichever key it was sealed with.</summary>
    /// <exception cref="CryptographicException">The key is gone, the bytes were changed, or they were sealed for another purpose.</exception>
    public string Open(byte[] sealedSecret, params IEnumerable<string> purpose)
    {
        // The framework's format: a constant, the key's id, the rest.
        if (sealedSecret.Length < MagicBytes + KeyIdBytes) throw new CryptographicException("These bytes are no sealed secret.");
        var protection = _keys.ForOpening(new Guid(sealedSecret.AsSpan(MagicBytes, KeyIdBytes)));
        return Encoding.UTF8.GetString(protection.CreateProtector(purpose).Unprotect(sealedSecret));
    }

    /// <summary>The first four characters of a secret of sixteen or more; shorter ones give nothing away.</summary>
    public static string? Hint(string secret) => secret.Length >= 4 * ShownCharacters ? secret[..ShownCharacters] : null;

    /// <summary>Whether a text is what a form shows in a secret's place: stars, dots or bullets, perhaps behind the hint.</summary>
    public static bool IsMask(string text, string? hint)
    {
        var body = hint is not null && text.StartsWith(hint, StringComparison.Ordinal) ? text[hint.Length..] : text;
        return text.Length > 0 && body.All(c => c is '*' or '•' or '●' or '·' or '…' or '.');
    }

    /// <summary>A new secret: 32 random bytes as 43 characters that are safe in addresses.</summary>
    public static string Generate() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
