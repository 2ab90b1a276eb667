using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Validation.Introspection;

/// <summary>
/// Introspection does not walk in circles (HC0086): along one way down, each list field of <c>__Type</c> once, two of them in all, and sixteen times
/// <c>ofType</c>. Tools ask for less. Lists multiply: each further one would make the answer a hundred times larger.
/// </summary>
internal sealed class IntrospectionDepth : ValidationRule
{
    private const int MaxOfType = 16;
    private const int MaxLists = 2;

    public override RuleGroup Group => RuleGroup.Introspection;

    public override void EnterField(ValidationContext context, FieldNode field)
    {
        if (!context.Options.CheckIntrospectionDepth || field.Name.Value is not ("__schema" or "__type") || field.SelectionSet is null) return;
        if (IsExceeded(context, field.SelectionSet)) Report(context, field);
    }

    /// <summary>How often each counted field stands on the way to a place.</summary>
    private readonly record struct Counts(int OfType, int Fields, int Interfaces, int PossibleTypes, int InputFields)
    {
        public bool IsExceeded =>
            OfType > MaxOfType || Fields > 1 || Interfaces > 1 || PossibleTypes > 1 || InputFields > 1
            || Fields + Interfaces + PossibleTypes + InputFields > MaxLists;

        public Counts Enter(string field) => field switch
        {
            "ofType" => this with { OfType = OfType + 1 },
            "fields" => this with { Fields = Fields + 1 },
            "interfaces" => this with { Interfaces = Interfaces + 1 },
            "possibleTypes" => this with { PossibleTypes = PossibleTypes + 1 },
            "inputFields" => this with { InputFields = InputFields + 1 },
            _ => this
        };
    }

    /// <summary>Each fragment is looked at once for each way of counting that leads to it, so the work is bounded by the few counts there are.</summary>
    private static bool IsExceeded(ValidationContext context, SelectionSetNode start)
    {
        var seen = new HashSet<(FragmentDefinitionNode, Counts)>();
        var open = new Stack<(SelectionSetNode Set, Counts Counts)>();
        open.Push((start, default));
        while (open.TryPop(out var frame))
        {
            foreach (var selection in frame.Set.Selections)
            {
                switch (selection)
                {
                    case FieldNode field:
                        var counts = frame.Counts.Enter(field.Name.Value);
                        if (counts.IsExceeded) return true;
                        if (field.SelectionSet is { } inner) open.Push((inner, counts));
                        break;
                    case InlineFragmentNode inline:
                        open.Push((inline.SelectionSet, frame.Counts));
                        break;
                    case FragmentSpreadNode spread:
                        if (context.Fragments.Find(spread.Name.Value) is { } fragment && seen.Add((fragment, frame.Counts)))
                        {
                            open.Push((fragment.SelectionSet, frame.Counts));
                        }

                        break;
                }
            }
        }

        return false;
    }

    private void Report(ValidationContext context, FieldNode field) => context.Report(
        this,
        ValidationContext.Error("Maximum allowed introspection depth exceeded.", field).SetCode(ErrorCodes.IntrospectionDepthExceeded));
}
