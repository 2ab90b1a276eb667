using System.Security.Cryptography;
using GraphQLPlugins.Options.Definitions;

namespace GraphQLPlugins.Options.Generation;

/// <summary>Makes up values from the system's source of randomness.</summary>
internal static class OptionGenerator
{
    private static readonly Func<char, bool>[] Kinds = [char.IsAsciiLetterLower, char.IsAsciiLetterUpper, char.IsAsciiDigit, c => !char.IsAsciiLetterOrDigit(c)];

    public static string Make(OptionGeneration generation) => generation.Format switch
    {
        OptionGenerationFormat.Uuid => Uuid(),
        OptionGenerationFormat.Password => Password(generation),
        _ => RandomNumberGenerator.GetString(generation.Alphabet, generation.Length),
    };

    private static string Uuid()
    {
        var bytes = RandomNumberGenerator.GetBytes(16);
        bytes[6] = (byte)((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString("D");
    }

    /// <summary>One of each kind first, the rest of all, in random order: no draw is thrown away, so it always ends.</summary>
    private static string Password(OptionGeneration generation)
    {
        var characters = new char[generation.Length];
        var at = 0;
        foreach (var kind in Kinds)
        {
            var choices = generation.Alphabet.Where(kind).ToArray();
            if (choices.Length > 0) characters[at++] = RandomNumberGenerator.GetItems<char>(choices, 1)[0];
        }
        RandomNumberGenerator.GetItems(generation.Alphabet, characters.AsSpan(at));
        RandomNumberGenerator.Shuffle(characters.AsSpan());
        return new string(characters);
    }
}
