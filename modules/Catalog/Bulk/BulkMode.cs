namespace GraphQLPlugins.Catalog.Bulk;

/// <summary>What happens to the others when a plugin of several cannot be changed.</summary>
public enum BulkMode
{
    /// <summary>Nothing is changed.</summary>
    AllOrNothing,

    /// <summary>The others are changed.</summary>
    BestEffort,
}

/// <summary>What happened to a plugin of several.</summary>
public enum BulkOutcome
{
    /// <summary>It was changed, or would be.</summary>
    Changed,

    /// <summary>It was that way already.</summary>
    Unchanged,

    /// <summary>It could not be changed; the error says why.</summary>
    Failed,

    /// <summary>It could have been changed, and was not, because another one failed.</summary>
    LeftAlone,
}
