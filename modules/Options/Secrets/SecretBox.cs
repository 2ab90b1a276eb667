using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace GraphQLPlugins.Options.Secrets;

/// <summary>Encrypts and decrypts secrets, each for one plugin alone.</summary>
internal sealed class SecretBox(IDataProtectionProvider protection)
{
    private const int ShownCharacters = 4;

    public byte[] Seal(string confKey, string secret) => For(confKey).Protect(Encoding.UTF8.GetBytes(secret));

    /// <exception cref="CryptographicException">The key is gone, or the value is another plugin's.</exception>
    public string Open(string confKey, byte[] sealedSecret) => Encoding.UTF8.GetString(For(confKey).Unprotect(sealedSecret));

    /// <summary>The last four characters of a secret of sixteen or more; shorter ones give nothing away.</summary>
    public static string? Hint(string secret) => secret.Length >= 4 * ShownCharacters ? secret[^ShownCharacters..] : null;

    /// <summary>Whether a text is what a form shows in a secret's place: stars, dots or bullets, perhaps with the hint.</summary>
    public static bool IsMask(string text, string? hint)
    {
        var body = hint is not null && text.EndsWith(hint, StringComparison.Ordinal) ? text[..^hint.Length] : text;
        return text.Length > 0 && body.All(c => c is '*' or '•' or '●' or '·' or '…' or '.');
    }

    /// <summary>A new secret: 32 random bytes as 43 characters that are safe in addresses.</summary>
    public static string Generate() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private IDataProtector For(string confKey) => protection.CreateProtector("options", "secrets", confKey);
}
