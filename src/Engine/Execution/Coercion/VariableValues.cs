using System.Text.Json;
using GraphQLPlugins.Engine.Execution.Planning;
using GraphQLPlugins.Engine.Execution.Processing;
using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.Execution.Coercion;

/// <summary>The coerced variables of one request, by slot. Reused from request to request.</summary>
internal sealed class VariableValues : IVariableValueCollection
{
    private VariablePlan[] _plans = [];
    private object?[] _values = [];
    private bool[] _given = [];
    private bool[] _conditions = [];

    /// <summary>The Boolean values that decide over <c>@skip</c> and <c>@include</c>, by slot.</summary>
    public bool[] Conditions => _conditions;

    /// <summary>Coerces all variables of a plan; the errors when some are not valid, one for each variable, at most <paramref name="limits"/> says.</summary>
    public List<IError>? Coerce(OperationPlan plan, JsonElement json, IReadOnlyDictionary<string, object?>? values, Limits limits)
    {
        _plans = plan.Variables;
        if (_plans.Length == 0) return null;
        if (_values.Length < _plans.Length)
        {
            _values = new object?[_plans.Length];
            _given = new bool[_plans.Length];
            _conditions = new bool[_plans.Length];
        }
        List<IError>? errors = null;
        for (var i = 0; i < _plans.Length; i++)
        {
            _given[i] = values is null
                ? _plans[i].TryCoerce(json, limits.MaxVariableDepth, out _values[i], out var error)
                : _plans[i].TryCoerce(values, limits.MaxVariableDepth, out _values[i], out error);
            if (error is null) continue;
            (errors ??= []).Add(error);
            if (errors.Count >= limits.MaxValidationErrors) break;
        }
        if (errors is not null) return errors;
        foreach (var slot in plan.ConditionVariables)
        {
            if (_values[slot] is bool condition) _conditions[slot] = condition;
            else (errors ??= []).Add(InputError.NotNull(_plans[slot].Type).At(_plans[slot].Name).ToError());
        }
        return errors;
    }

    /// <summary>The coerced value of a slot; false when the variable was not given and has no default.</summary>
    public bool TryGet(int slot, out object? value)
    {
        value = _values[slot];
        return _given[slot];
    }

    /// <summary>The coerced value; false when the variable was not given and has no default.</summary>
    public bool TryGet(string name, out object? value)
    {
        for (var i = 0; i < _plans.Length; i++)
        {
            if (_plans[i].Name == name) return TryGet(i, out value);
        }
        value = null;
        return false;
    }

    /// <summary>The variable as a literal of its type; null when it was not given.</summary>
    public IValueNode? LiteralOf(string name)
    {
        for (var i = 0; i < _plans.Length; i++)
        {
            if (_plans[i].Name == name) return TryGet(i, out var value) ? InputLiterals.Of(value, _plans[i].Type) : null;
        }
        return null;
    }

    /// <summary>The literal with the values of its variables in their places.</summary>
    public IValueNode Replace(IValueNode literal) => literal switch
    {
        VariableNode v => LiteralOf(v.Name.Value) ?? NullValueNode.Default,
        ListValueNode l => new ListValueNode([.. l.Items.Select(Replace)]),
        ObjectValueNode o => new ObjectValueNode(
            [.. o.Fields.Where(f => f.Value is not VariableNode v || TryGet(v.Name.Value, out _)).Select(f => new ObjectFieldNode(f.Name.Value, Replace(f.Value)))]),
        _ => literal,
    };

    /// <inheritdoc/>
    public bool TryGetVariable<T>(string name, out T? value)
    {
        if (!TryGet(name, out var coerced))
        {
            value = default;
            return false;
        }
        value = typeof(IValueNode).IsAssignableFrom(typeof(T)) ? (T?)LiteralOf(name) : InputConversion.To<T>(coerced);
        return true;
    }

    /// <inheritdoc/>
    public bool GetBoolean(string name) => TryGet(name, out var value) && value is true;

    /// <summary>Lets go of the values.</summary>
    public void Clear()
    {
        Array.Clear(_values);
        _plans = [];
    }
}
