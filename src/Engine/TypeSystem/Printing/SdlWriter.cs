using System.Globalization;
using System.Text;
using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>The parts that SDL definitions share.</summary>
internal sealed class SdlWriter
{
    private readonly StringBuilder _text = new();

    public void Write(string text) => _text.Append(text);

    public void Line(string text) => _text.Append('\n').Append(text);

    /// <summary>An empty line unless it is the first definition, then the description.</summary>
    public void Begin(string? description)
    {
        if (_text.Length > 0) _text.Append("\n\n");
        Description(description, "");
    }

    /// <summary>A new indented line, after the description's.</summary>
    public void Member(string? description)
    {
        _text.Append("\n  ");
        Description(description, "  ");
    }

    /// <summary>All on one line, separated by blanks.</summary>
    public void Arguments(IReadOnlyList<InputField> arguments)
    {
        if (arguments.Count == 0) return;
        _text.Append('(');
        for (var i = 0; i < arguments.Count; i++)
        {
            if (i > 0) _text.Append(' ');
            if (arguments[i].Description is { Length: > 0 } description)
            {
                Quote(description);
                _text.Append(' ');
            }
            Input(arguments[i]);
        }
        _text.Append(')');
    }

    public void Input(InputField input)
    {
        _text.Append(input.Name).Append(": ").Append(input.Type);
        if (input.DefaultValue is { } value and not NullValueNode)
        {
            _text.Append(" = ");
            Value(value);
        }
        Deprecated(input.DeprecationReason);
        Directives(input.Directives);
    }

    public void Deprecated(string? reason)
    {
        if (reason is null) return;
        Directives([
            new AppliedDirective("deprecated", reason.Length == 0 || reason == SpecDirectives.DefaultDeprecationReason ? [] : [new("reason", new StringValueNode(reason))]),
        ]);
    }

    public void Directives(IReadOnlyList<AppliedDirective> directives)
    {
        foreach (var directive in directives)
        {
            _text.Append(" @").Append(directive.Name);
            if (directive.Arguments.Count == 0) continue;
            _text.Append('(');
            for (var i = 0; i < directive.Arguments.Count; i++)
            {
                if (i > 0) _text.Append(", ");
                _text.Append(directive.Arguments[i].Key).Append(": ");
                Value(directive.Arguments[i].Value);
            }
            _text.Append(')');
        }
    }

    public override string ToString() => _text.ToString();

    private void Description(string? description, string indent)
    {
        if (string.IsNullOrEmpty(description)) return;
        if (!description.Contains('\n'))
        {
            Quote(description);
            _text.Append('\n').Append(indent);
            return;
        }
        _text.Append("\"\"\"\n");
        foreach (var line in description.Replace("\"\"\"", "\\\"\"\"").Split('\n'))
        {
            if (line.Length > 0) _text.Append(indent).Append(line);
            _text.Append('\n');
        }
        _text.Append(indent).Append("\"\"\"\n").Append(indent);
    }

    private void Value(IValueNode value)
    {
        switch (value)
        {
            case StringValueNode s: Quote(s.Value); break;
            case ListValueNode { Items.Count: 0 }: _text.Append("[]"); break;
            case ListValueNode l:
                _text.Append("[ ");
                for (var i = 0; i < l.Items.Count; i++)
                {
                    if (i > 0) _text.Append(", ");
                    Value(l.Items[i]);
                }
                _text.Append(" ]");
                break;
            case ObjectValueNode { Fields.Count: 0 }: _text.Append("{}"); break;
            case ObjectValueNode o:
                _text.Append("{ ");
                for (var i = 0; i < o.Fields.Count; i++)
                {
                    if (i > 0) _text.Append(", ");
                    _text.Append(o.Fields[i].Name.Value).Append(": ");
                    Value(o.Fields[i].Value);
                }
                _text.Append(" }");
                break;
            default: _text.Append(SyntaxPrinter.Print(value, indented: false)); break;
        }
    }

    /// <summary>Clients' snapshots have the slash escaped, which the grammar allows.</summary>
    private void Quote(string text)
    {
        _text.Append('"');
        foreach (var c in text)
        {
            switch (c)
            {
                case '"': _text.Append("\\\""); break;
                case '\\': _text.Append("\\\\"); break;
                case '/': _text.Append("\\/"); break;
                case '\b': _text.Append("\\b"); break;
                case '\f': _text.Append("\\f"); break;
                case '\n': _text.Append("\\n"); break;
                case '\r': _text.Append("\\r"); break;
                case '\t': _text.Append("\\t"); break;
                case < ' ' or (>= '\u007f' and <= '\u009f'):
                    _text.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
                    break;
                default: _text.Append(c); break;
            }
        }
        _text.Append('"');
    }
}
