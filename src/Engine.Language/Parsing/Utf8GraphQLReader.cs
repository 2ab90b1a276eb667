using System.Runtime.CompilerServices;
using System.Text;

namespace GraphQLPlugins.Engine.Language;

/// <summary>The lexer (spec 2.1): one token at a time over UTF-8, without allocation. Comments, commas and white space are skipped.</summary>
public ref struct Utf8GraphQLReader
{
    private readonly ReadOnlySpan<byte> _source;
    private int _next;
    private int _lineStart;
    private int _lineExcess; // bytes of the line so far that are no UTF-16 code unit of their own
    private int _currentLine;

    /// <summary>A reader that stands before the first token.</summary>
    public Utf8GraphQLReader(ReadOnlySpan<byte> source)
    {
        _source = source;
        Kind = TokenKind.StartOfFile;
        Line = 1;
        Column = 1;
        _currentLine = 1;
    }

    /// <summary>The kind of the current token.</summary>
    public TokenKind Kind { get; private set; }

    /// <summary>Offset of the token's first byte.</summary>
    public int Start { get; private set; }

    /// <summary>Offset after the token's last byte.</summary>
    public int End { get; private set; }

    /// <summary>Line of the token, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Column of the token in UTF-16 code units, from 1.</summary>
    public int Column { get; private set; }

    /// <summary>The bytes of a name or number; of a string what stands between the quotes, escapes unresolved.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>True when a string token holds escapes.</summary>
    public bool HasEscapes { get; private set; }

    /// <summary>Moves to the next token. False at the end.</summary>
    public bool Read()
    {
        SkipIgnored();
        Start = _next;
        Line = _currentLine;
        Column = ColumnAt(_next);
        if (_next >= _source.Length)
        {
            End = _next;
            Kind = TokenKind.EndOfFile;
            Value = default;
            return false;
        }

        var c = _source[_next];
        if (Characters.IsNameStart(c)) ReadName();
        else if (c == '"') ReadString();
        else if (c == '-' || Characters.IsDigit(c)) ReadNumber();
        else ReadPunctuator(c);
        return true;
    }

    /// <summary>The text of a string or block string token: escapes resolved, indentation taken off.</summary>
    public readonly string GetString() => Kind == TokenKind.BlockString
        ? StringDecoder.DecodeBlock(Value, HasEscapes)
        : StringDecoder.Decode(Value, HasEscapes);

    internal readonly SyntaxException Error(string message) => new(message, Line, Column, Start);

    private readonly int ColumnAt(int position) => position - _lineStart - _lineExcess + 1;

    private readonly SyntaxException ErrorAt(int position, string message) => new(message, _currentLine, ColumnAt(position), position);

    private void SkipIgnored()
    {
        while (_next < _source.Length)
        {
            switch (_source[_next])
            {
                case (byte)' ' or (byte)'\t' or (byte)',':
                    _next++;
                    break;
                case (byte)'\n':
                    NewLine(_next + 1);
                    break;
                case (byte)'\r':
                    NewLine(_next + 1 < _source.Length && _source[_next + 1] == '\n' ? _next + 2 : _next + 1);
                    break;
                case (byte)'#':
                    SkipComment();
                    break;
                case 0xEF when _source[_next..].StartsWith("\uFEFF"u8):
                    _next += 3;
                    _lineExcess += 2;
                    break;
                default:
                    return;
            }
        }
    }

    private void NewLine(int next)
    {
        _next = next;
        _lineStart = next;
        _lineExcess = 0;
        _currentLine++;
    }

    private void SkipComment()
    {
        do
        {
            var stop = _source[_next..].IndexOfAny(Characters.CommentStops);
            _next = stop < 0 ? _source.Length : _next + stop;
        }
        while (_next < _source.Length && _source[_next] >= 0x80 && TrySkipRune());
    }

    /// <summary>Steps over one character beyond ASCII. False when the bytes are no UTF-8.</summary>
    private bool TrySkipRune()
    {
        if (Rune.DecodeFromUtf8(_source[_next..], out var rune, out var length) != System.Buffers.OperationStatus.Done) return false;
        _next += length;
        _lineExcess += length - rune.Utf16SequenceLength;
        return true;
    }

    private void ReadName()
    {
        var end = _next + 1;
        while (end < _source.Length && Characters.IsNamePart(_source[end])) end++;
        Finish(TokenKind.Name, end);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Finish(TokenKind kind, int end)
    {
        Kind = kind;
        Value = _source[_next..end];
        End = end;
        _next = end;
    }

    private void ReadPunctuator(byte c)
    {
        var kind = c switch
        {
            (byte)'{' => TokenKind.LeftBrace,
            (byte)'}' => TokenKind.RightBrace,
            (byte)'(' => TokenKind.LeftParenthesis,
            (byte)')' => TokenKind.RightParenthesis,
            (byte)':' => TokenKind.Colon,
            (byte)'!' => TokenKind.Bang,
            (byte)'$' => TokenKind.Dollar,
            (byte)'@' => TokenKind.At,
            (byte)'=' => TokenKind.Equal,
            (byte)'[' => TokenKind.LeftBracket,
            (byte)']' => TokenKind.RightBracket,
            (byte)'|' => TokenKind.Pipe,
            (byte)'&' => TokenKind.Ampersand,
            (byte)'.' when _source[_next..].StartsWith("..."u8) => TokenKind.Spread,
            _ => throw UnexpectedCharacter(_next)
        };
        Finish(kind, kind == TokenKind.Spread ? _next + 3 : _next + 1);
    }

    private readonly SyntaxException UnexpectedCharacter(int position)
    {
        var what = Describe(position);
        return ErrorAt(position, what == "`'`" ? "Unexpected single quote, a string is written with double quotes." : $"Unexpected character {what}.");
    }

    /// <summary>The character at a position as error messages show it.</summary>
    private readonly string Describe(int position)
    {
        if (position >= _source.Length) return "end of file";
        if (Rune.DecodeFromUtf8(_source[position..], out var rune, out _) != System.Buffers.OperationStatus.Done)
        {
            return $"0x{_source[position]:X2} that is no UTF-8";
        }

        return rune.Value is > 0x20 and < 0x7F ? $"`{rune}`" : $"U+{rune.Value:X4}";
    }

    private void ReadNumber()
    {
        var position = _next;
        var kind = TokenKind.Integer;
        if (_source[position] == '-') position++;
        if (At(position) == '0')
        {
            position++;
            if (Characters.IsDigit(At(position))) throw InvalidNumber(position, "digit after a leading zero");
        }
        else
        {
            position = SkipDigits(position);
        }

        if (At(position) == '.')
        {
            kind = TokenKind.Float;
            position = SkipDigits(position + 1);
        }

        if ((At(position) | 0x20) == 'e')
        {
            kind = TokenKind.Float;
            position++;
            if (At(position) is (byte)'+' or (byte)'-') position++;
            position = SkipDigits(position);
        }

        var after = At(position);
        if (after == '.' || Characters.IsNameStart(after)) throw InvalidNumber(position, Describe(position));
        Finish(kind, position);
    }

    private readonly byte At(int position) => position < _source.Length ? _source[position] : (byte)0;

    private readonly int SkipDigits(int position)
    {
        if (!Characters.IsDigit(At(position))) throw InvalidNumber(position, Describe(position));
        do position++; while (Characters.IsDigit(At(position)));
        return position;
    }

    private readonly SyntaxException InvalidNumber(int position, string found) => ErrorAt(position, $"Invalid number, unexpected {found}.");

    private void ReadString()
    {
        HasEscapes = false;
        if (_source[_next..].StartsWith("\"\"\""u8))
        {
            ReadBlockString();
            return;
        }

        var start = ++_next;
        while (MoveToStringStop())
        {
            switch (_source[_next])
            {
                case (byte)'"':
                    Kind = TokenKind.String;
                    Value = _source[start.._next];
                    End = ++_next;
                    return;
                case (byte)'\\':
                    HasEscapes = true;
                    _next += EscapeLength();
                    break;
                case (byte)'\n' or (byte)'\r':
                    throw ErrorAt(_next, "Unterminated string.");
                default:
                    if (!TrySkipRune()) throw InvalidInString();
                    break;
            }
        }

        throw ErrorAt(_next, "Unterminated string.");
    }

    /// <summary>Moves to the next quote, backslash, line terminator or character beyond ASCII; false at the end.</summary>
    private bool MoveToStringStop()
    {
        var stop = _source[_next..].IndexOfAny(Characters.StringStops);
        _next = stop < 0 ? _source.Length : _next + stop;
        return stop >= 0;
    }

    private readonly SyntaxException InvalidInString() => ErrorAt(_next, $"Invalid character {Describe(_next)} within a string.");

    private readonly int EscapeLength()
    {
        var escape = _source[_next..];
        if (escape.Length > 1 && escape[1] == 'u')
        {
            var length = StringDecoder.ReadUnicodeEscape(escape, out _);
            return length > 0 ? length : throw ErrorAt(_next, "Invalid Unicode escape sequence.");
        }

        if (escape.Length > 1 && Characters.IsSimpleEscape(escape[1])) return 2;
        throw ErrorAt(_next, $"Invalid character escape sequence, unexpected {Describe(_next + 1)} after the backslash.");
    }

    private void ReadBlockString()
    {
        _next += 3;
        var start = _next;
        while (MoveToStringStop())
        {
            switch (_source[_next])
            {
                case (byte)'"' when _source[_next..].StartsWith("\"\"\""u8):
                    Kind = TokenKind.BlockString;
                    Value = _source[start.._next];
                    _next += 3;
                    End = _next;
                    return;
                case (byte)'\\' when _source[_next..].StartsWith("\\\"\"\""u8):
                    HasEscapes = true;
                    _next += 4;
                    break;
                case (byte)'\n':
                    NewLine(_next + 1);
                    break;
                case (byte)'\r':
                    NewLine(At(_next + 1) == '\n' ? _next + 2 : _next + 1);
                    break;
                case < 0x80:
                    _next++;
                    break;
                default:
                    if (!TrySkipRune()) throw InvalidInString();
                    break;
            }
        }

        throw ErrorAt(_next, "Unterminated string.");
    }
}
