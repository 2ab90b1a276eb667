namespace GraphQLPlugins.Engine.Language;

/// <summary>How each kind of node is written.</summary>
internal static class SyntaxNodePrinter
{
    public static void Write(SyntaxWriter writer, ISyntaxNode node)
    {
        switch (node)
        {
            case DocumentNode n: WriteDocument(writer, n); break;
            case NameNode n: writer.Write(n.Value); break;
            case IValueNode n: WriteValue(writer, n); break;
            case ITypeNode n: WriteType(writer, n); break;
            case ArgumentNode n: WriteArgument(writer, n); break;
            case ObjectFieldNode n: WriteObjectField(writer, n); break;
            case DirectiveNode n: WriteDirective(writer, n); break;
            case SelectionSetNode n: WriteSelectionSet(writer, n); break;
            case ISelectionNode n: WriteSelection(writer, n); break;
            case OperationDefinitionNode n: WriteOperation(writer, n); break;
            case FragmentDefinitionNode n: WriteFragmentDefinition(writer, n); break;
            case VariableDefinitionNode n: WriteVariableDefinition(writer, n); break;
            default: TypeSystemPrinter.Write(writer, node); break;
        }
    }

    private static void WriteDocument(SyntaxWriter writer, DocumentNode document)
    {
        for (var i = 0; i < document.Definitions.Count; i++)
        {
            if (i > 0) writer.Gap();
            Write(writer, document.Definitions[i]);
        }

        if (writer.Indented) writer.Write('\n');
    }

    private static void WriteOperation(SyntaxWriter writer, OperationDefinitionNode operation)
    {
        WriteDescription(writer, operation.Description);
        var isShorthand = operation is { Operation: OperationType.Query, Name: null, Description: null, VariableDefinitions.Count: 0, Directives.Count: 0 };
        if (!isShorthand)
        {
            writer.Write(Keyword(operation.Operation));
            if (operation.Name is not null || operation.VariableDefinitions.Count > 0) writer.Write(' ');
            if (operation.Name is { } name) writer.Write(name.Value);
            if (operation.VariableDefinitions.Count > 0)
            {
                writer.Write('(');
                writer.List(operation.VariableDefinitions, ", ", WriteVariableDefinition);
                writer.Write(')');
            }

            WriteDirectives(writer, operation.Directives);
            writer.Write(' ');
        }

        WriteSelectionSet(writer, operation.SelectionSet);
    }

    public static string Keyword(OperationType operation) => operation switch
    {
        OperationType.Query => "query",
        OperationType.Mutation => "mutation",
        _ => "subscription"
    };

    private static void WriteVariableDefinition(SyntaxWriter writer, VariableDefinitionNode definition)
    {
        if (definition.Description is { } description)
        {
            writer.WriteQuoted(description.Value);
            writer.Write(' ');
        }

        WriteValue(writer, definition.Variable);
        writer.Write(": ");
        WriteType(writer, definition.Type);
        WriteDefault(writer, definition.DefaultValue);
        WriteDirectives(writer, definition.Directives);
    }

    public static void WriteDefault(SyntaxWriter writer, IValueNode? value)
    {
        if (value is null) return;
        writer.Write(" = ");
        WriteValue(writer, value);
    }

    private static void WriteFragmentDefinition(SyntaxWriter writer, FragmentDefinitionNode fragment)
    {
        WriteDescription(writer, fragment.Description);
        writer.Write("fragment ");
        writer.Write(fragment.Name.Value);
        writer.Write(" on ");
        writer.Write(fragment.TypeCondition.Name.Value);
        WriteDirectives(writer, fragment.Directives);
        writer.Write(' ');
        WriteSelectionSet(writer, fragment.SelectionSet);
    }

    public static void WriteDescription(SyntaxWriter writer, StringValueNode? description)
    {
        if (description is null) return;
        WriteValue(writer, description);
        writer.Break();
    }

    private static void WriteSelectionSet(SyntaxWriter writer, SelectionSetNode set) => writer.Block(set.Selections, WriteSelection);

    private static void WriteSelection(SyntaxWriter writer, ISelectionNode selection)
    {
        switch (selection)
        {
            case FieldNode field:
                WriteField(writer, field);
                break;
            case FragmentSpreadNode spread:
                writer.Write("...");
                writer.Write(spread.Name.Value);
                WriteDirectives(writer, spread.Directives);
                break;
            case InlineFragmentNode fragment:
                writer.Write("...");
                if (fragment.TypeCondition is { } type)
                {
                    writer.Write(" on ");
                    writer.Write(type.Name.Value);
                }

                WriteDirectives(writer, fragment.Directives);
                writer.Write(' ');
                WriteSelectionSet(writer, fragment.SelectionSet);
                break;
        }
    }

    private static void WriteField(SyntaxWriter writer, FieldNode field)
    {
        if (field.Alias is { } alias)
        {
            writer.Write(alias.Value);
            writer.Write(": ");
        }

        writer.Write(field.Name.Value);
        WriteArguments(writer, field.Arguments);
        WriteDirectives(writer, field.Directives);
        if (field.SelectionSet is not { } set) return;
        writer.Write(' ');
        WriteSelectionSet(writer, set);
    }

    private static void WriteArguments(SyntaxWriter writer, IReadOnlyList<ArgumentNode> arguments)
    {
        if (arguments.Count == 0) return;
        writer.Write('(');
        writer.List(arguments, ", ", WriteArgument);
        writer.Write(')');
    }

    private static void WriteArgument(SyntaxWriter writer, ArgumentNode argument)
    {
        writer.Write(argument.Name.Value);
        writer.Write(": ");
        WriteValue(writer, argument.Value);
    }

    public static void WriteDirectives(SyntaxWriter writer, IReadOnlyList<DirectiveNode> directives)
    {
        foreach (var directive in directives)
        {
            writer.Write(' ');
            WriteDirective(writer, directive);
        }
    }

    private static void WriteDirective(SyntaxWriter writer, DirectiveNode directive)
    {
        writer.Write('@');
        writer.Write(directive.Name.Value);
        WriteArguments(writer, directive.Arguments);
    }

    private static void WriteValue(SyntaxWriter writer, IValueNode value)
    {
        switch (value)
        {
            case VariableNode variable:
                writer.Write('$');
                writer.Write(variable.Name.Value);
                break;
            case IntValueNode number: writer.Write(number.Value); break;
            case FloatValueNode number: writer.Write(number.Value); break;
            case EnumValueNode name: writer.Write(name.Value); break;
            case BooleanValueNode boolean: writer.Write(boolean.Value ? "true" : "false"); break;
            case StringValueNode { Block: true } text: writer.WriteBlockString(text.Value); break;
            case StringValueNode text: writer.WriteQuoted(text.Value); break;
            case ListValueNode list:
                writer.Write('[');
                writer.List(list.Items, ", ", WriteValue);
                writer.Write(']');
                break;
            case ObjectValueNode { Fields.Count: 0 }: writer.Write("{}"); break;
            case ObjectValueNode fields:
                writer.Write("{ ");
                writer.List(fields.Fields, ", ", WriteObjectField);
                writer.Write(" }");
                break;
            default: writer.Write("null"); break;
        }
    }

    private static void WriteObjectField(SyntaxWriter writer, ObjectFieldNode field)
    {
        writer.Write(field.Name.Value);
        writer.Write(": ");
        WriteValue(writer, field.Value);
    }

    public static void WriteType(SyntaxWriter writer, ITypeNode type)
    {
        switch (type)
        {
            case NamedTypeNode named: writer.Write(named.Name.Value); break;
            case ListTypeNode list:
                writer.Write('[');
                WriteType(writer, list.Type);
                writer.Write(']');
                break;
            case NonNullTypeNode nonNull:
                WriteType(writer, nonNull.Type);
                writer.Write('!');
                break;
        }
    }
}
