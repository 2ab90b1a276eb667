namespace GraphQLPlugins.Kernel.Refusals;

/// <summary>A text cannot be used as it is.</summary>
public sealed class TextInvalidException : RefusalException
{
    /// <summary>With the argument and what is wrong with it.</summary>
    public TextInvalidException(string argument, string reason) : base($"{argument} {reason}.", argument) { }

    /// <summary>Lets a one-line name through: not blank, not too long, no control characters, no half surrogate pairs.</summary>
    public static string Name(string argument, string value, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(value)) throw new TextInvalidException(argument, "must not be blank");
        if (value.Length > maxLength) throw new TextInvalidException(argument, $"has {value.Length} characters, more than the {maxLength} allowed");
        if (value.Any(char.IsControl)) throw new TextInvalidException(argument, "contains a control character");
        if (!IsWellFormed(value)) throw new TextInvalidException(argument, "contains half a surrogate pair");
        return value;
    }

    private static bool IsWellFormed(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (!char.IsSurrogate(value[i])) continue;
            if (i + 1 == value.Length || !char.IsSurrogatePair(value[i], value[i + 1])) return false;
            i++;
        }
        return true;
    }
}
