using System.Security.Cryptography;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Secrets;

namespace GraphQLPlugins.Catalog.Repositories;

/// <summary>Encrypts the tokens for remote repositories.</summary>
internal sealed class RepositoryTokens(SecretBox box)
{
    private const int MaxLength = 1000;

    private static readonly string[] Purpose = ["catalog", "repositories"];

    /// <summary>Null for a blank token.</summary>
    public byte[]? Seal(string? token)
    {
        if (string.IsNullOrWhiteSpace(token))
            return null;
        // It goes into a header.
        if (token.Length > MaxLength || token.Any(c => c is < '!' or > '~'))
            throw new InputInvalidException("token", $"At most {MaxLength} visible ASCII characters are expected.");
        return box.Seal(token, Purpose);
    }

    /// <returns>Null when there is none, and when the key that it was encrypted with is gone.</returns>
    public string? Open(Repository repository)
    {
        try
        {
            return repository.SealedToken is { } token ? box.Open(token, Purpose) : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
