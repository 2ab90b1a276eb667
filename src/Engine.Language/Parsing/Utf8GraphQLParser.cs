using System.Buffers;
using System.Runtime.CompilerServices;

namespace GraphQLPlugins.Engine.Language;

/// <summary>
/// The parser (spec 2): UTF-8 to syntax tree by recursive descent, one token ahead. Every limit of <see cref="ParserOptions" /> is checked
/// while parsing, so recursion is bounded and hostile text ends early.
/// </summary>
public ref partial struct Utf8GraphQLParser
{
    private readonly ParserOptions _options;
    private Utf8GraphQLReader _reader;
    private ISyntaxNode[] _pending;
    private int _pendingCount;
    private int _lastEnd;
    private int _tokens;
    private int _nodes;
    private int _fields;
    private int _directives;
    private int _depth;

    private Utf8GraphQLParser(ReadOnlySpan<byte> source, ParserOptions? options)
    {
        _options = options ?? ParserOptions.Default;
        if (source.Length > _options.MaxAllowedBytes) throw TooManyBytes(_options);
        _reader = new Utf8GraphQLReader(source);
        _pending = ArrayPool<ISyntaxNode>.Shared.Rent(64);
    }

    /// <summary>Parses a document.</summary>
    /// <param name="source">The text as UTF-8.</param>
    /// <param name="options">The limits; <see cref="ParserOptions.Default" /> when null.</param>
    /// <exception cref="SyntaxException">The text is no GraphQL document or exceeds a limit.</exception>
    public static DocumentNode Parse(ReadOnlySpan<byte> source, ParserOptions? options = null)
    {
        var parser = new Utf8GraphQLParser(source, options);
        try
        {
            return parser.ParseDocument();
        }
        finally
        {
            parser.Release();
        }
    }

    /// <summary>Parses a document.</summary>
    /// <param name="source">The text.</param>
    /// <param name="options">The limits; <see cref="ParserOptions.Default" /> when null.</param>
    /// <exception cref="SyntaxException">The text is no GraphQL document or exceeds a limit.</exception>
    public static DocumentNode Parse(string source, ParserOptions? options = null)
    {
        using var text = new Utf8Text(source, options ?? ParserOptions.Default);
        return Parse(text.Bytes, options);
    }

    internal static SyntaxException TooManyBytes(ParserOptions options) =>
        new($"The GraphQL request document contains more than {options.MaxAllowedBytes} bytes. Parsing aborted.", 1, 1, 0);

    private void Release() => ArrayPool<ISyntaxNode>.Shared.Return(_pending, clearArray: true);

    private DocumentNode ParseDocument()
    {
        Next();
        var start = new Mark(0, 1, 1);
        var first = _pendingCount;
        do Push(ParseDefinition()); while (_reader.Kind != TokenKind.EndOfFile);
        return new DocumentNode(Locate(start), Take<IDefinitionNode>(first)) { FieldsCount = _fields, TokensCount = _tokens };
    }

    private IDefinitionNode ParseDefinition()
    {
        if (_reader.Kind == TokenKind.LeftBrace)
        {
            var shorthand = Here;
            var selections = ParseSelectionSet();
            return new OperationDefinitionNode(Locate(shorthand), null, null, OperationType.Query, [], [], selections);
        }

        var start = Here;
        var description = ParseDescription();
        if (_reader.Kind == TokenKind.Name)
        {
            if (TryParseOperationType(out var operation)) return ParseOperation(start, description, operation);
            var keyword = _reader.Value;
            if (keyword.SequenceEqual("fragment"u8)) return ParseFragmentDefinition(start, description);
            if (TryParseTypeSystemDefinition(start, description, out var definition)) return definition;
            if (description is null && keyword.SequenceEqual("extend"u8)) return ParseTypeSystemExtension(start);
        }
        else if (description is null || _reader.Kind != TokenKind.LeftBrace)
        {
            throw Unexpected();
        }

        if (description is null) throw Unexpected();
        throw new SyntaxException(
            _reader.Kind == TokenKind.LeftBrace
                ? "Unexpected description, a shorthand query has none."
                : "Unexpected description, only GraphQL definitions have descriptions.",
            start.Line,
            start.Column,
            start.Position);
    }

    /// <summary>Consumes the keyword of an operation; false when the name is another one.</summary>
    private bool TryParseOperationType(out OperationType operation)
    {
        operation = OperationType.Query;
        var keyword = _reader.Value;
        if (!keyword.SequenceEqual("query"u8))
        {
            if (keyword.SequenceEqual("mutation"u8)) operation = OperationType.Mutation;
            else if (keyword.SequenceEqual("subscription"u8)) operation = OperationType.Subscription;
            else return false;
        }

        Next();
        return true;
    }

    private StringValueNode? ParseDescription() =>
        _reader.Kind is TokenKind.String or TokenKind.BlockString ? ParseString() : null;

    private StringValueNode ParseString()
    {
        var start = Here;
        var block = _reader.Kind == TokenKind.BlockString;
        var text = _reader.GetString();
        Next();
        return new StringValueNode(Locate(start), text, block);
    }

    private NameNode ParseName()
    {
        if (_reader.Kind != TokenKind.Name) throw Expected(TokenKind.Name);
        var start = Here;
        var text = NameCache.Get(_reader.Value);
        Next();
        return new NameNode(Locate(start), text);
    }

    private DirectiveNode[] ParseDirectives(bool isConstant)
    {
        if (_reader.Kind != TokenKind.At) return [];
        var first = _pendingCount;
        while (_reader.Kind == TokenKind.At)
        {
            if (++_directives > _options.MaxAllowedDirectives) throw TooMany(_options.MaxAllowedDirectives, "directives");
            var start = Here;
            Next();
            var name = ParseName();
            var arguments = ParseArguments(isConstant);
            Push(new DirectiveNode(Locate(start), name, arguments));
        }

        return Take<DirectiveNode>(first);
    }

    private ArgumentNode[] ParseArguments(bool isConstant)
    {
        if (!Skip(TokenKind.LeftParenthesis)) return [];
        var first = _pendingCount;
        do
        {
            var start = Here;
            var name = ParseName();
            Expect(TokenKind.Colon);
            var value = ParseValue(isConstant);
            Push(new ArgumentNode(Locate(start), name, value));
        }
        while (!Skip(TokenKind.RightParenthesis));
        return Take<ArgumentNode>(first);
    }

    private readonly record struct Mark(int Position, int Line, int Column);

    private readonly Mark Here => new(_reader.Start, _reader.Line, _reader.Column);

    /// <summary>Every node passes here once, so this is where nodes are counted.</summary>
    private Location? Locate(Mark start)
    {
        if (++_nodes > _options.MaxAllowedNodes) throw TooMany(_options.MaxAllowedNodes, "syntax nodes");
        return _options.IncludeLocations ? new Location(start.Position, _lastEnd, start.Line, start.Column) : null;
    }

    private void Next()
    {
        _lastEnd = _reader.End;
        if (_reader.Read() && ++_tokens > _options.MaxAllowedTokens) throw TooMany(_options.MaxAllowedTokens, "tokens");
    }

    private bool Skip(TokenKind kind)
    {
        if (_reader.Kind != kind) return false;
        Next();
        return true;
    }

    private void Expect(TokenKind kind)
    {
        if (!Skip(kind)) throw Expected(kind);
    }

    private readonly bool IsKeyword(ReadOnlySpan<byte> keyword) => _reader.Kind == TokenKind.Name && _reader.Value.SequenceEqual(keyword);

    private bool SkipKeyword(ReadOnlySpan<byte> keyword)
    {
        if (!IsKeyword(keyword)) return false;
        Next();
        return true;
    }

    private void Enter()
    {
        if (++_depth > _options.MaxAllowedRecursionDepth)
        {
            throw _reader.Error(
                $"The GraphQL request document nests deeper than the {_options.MaxAllowedRecursionDepth} levels allowed. Parsing aborted.");
        }
    }

    private void Push(ISyntaxNode node)
    {
        if (_pendingCount == _pending.Length) Grow();
        _pending[_pendingCount++] = node;
    }

    private void Grow()
    {
        var larger = ArrayPool<ISyntaxNode>.Shared.Rent(_pending.Length * 2);
        _pending.CopyTo(larger, 0);
        Release();
        _pending = larger;
    }

    /// <summary>Takes the nodes pushed since a list began.</summary>
    private T[] Take<T>(int first) where T : class, ISyntaxNode
    {
        var nodes = new T[_pendingCount - first];
        for (var i = 0; i < nodes.Length; i++) nodes[i] = Unsafe.As<T>(_pending[first + i]);
        _pendingCount = first;
        return nodes;
    }

    private readonly SyntaxException Expected(TokenKind kind) =>
        _reader.Error($"Expected a `{kind}`-token, but found a `{_reader.Kind}`-token.");

    private readonly SyntaxException Unexpected() => _reader.Kind == TokenKind.Name
        ? _reader.Error($"Unexpected name `{NameCache.Get(_reader.Value)}`.")
        : _reader.Error($"Unexpected `{_reader.Kind}`-token.");

    private readonly SyntaxException TooMany(int limit, string what) =>
        _reader.Error($"The GraphQL request document contains more than {limit} {what}. Parsing aborted.");
}
