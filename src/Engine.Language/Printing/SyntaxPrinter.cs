namespace GraphQLPlugins.Engine.Language;

/// <summary>Syntax trees as text. What is printed parses to an equal tree.</summary>
public static class SyntaxPrinter
{
    /// <summary>Prints a node.</summary>
    /// <param name="node">Any node of a tree.</param>
    /// <param name="indented">True for one thing a line with two spaces a level; false for a single line.</param>
    public static string Print(ISyntaxNode node, bool indented = true)
    {
        var writer = new SyntaxWriter(indented);
        SyntaxNodePrinter.Write(writer, node);
        return writer.ToString();
    }

    /// <summary>A string as a quoted literal with the escapes it needs.</summary>
    public static string Quote(string text)
    {
        var writer = new SyntaxWriter(indented: false);
        writer.WriteQuoted(text);
        return writer.ToString();
    }
}
