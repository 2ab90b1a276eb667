using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.Validation;

/// <summary>The response names around the walk's place; becomes a <see cref="Engine.Path"/> only where one is asked for.</summary>
internal sealed class FieldPath
{
    private readonly List<(FieldNode Field, Path? Path)> _fields = [];
    private Path? _root;

    /// <summary>Starts a definition; a fragment begins where it is first spread.</summary>
    public void Begin(Path? root)
    {
        _root = root;
        _fields.Clear();
    }

    public void Push(FieldNode field) => _fields.Add((field, null));

    public void Pop() => _fields.RemoveAt(_fields.Count - 1);

    /// <summary>The path; null when it is empty.</summary>
    public Path? Current
    {
        get
        {
            var known = _fields.Count;
            while (known > 0 && _fields[known - 1].Path is null) known--;
            var path = known > 0 ? _fields[known - 1].Path : _root;
            for (var i = known; i < _fields.Count; i++)
            {
                path = (path ?? Path.Root).Append(_fields[i].Field.ResponseName);
                _fields[i] = (_fields[i].Field, path);
            }

            return path;
        }
    }
}
