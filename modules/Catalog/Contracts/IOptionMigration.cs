namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>Another version of a plugin comes in, and with it other definitions of its options.</summary>
/// <param name="Before">The plugin as it is declared now.</param>
/// <param name="After">The same once the version is there.</param>
/// <param name="Version">The version; null when it is unknown.</param>
public sealed record DefinitionChange(PluginDeclaration Before, PluginDeclaration After, string? Version)
{
    /// <summary>Whether nothing was installed: what is stored may be of an earlier time, so that all of it is looked at.</summary>
    public bool IsFirst { get; init; }
}

/// <summary>Carries the stored options of the caller's organization over to other definitions. The module that keeps them registers one; without, there are none.</summary>
public interface IOptionMigration
{
    /// <summary>What each change would mean for what is stored; one statement, however many there are. In the order of the changes; null where nothing is different.</summary>
    Task<IReadOnlyList<OptionDefinitionChanges?>> CompareAsync(IReadOnlyList<DefinitionChange> changes, CancellationToken ct);

    /// <summary>In the command's transaction: seals what has become secret, unsets what may be lost, and tells of it after the commit.</summary>
    /// <param name="change">The change.</param>
    /// <param name="acceptLoss">Whether values that do not fit are unset; without, they are a refusal.</param>
    /// <param name="ct">Stops.</param>
    /// <exception cref="StoredOptionsInvalidException">Stored values do not fit.</exception>
    Task ApplyAsync(DefinitionChange change, bool acceptLoss, CancellationToken ct);
}
