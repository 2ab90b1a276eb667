using GraphQLPlugins.Engine.Binding.Inference;
using System.Globalization;
using System.Reflection;
using GraphQLPlugins.Engine.CostAnalysis.Types;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Binding.Types;

/// <summary>Attributes that become directives wherever they stand.</summary>
internal static class CommonAttributes
{
    public static void Apply(ICustomAttributeProvider element, List<AppliedDirective> directives)
    {
        foreach (var attribute in Attributes.Of(element))
        {
            switch (attribute)
            {
                case CostAttribute c: directives.Add(Cost(c.Weight)); break;
                case ListSizeAttribute l: directives.Add(ListSize(l)); break;
                case TagAttribute t: directives.Add(new AppliedDirective("tag", [new("name", new StringValueNode(t.Name))])); break;
            }
        }
    }

    /// <summary><c>@cost</c>: the weight is a string of the invariant number.</summary>
    public static AppliedDirective Cost(double weight) =>
        new("cost", [new("weight", new StringValueNode(weight.ToString(CultureInfo.InvariantCulture)))]);

    private static AppliedDirective ListSize(ListSizeAttribute size)
    {
        var arguments = new List<KeyValuePair<string, IValueNode>>();
        if (size.AssumedSizeOrNull is { } assumed) arguments.Add(new("assumedSize", new IntValueNode(assumed)));
        if (size.SlicingArguments is { } slicing) arguments.Add(new("slicingArguments", Strings(slicing)));
        if (size.SlicingArgumentDefaultValueOrNull is { } value) arguments.Add(new("slicingArgumentDefaultValue", new IntValueNode(value)));
        if (size.SizedFields is { } sized) arguments.Add(new("sizedFields", Strings(sized)));
        if (!size.RequireOneSlicingArgument) arguments.Add(new("requireOneSlicingArgument", BooleanValueNode.False));
        return new AppliedDirective("listSize", arguments);
    }

    private static ListValueNode Strings(string[] values) => new([.. values.Select(v => new StringValueNode(v))]);
}
