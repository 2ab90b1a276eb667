namespace GraphQLPlugins.Catalog.Dependencies;

/// <summary>What happens to the plugins that need one which goes out of use (O14).</summary>
public enum DependentStrategy
{
    /// <summary>Nothing: where something cannot do without it, the change is refused.</summary>
    None,

    /// <summary>Those that cannot do without it go along, and those that cannot do without them.</summary>
    Mandatory,

    /// <summary>Those that merely work with it go along too.</summary>
    All,
}
