namespace GraphQLPlugins.Engine.Language;

public ref partial struct Utf8GraphQLParser
{
    private OperationDefinitionNode ParseOperation(Mark start, StringValueNode? description, OperationType operation)
    {
        var name = _reader.Kind == TokenKind.Name ? ParseName() : null;
        var variables = ParseVariableDefinitions();
        var directives = ParseDirectives(isConstant: false);
        var selections = ParseSelectionSet();
        return new OperationDefinitionNode(Locate(start), name, description, operation, variables, directives, selections);
    }

    private FragmentDefinitionNode ParseFragmentDefinition(Mark start, StringValueNode? description)
    {
        Next();
        if (IsKeyword("on"u8)) throw Unexpected();
        var name = ParseName();
        if (!SkipKeyword("on"u8)) throw ExpectedKeyword("on");
        var type = ParseNamedType();
        var directives = ParseDirectives(isConstant: false);
        var selections = ParseSelectionSet();
        return new FragmentDefinitionNode(Locate(start), name, description, type, directives, selections);
    }

    private VariableDefinitionNode[] ParseVariableDefinitions()
    {
        if (!Skip(TokenKind.LeftParenthesis)) return [];
        var first = _pendingCount;
        do
        {
            var start = Here;
            var description = ParseDescription();
            var variable = ParseVariable();
            Expect(TokenKind.Colon);
            var type = ParseType();
            var value = Skip(TokenKind.Equal) ? ParseValue(isConstant: true) : null;
            var directives = ParseDirectives(isConstant: true);
            Push(new VariableDefinitionNode(Locate(start), variable, description, type, value, directives));
        }
        while (!Skip(TokenKind.RightParenthesis));
        return Take<VariableDefinitionNode>(first);
    }

    /// <summary>Accepts an empty set: that a set is not empty is checked by validation, where the message can name the field and its type.</summary>
    private SelectionSetNode ParseSelectionSet()
    {
        var start = Here;
        Enter();
        Expect(TokenKind.LeftBrace);
        var first = _pendingCount;
        while (!Skip(TokenKind.RightBrace))
        {
            if (_reader.Kind == TokenKind.Name) Push(ParseField());
            else if (_reader.Kind == TokenKind.Spread) Push(ParseFragment());
            else throw Expected(_reader.Kind == TokenKind.EndOfFile ? TokenKind.RightBrace : TokenKind.Name);
        }

        _depth--;
        return new SelectionSetNode(Locate(start), Take<ISelectionNode>(first));
    }

    private FieldNode ParseField()
    {
        if (++_fields > _options.MaxAllowedFields) throw TooMany(_options.MaxAllowedFields, "fields");
        var start = Here;
        var name = ParseName();
        NameNode? alias = null;
        if (Skip(TokenKind.Colon))
        {
            alias = name;
            name = ParseName();
        }

        var arguments = ParseArguments(isConstant: false);
        var directives = ParseDirectives(isConstant: false);
        var selections = _reader.Kind == TokenKind.LeftBrace ? ParseSelectionSet() : null;
        return new FieldNode(Locate(start), name, alias, directives, arguments, selections);
    }

    private ISelectionNode ParseFragment()
    {
        var start = Here;
        Next();
        var hasCondition = SkipKeyword("on"u8);
        if (!hasCondition && _reader.Kind == TokenKind.Name)
        {
            var name = ParseName();
            var directives = ParseDirectives(isConstant: false);
            return new FragmentSpreadNode(Locate(start), name, directives);
        }

        var type = hasCondition ? ParseNamedType() : null;
        var inlineDirectives = ParseDirectives(isConstant: false);
        var selections = ParseSelectionSet();
        return new InlineFragmentNode(Locate(start), type, inlineDirectives, selections);
    }

    private readonly SyntaxException ExpectedKeyword(string keyword) => _reader.Kind == TokenKind.Name
        ? _reader.Error($"Expected `{keyword}`, but found `{NameCache.Get(_reader.Value)}`.")
        : _reader.Error($"Expected `{keyword}`, but found a `{_reader.Kind}`-token.");
}
