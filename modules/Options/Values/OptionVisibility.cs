using System.Text.Json;
using GraphQLPlugins.Options.Definitions;

namespace GraphQLPlugins.Options.Values;

/// <summary>Which options count as things are: those whose conditions hold.</summary>
internal sealed class OptionVisibility
{
    private enum Finding : byte
    {
        Unknown,
        Asked,
        Visible,
        Hidden,
    }

    private readonly IReadOnlyList<EffectiveValue> _values;
    private readonly Finding[] _found;
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    private OptionVisibility(IReadOnlyList<EffectiveValue> values)
    {
        (_values, _found) = (values, new Finding[values.Count]);
        for (var i = 0; i < values.Count; i++) _places.Add(values[i].Definition.Key, i);
    }

    /// <summary>Which of the options are visible, by their places; null when no option has conditions, so that all are.</summary>
    public static bool[]? Of(IReadOnlyList<EffectiveValue> values)
    {
        if (!IsConditional(values)) return null;
        var visibility = new OptionVisibility(values);
        var visible = new bool[values.Count];
        for (var i = 0; i < visible.Length; i++) visible[i] = visibility.IsVisible(i);
        return visible;
    }

    private static bool IsConditional(IReadOnlyList<EffectiveValue> values)
    {
        for (var i = 0; i < values.Count; i++)
            if (values[i].Definition.VisibleWhen.Count > 0) return true;
        return false;
    }

    private bool IsVisible(int place)
    {
        // Two that wait for each other: whoever is asked first waits for nobody.
        if (_found[place] != Finding.Unknown) return _found[place] != Finding.Hidden;
        _found[place] = Finding.Asked;
        var visible = true;
        foreach (var condition in _values[place].Definition.VisibleWhen)
            visible = visible && Holds(condition);
        _found[place] = visible ? Finding.Visible : Finding.Hidden;
        return visible;
    }

    private bool Holds(OptionCondition condition) => !_places.TryGetValue(condition.Key, out var place) || (IsVisible(place) && Holds(condition, _values[place]));

    private static bool Holds(OptionCondition condition, EffectiveValue other) => condition.Operator switch
    {
        OptionConditionOperator.IsSet => OptionSetReader.IsPresent(other.Effective),
        OptionConditionOperator.IsNotSet => !OptionSetReader.IsPresent(other.Effective),
        _ when other.Definition.IsSecret => true,
        OptionConditionOperator.In => IsAmong(condition.Values, other.Effective),
        _ => !IsAmong(condition.Values, other.Effective),
    };

    private static bool IsAmong(IReadOnlyList<JsonElement> values, JsonElement? value) => value switch
    {
        null => false,
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Any(item => IsAmong(values, item)),
        { } one => values.Any(wanted => JsonElement.DeepEquals(wanted, one)),
    };
}
