namespace GraphQLPlugins.Engine;

/// <summary>A path in a response: names and list indexes from the root. Immutable, shares its parents. Spec: Error result format, path.</summary>
public sealed class Path
{
    private Path(Path? parent, string? name, int index)
    {
        Parent = parent;
        Name = name;
        Index = index;
        Length = parent is null ? 0 : parent.Length + 1;
    }

    /// <summary>The empty path of the root.</summary>
    public static Path Root { get; } = new(null, null, -1);

    /// <summary>The path without its last segment; null at the root.</summary>
    public Path? Parent { get; }

    /// <summary>The last segment when it is a response name; else null.</summary>
    public string? Name { get; }

    /// <summary>The last segment when it is a list index (0-based); else -1.</summary>
    public int Index { get; }

    /// <summary>How many segments.</summary>
    public int Length { get; }

    /// <summary>Whether this is the root.</summary>
    public bool IsRoot => Parent is null;

    /// <summary>This path and a response name.</summary>
    public Path Append(string name) => new(this, name, -1);

    /// <summary>This path and a list index.</summary>
    public Path Append(int index) => new(this, null, index);

    /// <summary>The segments from the root: strings and ints.</summary>
    public IReadOnlyList<object> ToList()
    {
        var segments = new object[Length];
        var current = this;
        for (var i = Length - 1; i >= 0; i--)
        {
            segments[i] = current.Name is { } name ? name : current.Index;
            current = current.Parent!;
        }
        return segments;
    }

    /// <summary>The path as <c>/plugins/nodes[0]/name</c>.</summary>
    public string Print() => IsRoot ? "/" : string.Concat(ToList().Select(s => s is int i ? $"[{i}]" : $"/{s}"));

    /// <inheritdoc/>
    public override string ToString() => Print();

    /// <inheritdoc/>
    public override bool Equals(object? obj)
    {
        if (obj is not Path other || other.Length != Length) return false;
        Path a = this, b = other;
        while (!a.IsRoot)
        {
            if (a.Index != b.Index || !string.Equals(a.Name, b.Name, StringComparison.Ordinal)) return false;
            a = a.Parent!;
            b = b.Parent!;
        }
        return true;
    }

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Index, Length);
}
