namespace GraphQLPlugins.Catalog.Import;

/// <summary>The shapes in which a catalog arrives. Each may be compressed with gzip; that is seen from its first bytes.</summary>
public enum ImportFormat
{
    /// <summary>The published update-center document, or one uniform record a line.</summary>
    Jenkins,

    /// <summary>The published marketplace list (one element a version), or one uniform record a line.</summary>
    Mattermost,

    /// <summary>The list of managed plugins of the repository plugin API.</summary>
    Cloudforet,

    /// <summary>One uniform record a line.</summary>
    Ndjson,
}
