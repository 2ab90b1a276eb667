using System.Diagnostics.CodeAnalysis;

namespace GraphQLPlugins.Engine.Language;

public ref partial struct Utf8GraphQLParser
{
    private bool TryParseTypeSystemDefinition(Mark start, StringValueNode? description, [NotNullWhen(true)] out IDefinitionNode? definition)
    {
        var keyword = _reader.Value;
        definition = null;
        if (keyword.SequenceEqual("type"u8)) definition = ParseObjectType(start, description);
        else if (keyword.SequenceEqual("input"u8)) definition = ParseInputObjectType(start, description);
        else if (keyword.SequenceEqual("enum"u8)) definition = ParseEnumType(start, description);
        else if (keyword.SequenceEqual("interface"u8)) definition = ParseInterfaceType(start, description);
        else if (keyword.SequenceEqual("union"u8)) definition = ParseUnionType(start, description);
        else if (keyword.SequenceEqual("scalar"u8)) definition = ParseScalarType(start, description);
        else if (keyword.SequenceEqual("schema"u8)) definition = ParseSchema(start, description);
        else if (keyword.SequenceEqual("directive"u8)) definition = ParseDirectiveDefinition(start, description);
        return definition is not null;
    }

    private IDefinitionNode ParseTypeSystemExtension(Mark start)
    {
        Next();
        if (_reader.Kind != TokenKind.Name) throw Unexpected();
        var keyword = _reader.Value;
        if (keyword.SequenceEqual("type"u8)) return ParseObjectTypeExtension(start);
        if (keyword.SequenceEqual("input"u8)) return ParseInputObjectTypeExtension(start);
        if (keyword.SequenceEqual("enum"u8)) return ParseEnumTypeExtension(start);
        if (keyword.SequenceEqual("interface"u8)) return ParseInterfaceTypeExtension(start);
        if (keyword.SequenceEqual("union"u8)) return ParseUnionTypeExtension(start);
        if (keyword.SequenceEqual("scalar"u8)) return ParseScalarTypeExtension(start);
        if (keyword.SequenceEqual("schema"u8)) return ParseSchemaExtension(start);
        throw Unexpected();
    }

    private SchemaDefinitionNode ParseSchema(Mark start, StringValueNode? description)
    {
        Next();
        var directives = ParseDirectives(isConstant: true);
        if (_reader.Kind != TokenKind.LeftBrace) throw Expected(TokenKind.LeftBrace);
        var types = ParseOperationTypes();
        return new SchemaDefinitionNode(Locate(start), description, directives, types);
    }

    private SchemaExtensionNode ParseSchemaExtension(Mark start)
    {
        Next();
        var directives = ParseDirectives(isConstant: true);
        var types = ParseOperationTypes();
        RefuseEmptyExtension(directives.Length + types.Length);
        return new SchemaExtensionNode(Locate(start), directives, types);
    }

    private OperationTypeDefinitionNode[] ParseOperationTypes()
    {
        if (!Skip(TokenKind.LeftBrace)) return [];
        var first = _pendingCount;
        do
        {
            var start = Here;
            if (_reader.Kind != TokenKind.Name) throw Expected(TokenKind.Name);
            if (!TryParseOperationType(out var operation)) throw Unexpected();
            Expect(TokenKind.Colon);
            var type = ParseNamedType();
            Push(new OperationTypeDefinitionNode(Locate(start), operation, type));
        }
        while (!Skip(TokenKind.RightBrace));
        return Take<OperationTypeDefinitionNode>(first);
    }

    private ScalarTypeDefinitionNode ParseScalarType(Mark start, StringValueNode? description)
    {
        Next();
        var name = ParseName();
        var directives = ParseDirectives(isConstant: true);
        return new ScalarTypeDefinitionNode(Locate(start), name, description, directives);
    }

    private ScalarTypeExtensionNode ParseScalarTypeExtension(Mark start)
    {
        Next();
        var name = ParseName();
        var directives = ParseDirectives(isConstant: true);
        RefuseEmptyExtension(directives.Length);
        return new ScalarTypeExtensionNode(Locate(start), name, directives);
    }

    private ObjectTypeDefinitionNode ParseObjectType(Mark start, StringValueNode? description)
    {
        Next();
        var name = ParseName();
        var interfaces = ParseImplements();
        var directives = ParseDirectives(isConstant: true);
        var fields = ParseFieldDefinitions();
        return new ObjectTypeDefinitionNode(Locate(start), name, description, directives, interfaces, fields);
    }

    private ObjectTypeExtensionNode ParseObjectTypeExtension(Mark start)
    {
        Next();
        var name = ParseName();
        var interfaces = ParseImplements();
        var directives = ParseDirectives(isConstant: true);
        var fields = ParseFieldDefinitions();
        RefuseEmptyExtension(interfaces.Length + directives.Length + fields.Length);
        return new ObjectTypeExtensionNode(Locate(start), name, directives, interfaces, fields);
    }

    private InterfaceTypeDefinitionNode ParseInterfaceType(Mark start, StringValueNode? description)
    {
        Next();
        var name = ParseName();
        var interfaces = ParseImplements();
        var directives = ParseDirectives(isConstant: true);
        var fields = ParseFieldDefinitions();
        return new InterfaceTypeDefinitionNode(Locate(start), name, description, directives, interfaces, fields);
    }

    private InterfaceTypeExtensionNode ParseInterfaceTypeExtension(Mark start)
    {
        Next();
        var name = ParseName();
        var interfaces = ParseImplements();
        var directives = ParseDirectives(isConstant: true);
        var fields = ParseFieldDefinitions();
        RefuseEmptyExtension(interfaces.Length + directives.Length + fields.Length);
        return new InterfaceTypeExtensionNode(Locate(start), name, directives, interfaces, fields);
    }

    private NamedTypeNode[] ParseImplements() => SkipKeyword("implements"u8) ? ParseDelimitedTypes(TokenKind.Ampersand) : [];

    private NamedTypeNode[] ParseDelimitedTypes(TokenKind delimiter)
    {
        Skip(delimiter);
        var first = _pendingCount;
        do Push(ParseNamedType()); while (Skip(delimiter));
        return Take<NamedTypeNode>(first);
    }

    private FieldDefinitionNode[] ParseFieldDefinitions()
    {
        if (!Skip(TokenKind.LeftBrace)) return [];
        var first = _pendingCount;
        do
        {
            var start = Here;
            var description = ParseDescription();
            var name = ParseName();
            var arguments = ParseInputValues(TokenKind.LeftParenthesis, TokenKind.RightParenthesis);
            Expect(TokenKind.Colon);
            var type = ParseType();
            var directives = ParseDirectives(isConstant: true);
            Push(new FieldDefinitionNode(Locate(start), name, description, arguments, type, directives));
        }
        while (!Skip(TokenKind.RightBrace));
        return Take<FieldDefinitionNode>(first);
    }

    private InputValueDefinitionNode[] ParseInputValues(TokenKind open, TokenKind close)
    {
        if (!Skip(open)) return [];
        var first = _pendingCount;
        do
        {
            var start = Here;
            var description = ParseDescription();
            var name = ParseName();
            Expect(TokenKind.Colon);
            var type = ParseType();
            var value = Skip(TokenKind.Equal) ? ParseValue(isConstant: true) : null;
            var directives = ParseDirectives(isConstant: true);
            Push(new InputValueDefinitionNode(Locate(start), name, description, type, value, directives));
        }
        while (!Skip(close));
        return Take<InputValueDefinitionNode>(first);
    }

    private UnionTypeDefinitionNode ParseUnionType(Mark start, StringValueNode? description)
    {
        Next();
        var name = ParseName();
        var directives = ParseDirectives(isConstant: true);
        var types = Skip(TokenKind.Equal) ? ParseDelimitedTypes(TokenKind.Pipe) : [];
        return new UnionTypeDefinitionNode(Locate(start), name, description, directives, types);
    }

    private UnionTypeExtensionNode ParseUnionTypeExtension(Mark start)
    {
        Next();
        var name = ParseName();
        var directives = ParseDirectives(isConstant: true);
        var types = Skip(TokenKind.Equal) ? ParseDelimitedTypes(TokenKind.Pipe) : [];
        RefuseEmptyExtension(directives.Length + types.Length);
        return new UnionTypeExtensionNode(Locate(start), name, directives, types);
    }

    private EnumTypeDefinitionNode ParseEnumType(Mark start, StringValueNode? description)
    {
        Next();
        var name = ParseName();
        var directives = ParseDirectives(isConstant: true);
        var values = ParseEnumValues();
        return new EnumTypeDefinitionNode(Locate(start), name, description, directives, values);
    }

    private EnumTypeExtensionNode ParseEnumTypeExtension(Mark start)
    {
        Next();
        var name = ParseName();
        var directives = ParseDirectives(isConstant: true);
        var values = ParseEnumValues();
        RefuseEmptyExtension(directives.Length + values.Length);
        return new EnumTypeExtensionNode(Locate(start), name, directives, values);
    }

    private EnumValueDefinitionNode[] ParseEnumValues()
    {
        if (!Skip(TokenKind.LeftBrace)) return [];
        var first = _pendingCount;
        do
        {
            var start = Here;
            var description = ParseDescription();
            if (IsKeyword("true"u8) || IsKeyword("false"u8) || IsKeyword("null"u8)) throw Unexpected();
            var name = ParseName();
            var directives = ParseDirectives(isConstant: true);
            Push(new EnumValueDefinitionNode(Locate(start), name, description, directives));
        }
        while (!Skip(TokenKind.RightBrace));
        return Take<EnumValueDefinitionNode>(first);
    }

    private InputObjectTypeDefinitionNode ParseInputObjectType(Mark start, StringValueNode? description)
    {
        Next();
        var name = ParseName();
        var directives = ParseDirectives(isConstant: true);
        var fields = ParseInputValues(TokenKind.LeftBrace, TokenKind.RightBrace);
        return new InputObjectTypeDefinitionNode(Locate(start), name, description, directives, fields);
    }

    private InputObjectTypeExtensionNode ParseInputObjectTypeExtension(Mark start)
    {
        Next();
        var name = ParseName();
        var directives = ParseDirectives(isConstant: true);
        var fields = ParseInputValues(TokenKind.LeftBrace, TokenKind.RightBrace);
        RefuseEmptyExtension(directives.Length + fields.Length);
        return new InputObjectTypeExtensionNode(Locate(start), name, directives, fields);
    }

    private DirectiveDefinitionNode ParseDirectiveDefinition(Mark start, StringValueNode? description)
    {
        Next();
        Expect(TokenKind.At);
        var name = ParseName();
        var arguments = ParseInputValues(TokenKind.LeftParenthesis, TokenKind.RightParenthesis);
        var isRepeatable = SkipKeyword("repeatable"u8);
        if (!SkipKeyword("on"u8)) throw ExpectedKeyword("on");
        Skip(TokenKind.Pipe);
        var first = _pendingCount;
        do
        {
            if (_reader.Kind == TokenKind.Name && !DirectiveLocationNames.Contains(_reader.Value)) throw UnexpectedLocation();
            Push(ParseName());
        }
        while (Skip(TokenKind.Pipe));
        return new DirectiveDefinitionNode(Locate(start), name, description, arguments, isRepeatable, Take<NameNode>(first));
    }

    /// <summary>The token after the location is read first: what is wrong with its characters is the earlier error.</summary>
    private SyntaxException UnexpectedLocation()
    {
        var error = Unexpected();
        Next();
        return error;
    }

    private readonly void RefuseEmptyExtension(int parts)
    {
        if (parts == 0) throw Unexpected();
    }
}
