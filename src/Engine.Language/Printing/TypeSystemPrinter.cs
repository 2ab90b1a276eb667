namespace GraphQLPlugins.Engine.Language;

/// <summary>How definitions and extensions of the type system are written.</summary>
internal static class TypeSystemPrinter
{
    public static void Write(SyntaxWriter writer, ISyntaxNode node)
    {
        switch (node)
        {
            case SchemaDefinitionNode n:
                SyntaxNodePrinter.WriteDescription(writer, n.Description);
                WriteSchema(writer, "schema", n.Directives, n.OperationTypes);
                break;
            case SchemaExtensionNode n: WriteSchema(writer, "extend schema", n.Directives, n.OperationTypes); break;
            case OperationTypeDefinitionNode n: WriteOperationType(writer, n); break;
            case ScalarTypeDefinitionNode n: Head(writer, n.Description, "scalar ", n.Name, n.Directives); break;
            case ScalarTypeExtensionNode n: Head(writer, null, "extend scalar ", n.Name, n.Directives); break;
            case ObjectTypeDefinitionNode n: WriteFields(writer, n.Description, "type ", n); break;
            case ObjectTypeExtensionNode n: WriteFields(writer, null, "extend type ", n); break;
            case InterfaceTypeDefinitionNode n: WriteFields(writer, n.Description, "interface ", n); break;
            case InterfaceTypeExtensionNode n: WriteFields(writer, null, "extend interface ", n); break;
            case UnionTypeDefinitionNode n:
                Head(writer, n.Description, "union ", n.Name, n.Directives);
                WriteMembers(writer, n.Types);
                break;
            case UnionTypeExtensionNode n:
                Head(writer, null, "extend union ", n.Name, n.Directives);
                WriteMembers(writer, n.Types);
                break;
            case EnumTypeDefinitionNode n:
                Head(writer, n.Description, "enum ", n.Name, n.Directives);
                WriteBlock(writer, n.Values, WriteEnumValue);
                break;
            case EnumTypeExtensionNode n:
                Head(writer, null, "extend enum ", n.Name, n.Directives);
                WriteBlock(writer, n.Values, WriteEnumValue);
                break;
            case InputObjectTypeDefinitionNode n:
                Head(writer, n.Description, "input ", n.Name, n.Directives);
                WriteBlock(writer, n.Fields, WriteInputField);
                break;
            case InputObjectTypeExtensionNode n:
                Head(writer, null, "extend input ", n.Name, n.Directives);
                WriteBlock(writer, n.Fields, WriteInputField);
                break;
            case FieldDefinitionNode n: WriteField(writer, n); break;
            case InputValueDefinitionNode n: WriteInputField(writer, n); break;
            case EnumValueDefinitionNode n: WriteEnumValue(writer, n); break;
            case DirectiveDefinitionNode n: WriteDirectiveDefinition(writer, n); break;
            default: throw new ArgumentException($"No node of the syntax tree: {node.GetType()}.", nameof(node));
        }
    }

    private static void WriteSchema(
        SyntaxWriter writer,
        string keyword,
        IReadOnlyList<DirectiveNode> directives,
        IReadOnlyList<OperationTypeDefinitionNode> types)
    {
        writer.Write(keyword);
        SyntaxNodePrinter.WriteDirectives(writer, directives);
        WriteBlock(writer, types, WriteOperationType);
    }

    private static void WriteOperationType(SyntaxWriter writer, OperationTypeDefinitionNode type)
    {
        writer.Write(SyntaxNodePrinter.Keyword(type.Operation));
        writer.Write(": ");
        writer.Write(type.Type.Name.Value);
    }

    private static void Head(SyntaxWriter writer, StringValueNode? description, string keyword, NameNode name, IReadOnlyList<DirectiveNode> directives)
    {
        SyntaxNodePrinter.WriteDescription(writer, description);
        writer.Write(keyword);
        writer.Write(name.Value);
        SyntaxNodePrinter.WriteDirectives(writer, directives);
    }

    private static void WriteBlock<T>(SyntaxWriter writer, IReadOnlyList<T> items, Action<SyntaxWriter, T> write)
    {
        if (items.Count == 0) return;
        writer.Write(' ');
        writer.Block(items, write);
    }

    private static void WriteFields(SyntaxWriter writer, StringValueNode? description, string keyword, IComplexTypeNode type)
    {
        SyntaxNodePrinter.WriteDescription(writer, description);
        writer.Write(keyword);
        writer.Write(type.Name.Value);
        if (type.Interfaces.Count > 0)
        {
            writer.Write(" implements ");
            writer.List(type.Interfaces, " & ", SyntaxNodePrinter.WriteType);
        }

        SyntaxNodePrinter.WriteDirectives(writer, type.Directives);
        WriteBlock(writer, type.Fields, WriteField);
    }

    private static void WriteMembers(SyntaxWriter writer, IReadOnlyList<NamedTypeNode> types)
    {
        if (types.Count == 0) return;
        writer.Write(" = ");
        writer.List(types, " | ", SyntaxNodePrinter.WriteType);
    }

    private static void WriteField(SyntaxWriter writer, FieldDefinitionNode field)
    {
        SyntaxNodePrinter.WriteDescription(writer, field.Description);
        writer.Write(field.Name.Value);
        WriteArguments(writer, field.Arguments);
        writer.Write(": ");
        SyntaxNodePrinter.WriteType(writer, field.Type);
        SyntaxNodePrinter.WriteDirectives(writer, field.Directives);
    }

    private static void WriteArguments(SyntaxWriter writer, IReadOnlyList<InputValueDefinitionNode> arguments)
    {
        if (arguments.Count == 0) return;
        writer.Write('(');
        writer.List(arguments, ", ", WriteArgument);
        writer.Write(')');
    }

    private static void WriteArgument(SyntaxWriter writer, InputValueDefinitionNode argument)
    {
        if (argument.Description is { } description)
        {
            writer.WriteQuoted(description.Value);
            writer.Write(' ');
        }

        WriteInputValue(writer, argument);
    }

    private static void WriteInputField(SyntaxWriter writer, InputValueDefinitionNode field)
    {
        SyntaxNodePrinter.WriteDescription(writer, field.Description);
        WriteInputValue(writer, field);
    }

    private static void WriteInputValue(SyntaxWriter writer, InputValueDefinitionNode value)
    {
        writer.Write(value.Name.Value);
        writer.Write(": ");
        SyntaxNodePrinter.WriteType(writer, value.Type);
        SyntaxNodePrinter.WriteDefault(writer, value.DefaultValue);
        SyntaxNodePrinter.WriteDirectives(writer, value.Directives);
    }

    private static void WriteEnumValue(SyntaxWriter writer, EnumValueDefinitionNode value) =>
        Head(writer, value.Description, string.Empty, value.Name, value.Directives);

    private static void WriteDirectiveDefinition(SyntaxWriter writer, DirectiveDefinitionNode directive)
    {
        SyntaxNodePrinter.WriteDescription(writer, directive.Description);
        writer.Write("directive @");
        writer.Write(directive.Name.Value);
        WriteArguments(writer, directive.Arguments);
        writer.Write(directive.IsRepeatable ? " repeatable on " : " on ");
        writer.List(directive.Locations, " | ", (w, name) => w.Write(name.Value));
    }
}
