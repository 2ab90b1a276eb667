namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>Things that conventions attach to parts of the schema, one of each CLR type. Written while the schema is built, only read afterwards.</summary>
public sealed class FeatureSet
{
    private readonly Dictionary<Type, object> _features = [];

    /// <summary>The feature of this type, or null.</summary>
    public T? Get<T>() where T : class => _features.TryGetValue(typeof(T), out var value) ? (T)value : null;

    /// <summary>Attaches or replaces the feature of this type.</summary>
    public void Set<T>(T feature) where T : class => _features[typeof(T)] = feature;

    internal void CopyTo(FeatureSet other)
    {
        foreach (var (type, feature) in _features) other._features[type] = feature;
    }

    /// <summary>The feature of this type, made when it is not there.</summary>
    public T GetOrSet<T>() where T : class, new()
    {
        if (Get<T>() is { } found) return found;
        var made = new T();
        Set(made);
        return made;
    }
}
