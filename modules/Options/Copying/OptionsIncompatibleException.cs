using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Options.Copying;

/// <summary>The two plugins declare some of the options differently, so their values cannot be copied.</summary>
public sealed class OptionsIncompatibleException(string from, string to, IReadOnlyList<string> keys)
    : RefusalException($"'{to}' does not declare these options like '{from}': {string.Join(", ", keys)}. Name the options to copy by keys.", "keys")
{
    /// <summary>The options that differ, in form order.</summary>
    public IReadOnlyList<string> Keys => keys;
}
