using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>What another version changes about a plugin's options, and what that means for the values that are stored.</summary>
/// <param name="Added">Options that it brings, by key.</param>
/// <param name="Removed">Options that it no longer has; their values are kept, and count again after a roll-back.</param>
/// <param name="Retyped">Options whose type is another one.</param>
/// <param name="NowRequired">Options that it needs a value for, and the present version does not.</param>
/// <param name="NowSecret">Options whose values nobody reads any more; those that are stored are sealed.</param>
/// <param name="Invalid">How many stored values do not fit, by kind of scope from the outermost; empty when all do.</param>
/// <param name="Problems">The first hundred of them.</param>
public sealed record OptionDefinitionChanges(
    IReadOnlyList<string> Added,
    IReadOnlyList<string> Removed,
    IReadOnlyList<string> Retyped,
    IReadOnlyList<string> NowRequired,
    IReadOnlyList<string> NowSecret,
    IReadOnlyList<InvalidOptionCount> Invalid,
    IReadOnlyList<StoredOptionProblem> Problems)
{
    /// <summary>How many stored values do not fit, in all.</summary>
    public int InvalidCount => Invalid.Sum(scope => scope.Count);
}

/// <summary>Values at scopes of one kind that do not fit.</summary>
/// <param name="Scope">The kind: <c>instance</c>, <c>organization</c>, <c>project</c> or <c>user</c>.</param>
/// <param name="Count">How many.</param>
public sealed record InvalidOptionCount(string Scope, int Count);

/// <summary>A stored value that another version does not take.</summary>
/// <param name="Scope">Where it is stored: <c>instance</c>, <c>organization:ID</c>, <c>project:ID</c>, <c>user:ID</c> or <c>user:ID/project:ID</c>.</param>
/// <param name="Key">The option.</param>
/// <param name="Pointer">Where it is, as a JSON pointer into the scope's values (RFC 6901).</param>
/// <param name="Message">What is wrong, in a sentence.</param>
public sealed record StoredOptionProblem(string Scope, string Key, string Pointer, string Message);

/// <summary>Stored values do not fit the definitions of the version that was to come in. Nothing was changed.</summary>
public sealed class StoredOptionsInvalidException(string pluginId, string? version, int count, IReadOnlyList<StoredOptionProblem> problems)
    : RefusalException(
        $"{(count == 1 ? "1 stored value of the plugin" : $"{count} stored values of the plugin")} '{pluginId}' {(count == 1 ? "does" : "do")} not fit {(version is null ? "what comes in" : $"version {version}")}. "
        + "Set them anew or unset them first, or repeat the change with acceptOptionLoss, which unsets them.", "version")
{
    /// <summary>The plugin.</summary>
    public string PluginId => pluginId;

    /// <summary>How many values do not fit.</summary>
    public int Count => count;

    /// <summary>The first hundred of them.</summary>
    public IReadOnlyList<StoredOptionProblem> Problems => problems;
}
