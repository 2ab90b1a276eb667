using System.Text;

namespace GraphQLPlugins.Engine.Language;

public ref partial struct Utf8GraphQLParser
{
    private IValueNode ParseValue(bool isConstant)
    {
        var start = Here;
        switch (_reader.Kind)
        {
            case TokenKind.LeftBracket:
                return ParseList(isConstant);
            case TokenKind.LeftBrace:
                return ParseObject(isConstant);
            case TokenKind.Integer:
                var integer = NumberText();
                Next();
                return new IntValueNode(Locate(start), integer);
            case TokenKind.Float:
                var number = NumberText();
                Next();
                return new FloatValueNode(Locate(start), number);
            case TokenKind.String or TokenKind.BlockString:
                return ParseString();
            case TokenKind.Name:
                return ParseNameValue();
            case TokenKind.Dollar when !isConstant:
                return ParseVariable();
            case TokenKind.Dollar:
                Next();
                throw new SyntaxException(
                    _reader.Kind == TokenKind.Name
                        ? $"Unexpected variable `${NameCache.Get(_reader.Value)}`, this value must be constant."
                        : $"Unexpected `{TokenKind.Dollar}`-token.",
                    start.Line,
                    start.Column,
                    start.Position);
            default:
                throw Unexpected();
        }
    }

    private readonly string NumberText() => _reader.Value.Length <= 4 ? NameCache.Get(_reader.Value) : Encoding.ASCII.GetString(_reader.Value);

    private IValueNode ParseNameValue()
    {
        var start = Here;
        var name = _reader.Value;
        Next();
        if (name.SequenceEqual("true"u8)) return new BooleanValueNode(Locate(start), true);
        if (name.SequenceEqual("false"u8)) return new BooleanValueNode(Locate(start), false);
        if (name.SequenceEqual("null"u8)) return new NullValueNode(Locate(start));
        return new EnumValueNode(Locate(start), NameCache.Get(name));
    }

    private VariableNode ParseVariable()
    {
        var start = Here;
        Expect(TokenKind.Dollar);
        var name = ParseName();
        return new VariableNode(Locate(start), name);
    }

    private ListValueNode ParseList(bool isConstant)
    {
        var start = Here;
        Enter();
        Next();
        var first = _pendingCount;
        while (!Skip(TokenKind.RightBracket)) Push(ParseValue(isConstant));
        _depth--;
        return new ListValueNode(Locate(start), Take<IValueNode>(first));
    }

    private ObjectValueNode ParseObject(bool isConstant)
    {
        var start = Here;
        Enter();
        Next();
        var first = _pendingCount;
        while (!Skip(TokenKind.RightBrace))
        {
            var field = Here;
            var name = ParseName();
            Expect(TokenKind.Colon);
            var value = ParseValue(isConstant);
            Push(new ObjectFieldNode(Locate(field), name, value));
        }

        _depth--;
        return new ObjectValueNode(Locate(start), Take<ObjectFieldNode>(first));
    }

    private ITypeNode ParseType()
    {
        var start = Here;
        INullableTypeNode type;
        if (_reader.Kind == TokenKind.LeftBracket)
        {
            Enter();
            Next();
            var item = ParseType();
            Expect(TokenKind.RightBracket);
            _depth--;
            type = new ListTypeNode(Locate(start), item);
        }
        else
        {
            type = ParseNamedType();
        }

        return Skip(TokenKind.Bang) ? new NonNullTypeNode(Locate(start), type) : type;
    }

    private NamedTypeNode ParseNamedType()
    {
        var start = Here;
        var name = ParseName();
        return new NamedTypeNode(Locate(start), name);
    }
}
