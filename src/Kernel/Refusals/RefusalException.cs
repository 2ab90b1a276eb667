using System.Collections.Concurrent;
using System.Text;

namespace GraphQLPlugins.Kernel.Refusals;

/// <summary>
/// The product says no. Listed on a resolver with <c>[Error&lt;T&gt;]</c> it lands in the payload's errors; nothing has been changed then.
/// </summary>
public abstract class RefusalException : Exception, IUserError
{
    private static readonly ConcurrentDictionary<Type, string> Codes = new();

    /// <summary>With the sentence that the user reads, and the argument at fault where there is one.</summary>
    protected RefusalException(string message, params string[] path) : base(message) => Path = path.Length == 0 ? null : path;

    /// <summary>The type's name in upper case: <c>PluginNotFoundException</c> is <c>PLUGIN_NOT_FOUND</c>.</summary>
    public string Code => Codes.GetOrAdd(GetType(), CodeOf);

    /// <summary>The argument at fault, outermost name first; null when no single one is.</summary>
    public IReadOnlyList<string>? Path { get; }

    /// <summary>Whether the same request may succeed later.</summary>
    public virtual bool Retryable => false;

    private static string CodeOf(Type type)
    {
        var name = type.Name.EndsWith("Exception", StringComparison.Ordinal) ? type.Name[..^"Exception".Length] : type.Name;
        var code = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord) code.Append('_');
            code.Append(char.ToUpperInvariant(name[i]));
        }
        return code.ToString();
    }
}
