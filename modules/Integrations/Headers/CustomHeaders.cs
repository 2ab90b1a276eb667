using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Secrets;

namespace GraphQLPlugins.Integrations.Headers;

/// <summary>Which headers may be sent, and how their values are kept.</summary>
internal static class CustomHeaders
{
    public const int MaxCount = 10;
    private const int MaxNameLength = 100;
    private const int MaxValueLength = 998;
    private const string TokenCharacters = "!#$%&'*+-.^_`|~";

    /// <summary>Takes over a list as a whole; a mask keeps the value of the same name.</summary>
    /// <param name="before">What is there.</param>
    /// <param name="owner">Whose headers they are; needed again to open them.</param>
    public static List<CustomHeader> Take(IReadOnlyList<CustomHeader> before, IReadOnlyList<CustomHeaderInput>? wanted, Guid owner, SecretBox box, string argument, int maxCount = MaxCount)
    {
        if (wanted is null)
            return [];
        if (wanted.Count > maxCount)
            throw new InputInvalidException(argument, $"The list has {wanted.Count} entries; at most {maxCount} are allowed.");
        var headers = new List<CustomHeader>();
        foreach (var header in wanted)
        {
            Check(header, argument);
            if (headers.Exists(other => IsNamed(other, header.Name)))
                throw new InputInvalidException(argument, $"The header '{header.Name}' is given twice.");
            headers.Add(SecretBox.IsMask(header.Value, null)
                ? before.FirstOrDefault(other => IsNamed(other, header.Name)) ?? throw new InputInvalidException(argument, $"The value of '{header.Name}' is a mask, but there is no value to keep.")
                : new CustomHeader(header.Name, box.Seal(header.Value, Purpose(owner, header.Name))));
        }
        return headers;
    }

    /// <summary>The value to send.</summary>
    public static string Open(this CustomHeader header, Guid owner, SecretBox box) => box.Open(header.Sealed, Purpose(owner, header.Name));

    private static bool IsNamed(CustomHeader header, string name) => string.Equals(header.Name, name, StringComparison.OrdinalIgnoreCase);

    // Nothing from a value is repeated in a message: it is a secret.
    private static void Check(CustomHeaderInput header, string argument)
    {
        if (header.Name.Length is 0 or > MaxNameLength || !header.Name.All(c => char.IsAsciiLetterOrDigit(c) || TokenCharacters.Contains(c)))
            throw new InputInvalidException(argument, $"A header's name has 1 to {MaxNameLength} letters, digits and dashes.");
        if (!header.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && !(header.Name.StartsWith("X-", StringComparison.OrdinalIgnoreCase) && header.Name.Length > 2))
            throw new InputInvalidException(argument, $"The header '{header.Name}' cannot be set; only Authorization and names that start with X- can.");
        if (string.IsNullOrWhiteSpace(header.Value) || header.Value.Length > MaxValueLength || !header.Value.All(c => c is >= ' ' and <= '~'))
            throw new InputInvalidException(argument, $"The value of '{header.Name}' must be 1 to {MaxValueLength} visible ASCII characters, without line breaks.");
    }

    private static string[] Purpose(Guid owner, string name) => ["integrations", "headers", owner.ToString("N"), name.ToLowerInvariant()];
}
