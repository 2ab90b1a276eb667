namespace GraphQLPlugins.Options.Copying;

/// <summary>Why an option was not copied.</summary>
public enum OptionLeftOutReason
{
    /// <summary>The source sets no value itself.</summary>
    NotSet,

    /// <summary>The target sets a value already, and that was to stay.</summary>
    Kept,

    /// <summary>It cannot be set at the target's scope, or only the plugin sets it.</summary>
    NotEditable,

    /// <summary>The plugin declares it no more.</summary>
    Undeclared,
}

/// <summary>An option that was not copied.</summary>
/// <param name="Key">The option.</param>
/// <param name="Reason">Why.</param>
public sealed record OptionLeftOut(string Key, OptionLeftOutReason Reason);
