using System.Text;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Tests.Differential;

/// <summary>Documents that a schema suggests, some valid and some wrong in one of many ways. The same seed gives the same documents.</summary>
internal sealed class DocumentGenerator(Schema schema, int seed)
{
    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();
    private readonly List<(string Name, string Type)> _variables = [];
    private readonly HashSet<string> _usedVariables = [];
    private readonly HashSet<string> _usedFragments = [];
    private string[] _fragments = [];
    private double _wrong;
    private int _budget;
    private int _alias;

    /// <summary>The next document.</summary>
    public string Next()
    {
        // A third is meant to be valid, a third nearly so, the rest thoroughly wrong.
        _wrong = _random.Next(3) switch { 0 => 0, 1 => 0.01, _ => 0.06 };
        _text.Clear();
        _budget = _random.Next(4, 60);
        _fragments = [.. Enumerable.Range(0, _random.Next(4)).Select(i => $"F{i}")];
        _usedFragments.Clear();
        var operations = Chance(0.85) ? 1 : _random.Next(0, 3);
        for (var i = 0; i < operations; i++) Operation(i, operations);
        for (var i = 0; i < _fragments.Length; i++) WriteFragment(i);

        if (_wrong > 0.05 && Chance(0.02)) _text.Append("\ntype Extra { a: Int }");
        var document = _text.ToString();
        return Chance(0.15) ? TokenMutator.Mutate(document, _random) : document;
    }

    private void WriteFragment(int index)
    {
        var name = _fragments[index];
        if (!_usedFragments.Contains(name) && !Wrong() || Wrong()) return;
        // From here on only later fragments are spread, so that there are no cycles unless they are wanted.
        Fragment(Wrong() ? "F0" : name, Wrong() ? 0 : index + 1);
    }

    private bool Chance(double probability) => _random.NextDouble() < probability;

    private bool Wrong() => Chance(_wrong);

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    private void Operation(int index, int count)
    {
        var kind = Pick(["query", "query", "query", "mutation", "subscription"]);
        var root = kind switch { "query" => schema.QueryType, "mutation" => schema.MutationType!, _ => schema.SubscriptionType! };
        _variables.Clear();
        var variableCount = Chance(0.5) ? _random.Next(4) : 0;
        for (var i = 0; i < variableCount; i++) _variables.Add((Wrong() ? "v0" : $"v{i}", VariableType()));
        _firstFragment = 0;
        _usedVariables.Clear();
        var before = _text.ToString();
        _text.Clear();
        if (kind == "subscription" && !Wrong() && !Wrong()) _budget = Math.Min(_budget, 12);
        Selections(root, 0, kind == "subscription" && !Wrong());
        var selections = _text.ToString();
        _text.Clear().Append(before);
        if (!Wrong()) _variables.RemoveAll(variable => !_usedVariables.Contains(variable.Name));
        if (Wrong()) _text.Append(" \"described\" ");
        if (kind != "query" || _variables.Count > 0 || count > 1 || Chance(0.5))
        {
            _text.Append(kind);
            if (count == 1 ? Chance(0.5) : !Wrong()) _text.Append(' ').Append(Wrong() ? "Op0" : $"Op{index}");
            VariableDefinitions();
            Directives(kind);
        }

        _text.Append(selections).Append('\n');
        _variables.Clear();
    }

    private string VariableType()
    {
        var inputs = schema.Types.Where(type => type.IsInputType && !type.IsIntrospection).Select(type => type.Name).ToList();
        var name = Wrong() ? Pick(["Nope", "Plugin", "Owner", "Node"]) : Pick(inputs);
        return _random.Next(8) switch { 0 => $"{name}!", 1 => $"[{name}]", 2 => $"[{name}!]!", 3 => $"[[{name}!]!]", _ => Chance(0.4) ? name : $"{name}!" };
    }

    private void VariableDefinitions()
    {
        if (_variables.Count == 0) return;
        _text.Append('(');
        for (var i = 0; i < _variables.Count; i++)
        {
            var (name, type) = _variables[i];
            _text.Append('$').Append(name).Append(": ").Append(type);
            if (Chance(0.2))
            {
                _text.Append(" = ");
                Value(schema.FindType(type.Trim('[', ']', '!')), type.Contains('[', StringComparison.Ordinal), isConstant: !Wrong());
            }

            if (Chance(0.05)) Directives("variable");
            _text.Append(i + 1 < _variables.Count ? Pick([", ", " ", "\n"]) : ")");
        }
    }

    private int _firstFragment;

    private void Fragment(string name, int firstFragment)
    {
        _firstFragment = firstFragment;
        var type = Wrong() ? schema.FindType("State")! : Pick(schema.Types.Where(type => type.IsComposite && !type.IsIntrospection).ToList());
        _text.Append(" fragment ").Append(name).Append(" on ").Append(Wrong() ? "Nope" : type.Name);
        Directives("fragment");
        _budget = Math.Max(_budget, 6);
        Selections(type, 0, false);
        _text.Append('\n');
    }

    private void Selections(NamedType? type, int depth, bool single)
    {
        _text.Append(" {");
        var count = single ? 1 : Wrong() ? 0 : _random.Next(1, 5);
        for (var i = 0; i < count; i++)
        {
            _text.Append(Pick([" ", "\n  ", ", ", " # é \U0001F600\n", "\r\n"]));
            if (_budget-- <= 0 || depth > 7)
            {
                Field(type, depth, leavesOnly: true);
                continue;
            }

            var kind = _random.NextDouble();
            if (kind < 0.72 || single) Field(type, depth, leavesOnly: false);
            else if (kind < 0.86) InlineFragment(type, depth);
            else Spread();
        }

        _text.Append(" }");
    }

    private void Spread()
    {
        if (_firstFragment >= _fragments.Length && !Wrong())
        {
            _text.Append("__typename");
            return;
        }

        var fragment = Wrong() || _firstFragment >= _fragments.Length ? "Missing" : Pick(_fragments[_firstFragment..]);
        _usedFragments.Add(fragment);
        _text.Append("...").Append(fragment);
        Directives("spread");
    }

    private void InlineFragment(NamedType? type, int depth)
    {
        var condition = type;
        _text.Append("...");
        if (Chance(0.8))
        {
            var candidates = schema.Types.Where(t => t.IsComposite && !t.IsIntrospection).ToList();
            if (type is { IsComposite: true } && !Wrong())
            {
                var possible = schema.GetPossibleTypes(type);
                candidates = candidates.FindAll(t => schema.GetPossibleTypes(t).Any(possible.Contains));
            }

            condition = Wrong() ? schema.FindType(Pick(["Int", "PluginFilter", "State"])) : Pick(candidates);
            _text.Append(" on ").Append(Wrong() ? "Nope" : condition!.Name);
        }

        Directives("inline");
        Selections(condition, depth + 1, false);
    }

    private void Field(NamedType? type, int depth, bool leavesOnly)
    {
        var fields = (type as ComplexType)?.Fields.ToList() ?? [];
        if (leavesOnly) fields.RemoveAll(field => field.Type.IsComposite || field.Arguments.Any(a => a.IsRequired));
        // The same name for different fields is what most often goes wrong; unique aliases keep the rest of the document worth looking at.
        var alias = Chance(_wrong == 0 ? 0 : 0.1) ? Pick(["a", "b", "name", "id", "size"]) : Chance(0.5) ? $"x{_alias++}" : null;
        if (alias is not null) _text.Append(alias).Append(": ");
        if (fields.Count == 0 || Chance(0.06) || Wrong())
        {
            _text.Append(Wrong() || Wrong() ? Pick(["nope", "__nope", "plugins", "name", "__schema"]) : "__typename");
            if (Wrong()) Selections(type, depth + 1, false);
            if (Wrong()) _text.Append("(x: 1)");
            return;
        }

        var field = Pick(fields);
        _text.Append(field.Name);
        Arguments(field.Arguments);
        Directives(field.Type.IsList ? "list" : "field");
        if (field.Type.IsComposite != Wrong()) Selections(field.Type.Named, depth + 1, false);
    }

    private void Arguments(IReadOnlyList<InputField> definitions)
    {
        var given = definitions.Where(definition => definition.IsRequired ? !Wrong() : Chance(0.35)).ToList();
        if (Wrong() && given.Count > 0) given.Add(Pick(given));
        var unknown = Wrong();
        if (given.Count == 0 && !unknown) return;
        _text.Append('(');
        for (var i = 0; i < given.Count; i++)
        {
            if (i > 0) _text.Append(Pick([", ", " "]));
            _text.Append(given[i].Name).Append(": ");
            Value(given[i].Type);
        }

        if (unknown) _text.Append(" unknown: 1");
        _text.Append(')');
    }

    private void Directives(string place)
    {
        var chance = _wrong == 0 ? 0.06 : 0.1;
        while (Chance(chance))
        {
            var isVariable = place == "variable";
            var candidates = new List<string> { $"@tag(name: \"t\"{(Chance(0.3) ? ", weight: 2" : "")})" };
            if (place is "field" or "list" or "spread" or "inline") candidates.AddRange([$"@skip(if: {Boolean()})", $"@include(if: {Boolean()})"]);
            if (place is "spread" or "inline") candidates.AddRange(["@defer", $"@defer(label: \"l{_random.Next(20)}\")", $"@defer(if: {Boolean()})"]);
            if (place == "list") candidates.AddRange(["@stream", $"@stream(initialCount: 1, label: \"l{_random.Next(20)}\")"]);
            if (place is "field" or "list") candidates.Add("@onField(sort: NAME)");
            if (place == "query") candidates.Add("@onQuery(filter: {name: \"x\"})");
            if (Wrong() || Wrong())
            {
                candidates =
                [
                    "@nope", "@nope(first: \"x\", a: $v0)", "@skip", "@skip(if: 1)", "@include(if: true, if: false)", "@onQuery", "@onField(sort: [NOPE])",
                    "@tag(name: 1)", "@tag", "@tag(name: \"a\", x: 1)", "@stream", "@defer(label: $v0)", "@defer(label: 1)", "@deprecated", "@skip(if: true) @skip(if: true)",
                    "@onQuery(filter: {nope: 1})", isVariable ? "@skip(if: true)" : "@tag(name: $v1)",
                ];
            }

            _text.Append(' ').Append(Pick(candidates));
        }

        string Boolean()
        {
            if (place == "variable" || _variables.Find(v => v.Type == "Boolean!") is not { Name: { } name }) return Pick(["true", "false"]);
            _usedVariables.Add(name);
            return $"${name}";
        }
    }

    private void Variable(string name)
    {
        _usedVariables.Add(name);
        _text.Append('$').Append(name);
    }

    private void Value(GraphQLType type)
    {
        if (!type.IsNonNull && Chance(0.05) || Wrong())
        {
            _text.Append("null");
            return;
        }

        var fitting = _variables.FindAll(v => v.Type == type.ToString() || v.Type == $"{type}!");
        if (fitting.Count > 0 && Chance(0.6))
        {
            Variable(Pick(fitting).Name);
        }
        else if (_variables.Count > 0 && (Wrong() || Chance(_wrong * 2)))
        {
            Variable(Wrong() ? "undeclared" : Pick(_variables).Name);
        }
        else if (type.ElementType is { } element && Chance(0.8))
        {
            _text.Append('[');
            for (var i = _random.Next(3); i > 0; i--)
            {
                Value(element);
                _text.Append(' ');
            }

            _text.Append(']');
        }
        else
        {
            Value(type.Named, isList: false, isConstant: false);
        }
    }

    private void Value(NamedType? type, bool isList, bool isConstant)
    {
        if (isList && Chance(0.7))
        {
            _text.Append('[');
            Value(type, false, isConstant);
            _text.Append(']');
            return;
        }

        if (Wrong()) type = Pick(schema.Types.Where(t => t.IsInputType && !t.IsIntrospection).ToList());
        switch (type)
        {
            case EnumType names:
                _text.Append(Wrong() ? Pick(["NOPE", "\"ACTIVE\"", "1"]) : Pick(names.Values).Name);
                break;
            case InputObjectType input:
                InputObject(input, isConstant);
                break;
            default:
                _text.Append(Scalar(type?.Name));
                break;
        }
    }

    private string Scalar(string? type) => type switch
    {
        "Int" => Pick(["0", "-1", "42", "2147483647", "-2147483648", .. _wrong > 0 ? ["2147483648", "1.0", "\"1\""] : Array.Empty<string>()]),
        "Float" => Pick(["1.5", "0", "-1e3", "1E-2", "9007199254740993", .. _wrong > 0 ? ["\"1.5\"", "true"] : Array.Empty<string>()]),
        "Boolean" => Pick(["true", "false", .. _wrong > 0 ? ["TRUE", "1"] : Array.Empty<string>()]),
        "ID" => Pick(["1", "\"abc\"", "\"\"", .. _wrong > 0 ? ["1.5", "abc"] : Array.Empty<string>()]),
        "Any" => Pick(["{ a: [1, \"x\", null, {b: E}] }", "1", "\"text\"", "[]"]),
        _ => Pick(["\"text\"", "\"\"\"block\n  text\"\"\"", "\"\\u00e9\\u{1F600} \\n\"", "\"é\U0001F600\"", .. _wrong > 0 ? ["1", "text"] : Array.Empty<string>()])
    };

    private void InputObject(InputObjectType input, bool isConstant)
    {
        var given = input.IsOneOf && !Wrong()
            ? [Pick(input.Fields)]
            : input.Fields.Where(field => field.IsRequired ? !Wrong() : _budget-- > 0 && Chance(0.2)).ToList();
        if (Wrong() && given.Count > 0) given.Add(given[0]);
        _text.Append('{');
        foreach (var field in given)
        {
            _text.Append(Pick([" ", ", "])).Append(field.Name).Append(": ");
            if (isConstant) Value(field.Type.Named, field.Type.IsList, isConstant);
            else if (input.IsOneOf) OneOfValue(field);
            else Value(field.Type);
        }

        if (Wrong()) _text.Append(" nope: 1");
        _text.Append('}');
    }

    private void OneOfValue(InputField field)
    {
        if (_variables.Find(v => v.Type.TrimEnd('!') == field.Type.ToString()) is { Name: { } name } variable && (variable.Type.EndsWith('!') || Wrong()))
        {
            Variable(name);
            return;
        }

        if (Wrong()) _text.Append("null");
        else Value(field.Type.Named, field.Type.IsList, isConstant: false);
    }
}
