using System.Collections.Concurrent;
using System.Globalization;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.CostAnalysis;

/// <summary>The weights of a schema: <c>@cost</c> where it stands, else 1 for what is composite or a list and 0 for leaves.</summary>
internal sealed class Weights
{
    // Variables are priced for each request, so the weights of what they may hold are kept.
    private readonly ConcurrentDictionary<InputField, double> _inputs = new(ReferenceEqualityComparer.Instance);

    /// <summary>The weight of an output field without its arguments.</summary>
    public static double Of(OutputField field) => field.Features.Get<CostWeight>()?.Weight ?? (field.Type.IsComposite || field.Type.IsList ? 1 : 0);

    /// <summary>The weight of one value of a type in the response.</summary>
    public static double Of(NamedType type) => Given(type) ?? (type.IsComposite ? 1 : 0);

    /// <summary>The weight of an argument or input field that is given, without what it holds.</summary>
    public double Of(InputField input) =>
        _inputs.GetOrAdd(input, static i => i.Features.Get<CostWeight>()?.Weight ?? (i.Type.Named.Kind == TypeKind.InputObject ? 1 : 0));

    /// <summary>The price of what a coerced value holds.</summary>
    public double Of(object? value)
    {
        switch (value)
        {
            case InputObjectValue fields:
                double sum = 0;
                foreach (var (field, held) in fields.Fields) sum += Of(field) + Of(held);
                return sum;
            case object?[] items:
                sum = 0;
                foreach (var item in items) sum += Of(item);
                return sum;
            default:
                return 0;
        }
    }

    private static double? Given(NamedType type)
    {
        foreach (var directive in type.Directives)
        {
            if (directive.Name != "cost") continue;
            foreach (var (name, value) in directive.Arguments)
            {
                if (name == "weight" && value is StringValueNode text && double.TryParse(text.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var weight))
                    return weight;
            }
        }
        return null;
    }
}
