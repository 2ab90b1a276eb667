using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.Values;

namespace GraphQLPlugins.Options.Upgrades;

/// <summary>What happens to one stored value.</summary>
internal enum StoredOptionFate
{
    /// <summary>It stays as it is; also when nothing declares it any more, for a roll-back.</summary>
    Stays,

    /// <summary>It has become a secret and is sealed.</summary>
    IsSealed,

    /// <summary>It does not fit.</summary>
    IsInvalid,
}

/// <summary>Judges stored values by other definitions, and counts those that do not fit.</summary>
internal sealed class StoredOptionJudge(OptionSchema after)
{
    private const int MaxProblems = 100;

    private readonly List<StoredOptionProblem> _problems = [];
    private readonly SortedDictionary<OptionScopeKind, int> _counts = [];

    public int Count => _counts.Values.Sum();

    public IReadOnlyList<StoredOptionProblem> Problems => _problems;

    public IReadOnlyList<InvalidOptionCount> Counts => [.. _counts.Select(count => new InvalidOptionCount(count.Key.ToString().ToLowerInvariant(), count.Value))];

    public StoredOptionFate Judge(OptionValue value)
    {
        if (after.Find(value.Key) is not { } definition) return StoredOptionFate.Stays;
        if (value.Json is null && definition.IsSecret) return StoredOptionFate.Stays;
        // What was given as a secret is shown to nobody, whatever the next version makes of it.
        var problem = value.Json is null ? "The value is a secret, and this version would show it." : OptionValueCheck.Problem(definition, value.Shown);
        if (problem is null) return definition.IsSecret ? StoredOptionFate.IsSealed : StoredOptionFate.Stays;
        Note(value, problem);
        return StoredOptionFate.IsInvalid;
    }

    private void Note(OptionValue value, string problem)
    {
        var kind = OptionScope.KindOf(value.ScopeKey);
        _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        if (_problems.Count < MaxProblems) _problems.Add(new StoredOptionProblem(value.ScopeKey, value.Key, OptionWriter.Pointer(value.Key), problem));
    }
}
