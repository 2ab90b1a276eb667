using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.CostAnalysis;

/// <summary>A field's <c>@listSize</c>.</summary>
internal sealed class ListSize
{
    public int? AssumedSize { get; private set; }

    public string[] SlicingArguments { get; private set; } = [];

    public int? SlicingArgumentDefaultValue { get; private set; }

    /// <summary>Fields below that have the size, instead of the field itself.</summary>
    public string[] SizedFields { get; private set; } = [];

    public bool RequireOneSlicingArgument { get; private set; } = true;

    /// <summary>Null when the field has none.</summary>
    public static ListSize? Of(OutputField field)
    {
        foreach (var directive in field.Directives)
        {
            if (directive.Name == "listSize") return Read(directive);
        }
        return null;
    }

    private static ListSize Read(AppliedDirective directive)
    {
        var size = new ListSize();
        foreach (var (name, value) in directive.Arguments)
        {
            switch (name)
            {
                case "assumedSize": size.AssumedSize = Int(value); break;
                case "slicingArguments": size.SlicingArguments = Strings(value); break;
                case "slicingArgumentDefaultValue": size.SlicingArgumentDefaultValue = Int(value); break;
                case "sizedFields": size.SizedFields = Strings(value); break;
                case "requireOneSlicingArgument": size.RequireOneSlicingArgument = value is not BooleanValueNode { Value: false }; break;
            }
        }
        return size;
    }

    private static int? Int(IValueNode value) => value is IntValueNode i && i.TryToInt32(out var number) ? number : null;

    private static string[] Strings(IValueNode value) => value switch
    {
        ListValueNode list => [.. list.Items.OfType<StringValueNode>().Select(s => s.Value)],
        StringValueNode text => [text.Value],
        _ => [],
    };
}
