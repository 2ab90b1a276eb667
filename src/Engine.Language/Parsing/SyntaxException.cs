namespace GraphQLPlugins.Engine.Language;

/// <summary>The text is no GraphQL, or exceeds a limit of <see cref="ParserOptions" />.</summary>
public sealed class SyntaxException : Exception
{
    internal SyntaxException(string message, int line, int column, int position) : base(message)
    {
        Line = line;
        Column = column;
        Position = position;
    }

    /// <summary>Line of the offending token or character, from 1.</summary>
    public int Line { get; }

    /// <summary>Column in UTF-16 code units, from 1.</summary>
    public int Column { get; }

    /// <summary>Offset of the byte.</summary>
    public int Position { get; }
}
