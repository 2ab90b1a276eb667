namespace GraphQLPlugins.Engine.Execution.Planning;

/// <summary>When a field is written at one place of its selection set: its occurrence there is included and no earlier occurrence is. Spec: CollectFields.</summary>
/// <remarks>A field that occurs several times under conditions stands in the plan at each of its possible places, so that the order of the response is that of
/// the specification whatever the variables are.</remarks>
internal sealed class ConditionPlan(Conjunction occurrence, Conjunction[] earlier)
{
    public bool IsMet(bool[] values)
    {
        if (!occurrence.Holds(values)) return false;
        foreach (var other in earlier)
        {
            if (other.Holds(values)) return false;
        }
        return true;
    }
}
