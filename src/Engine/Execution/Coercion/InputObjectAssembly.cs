using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Coercion;

/// <summary>Gathers the fields of one input object: refuses unknown, missing and conflicting ones and adds defaults. Spec: Input Objects, Input Coercion.</summary>
internal struct InputObjectAssembly(InputObjectType type)
{
    private readonly KeyValuePair<InputField, object?>[] _fields = new KeyValuePair<InputField, object?>[type.Fields.Count];
    private int _count;

    /// <summary>Adds a given field; the last value of a name that is given twice counts.</summary>
    public void Add(InputField field, object? value)
    {
        for (var i = 0; i < _count; i++)
        {
            if (!ReferenceEquals(_fields[i].Key, field)) continue;
            _fields[i] = new(field, value);
            return;
        }
        _fields[_count++] = new(field, value);
    }

    /// <summary>The finished object; null with the reason when it is not valid.</summary>
    public InputObjectValue? Finish(out InputError? error)
    {
        error = null;
        if (type.IsOneOf)
        {
            if (_count != 1) error = InputError.OneOf(type, _count);
            else if (_fields[0].Value is null) error = InputError.OneOfNull(type, _fields[0].Key);
            return error is null ? new InputObjectValue(type, _fields[..1]) : null;
        }
        var given = _count;
        for (var i = 0; i < type.Fields.Count; i++)
        {
            var field = type.Fields[i];
            if (IsGiven(field, given)) continue;
            if (field.DefaultValue is not null) _fields[_count++] = new(field, LiteralCoercion.DefaultOf(field));
            else if (field.Type.IsNonNull)
            {
                error = InputError.MissingField(field);
                return null;
            }
        }
        return new InputObjectValue(type, _count == _fields.Length ? _fields : _fields[.._count]);
    }

    private readonly bool IsGiven(InputField field, int given)
    {
        for (var i = 0; i < given; i++)
        {
            if (ReferenceEquals(_fields[i].Key, field)) return true;
        }
        return false;
    }
}
