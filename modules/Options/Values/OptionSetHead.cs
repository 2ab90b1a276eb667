namespace GraphQLPlugins.Options.Values;

/// <summary>One row for each option set that was ever written: whoever writes takes it first, so writers of one set wait for each other.</summary>
public sealed class OptionSetHead
{
    private OptionSetHead()
    {
    }

    public Guid OrganizationId { get; private set; }

    public string ConfKey { get; private set; } = "";

    public string ScopeKey { get; private set; } = "";

    /// <summary>How often the set was changed.</summary>
    public int Revision { get; private set; }
}
