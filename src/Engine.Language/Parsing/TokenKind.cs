namespace GraphQLPlugins.Engine.Language;

/// <summary>The kinds of tokens (spec 2.1.6). The names are the ones that error messages show.</summary>
public enum TokenKind : byte
{
#pragma warning disable CS1591 // each member is named after its character or its rule in the grammar
    StartOfFile, EndOfFile, Bang, Dollar, Ampersand, LeftParenthesis, RightParenthesis, Spread, Colon, Equal, At,
    LeftBracket, RightBracket, LeftBrace, Pipe, RightBrace, Name, Integer, Float, String, BlockString, Dot, QuestionMark
#pragma warning restore CS1591
}
