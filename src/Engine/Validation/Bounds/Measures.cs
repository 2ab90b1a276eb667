using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Bounds;

/// <summary>How large an operation or fragment is when its fragments are expanded. Sums stop growing far beyond every limit.</summary>
/// <param name="Depth">Fields inside each other.</param>
/// <param name="Fields">All fields.</param>
/// <param name="RootFields">Fields of the outermost level.</param>
internal readonly record struct Measure(long Depth, long Fields, long RootFields)
{
    private const long Most = 1L << 40;

    public Measure Add(Measure other) =>
        new(Math.Max(Depth, other.Depth), Math.Min(Fields + other.Fields, Most), Math.Min(RootFields + other.RootFields, Most));
}

/// <summary>Measures each fragment once, so that fragments which double at every step cost no more than their text.</summary>
internal sealed class Measures
{
    private readonly ValidationContext _context;
    private readonly Dictionary<string, Measure> _fragments = new(StringComparer.Ordinal);

    public Measures(ValidationContext context)
    {
        _context = context;
        var spreads = context.Definitions.Where(d => d.Node is OperationDefinitionNode).SelectMany(d => d.Spreads);
        foreach (var fragment in context.Fragments.ReachedFrom(spreads, context.SpreadsOf))
        {
            _fragments[fragment.Name.Value] = Of(fragment.SelectionSet);
        }
    }

    public Measure Of(SelectionSetNode set)
    {
        var total = default(Measure);
        foreach (var selection in set.Selections)
        {
            total = total.Add(selection switch
            {
                FieldNode field => Of(field),
                InlineFragmentNode inline => Of(inline.SelectionSet),
                FragmentSpreadNode spread => _fragments.GetValueOrDefault(spread.Name.Value),
                _ => default
            });
        }

        return total;
    }

    private Measure Of(FieldNode field)
    {
        var inner = field.SelectionSet is { } set ? Of(set) : default;
        var skipsDepth = _context.Options.SkipIntrospectionInExecutionDepth && field.Name.Value.StartsWith("__", StringComparison.Ordinal);
        return new Measure(skipsDepth ? 0 : inner.Depth + 1, inner.Fields + 1, 1);
    }
}
