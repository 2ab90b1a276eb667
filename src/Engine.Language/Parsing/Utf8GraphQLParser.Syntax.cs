namespace GraphQLPlugins.Engine.Language;

public ref partial struct Utf8GraphQLParser
{
    /// <summary>Parses parts of documents; the whole text must be that part.</summary>
    public static class Syntax
    {
        /// <summary>Parses a value.</summary>
        /// <param name="source">The text.</param>
        /// <param name="constant">True refuses variables.</param>
        /// <exception cref="SyntaxException">The text is no value.</exception>
        public static IValueNode ParseValueLiteral(string source, bool constant = true)
        {
            using var text = new Utf8Text(source, ParserOptions.Default);
            return ParseValueLiteral(text.Bytes, constant);
        }

        /// <summary>Parses a value.</summary>
        /// <param name="source">The text as UTF-8.</param>
        /// <param name="constant">True refuses variables.</param>
        /// <exception cref="SyntaxException">The text is no value.</exception>
        public static IValueNode ParseValueLiteral(ReadOnlySpan<byte> source, bool constant = true)
        {
            var parser = new Utf8GraphQLParser(source, null);
            try
            {
                parser.Next();
                var value = parser.ParseValue(constant);
                parser.ExpectEnd();
                return value;
            }
            finally
            {
                parser.Release();
            }
        }

        /// <summary>Parses an input object.</summary>
        /// <exception cref="SyntaxException">The text is no input object.</exception>
        public static ObjectValueNode ParseObjectLiteral(string source, bool constant = true) =>
            ParseValueLiteral(source, constant) as ObjectValueNode
            ?? throw new SyntaxException($"Expected a `{TokenKind.LeftBrace}`-token.", 1, 1, 0);

        /// <summary>Parses a type reference such as <c>[Int!]!</c>.</summary>
        /// <exception cref="SyntaxException">The text is no type reference.</exception>
        public static ITypeNode ParseTypeReference(string source)
        {
            using var text = new Utf8Text(source, ParserOptions.Default);
            var parser = new Utf8GraphQLParser(text.Bytes, null);
            try
            {
                parser.Next();
                var type = parser.ParseType();
                parser.ExpectEnd();
                return type;
            }
            finally
            {
                parser.Release();
            }
        }

        /// <summary>Parses a selection set with its braces.</summary>
        /// <exception cref="SyntaxException">The text is no selection set.</exception>
        public static SelectionSetNode ParseSelectionSet(string source)
        {
            using var text = new Utf8Text(source, ParserOptions.Default);
            var parser = new Utf8GraphQLParser(text.Bytes, null);
            try
            {
                parser.Next();
                var selections = parser.ParseSelectionSet();
                parser.ExpectEnd();
                return selections;
            }
            finally
            {
                parser.Release();
            }
        }
    }

    private readonly void ExpectEnd()
    {
        if (_reader.Kind != TokenKind.EndOfFile) throw Expected(TokenKind.EndOfFile);
    }
}
