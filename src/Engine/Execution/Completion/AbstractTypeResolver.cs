using System.Collections.Concurrent;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Completion;

/// <summary>Finds the object type of a value of one interface or union: the types' own checks first, then the exact CLR type, then the closest base.</summary>
internal sealed class AbstractTypeResolver
{
    private readonly ObjectType[] _possible;
    private readonly ObjectType[] _checked;
    private readonly ConcurrentDictionary<Type, ObjectType?> _byClrType = new();

    public AbstractTypeResolver(Schema schema, NamedType type)
    {
        _possible = [.. schema.GetPossibleTypes(type)];
        _checked = [.. _possible.Where(t => t.IsOfType is not null)];
    }

    /// <summary>Whether values of the same CLR type always have the same object type.</summary>
    public bool IsDecidedByClrType => _checked.Length == 0;

    public bool IsPossible(ObjectType type) => Array.IndexOf(_possible, type) >= 0;

    /// <summary>The type; null when no possible type fits.</summary>
    public ObjectType? Resolve(object value)
    {
        foreach (var type in _checked)
        {
            if (type.IsOfType!(value)) return type;
        }
        return _byClrType.GetOrAdd(value.GetType(), static (clr, possible) => Closest(clr, possible), _possible);
    }

    private static ObjectType? Closest(Type clrType, ObjectType[] possible)
    {
        ObjectType? closest = null;
        foreach (var type in possible)
        {
            if (type.RuntimeType is not { } runtime || type.IsOfType is not null) continue;
            if (runtime == clrType) return type;
            if (runtime == typeof(object) || !runtime.IsAssignableFrom(clrType)) continue;
            if (closest is null || closest.RuntimeType!.IsAssignableFrom(runtime)) closest = type;
        }
        return closest;
    }
}
