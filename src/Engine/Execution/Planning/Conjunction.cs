namespace GraphQLPlugins.Engine.Execution.Planning;

/// <summary>What must hold of Boolean variables for one occurrence of a field: all of these values. Immutable.</summary>
internal sealed class Conjunction
{
    private readonly (int Variable, bool Expected)[] _terms;

    private Conjunction((int, bool)[] terms) => _terms = terms;

    /// <summary>Holds always.</summary>
    public static Conjunction True { get; } = new([]);

    public bool IsTrue => _terms.Length == 0;

    /// <summary>This and one value more; null when that can never hold.</summary>
    public Conjunction? And(int variable, bool expected)
    {
        foreach (var term in _terms)
        {
            if (term.Variable == variable) return term.Expected == expected ? this : null;
        }
        return new Conjunction([.. _terms, (variable, expected)]);
    }

    /// <summary>Whether the other one holds wherever this one does.</summary>
    public bool Implies(Conjunction other)
    {
        foreach (var term in other._terms)
        {
            if (Array.IndexOf(_terms, term) < 0) return false;
        }
        return true;
    }

    /// <summary>Whether it holds for these values of the condition variables.</summary>
    public bool Holds(bool[] values)
    {
        foreach (var (variable, expected) in _terms)
        {
            if (values[variable] != expected) return false;
        }
        return true;
    }
}
