using System.Text;
using System.Text.Json;

namespace GraphQLPlugins.Engine.Data.Tests.Differential;

/// <summary>An input value, to be written as a literal or as a variable. Type: what the place takes.</summary>
internal abstract record InputNode(string Type)
{
    public static InputNode Null(string type) => new Leaf(type, "null", "null");

    public static InputNode Text(string type, string value) => new Leaf(type, JsonSerializer.Serialize(value), JsonSerializer.Serialize(value));

    public static InputNode Name(string type, string value) => new Leaf(type, value, $"\"{value}\"");

    public static InputNode Raw(string type, string value) => new Leaf(type, value, value);

    public abstract string Json { get; }

    public abstract void Write(DocumentWriter writer);

    private sealed record Leaf(string Type, string Literal, string JsonText) : InputNode(Type)
    {
        public override string Json => JsonText;

        public override void Write(DocumentWriter writer) => writer.Append(Literal);
    }

    public sealed record Map(string Type, IReadOnlyList<(string Name, InputNode Value)> Fields) : InputNode(Type)
    {
        public override string Json => "{" + string.Join(',', Fields.Select(f => $"\"{f.Name}\":{f.Value.Json}")) + "}";

        public override void Write(DocumentWriter writer)
        {
            writer.Append("{");
            foreach (var (name, value) in Fields) writer.Append(name + ":").Add(value).Append(" ");
            writer.Append("}");
        }
    }

    /// <summary>A list; a single item may stand for itself.</summary>
    public sealed record Many(string Type, IReadOnlyList<InputNode> Items, bool IsBare) : InputNode(Type)
    {
        private bool StandsForItself => IsBare && Items is [{ Json: not "null" }];

        public override string Json => StandsForItself ? Items[0].Json : "[" + string.Join(',', Items.Select(i => i.Json)) + "]";

        public override void Write(DocumentWriter writer)
        {
            if (StandsForItself)
            {
                // A variable here would have to be of the list's type.
                Items[0].Write(writer);
                return;
            }
            writer.Append("[");
            foreach (var item in Items) writer.Add(item).Append(" ");
            writer.Append("]");
        }
    }
}

/// <summary>Writes a document, and at random makes variables of values at any depth.</summary>
internal sealed class DocumentWriter(Random random, double variableRate)
{
    private readonly StringBuilder _text = new();
    private readonly List<(string Type, string Json)> _variables = [];

    public string Document => (_variables.Count == 0 ? "" : "query(" + string.Join(' ', _variables.Select((v, i) => $"$v{i}:{v.Type}")) + ")") + _text;

    public string Variables => "{" + string.Join(',', _variables.Select((v, i) => $"\"v{i}\":{v.Json}")) + "}";

    public DocumentWriter Append(string text)
    {
        _text.Append(text);
        return this;
    }

    public DocumentWriter Add(InputNode node)
    {
        if (random.NextDouble() < variableRate)
        {
            _text.Append($"$v{_variables.Count}");
            _variables.Add((node.Type, node.Json));
        }
        else
        {
            node.Write(this);
        }
        return this;
    }
}
