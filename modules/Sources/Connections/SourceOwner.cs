using GraphQLPlugins.Kernel.Identity;

namespace GraphQLPlugins.Sources.Connections;

/// <summary>Whose connections and repositories are meant.</summary>
/// <param name="OrganizationId">Where.</param>
/// <param name="Key">The principal's id, or the name of somebody whom only the external identity provider knows.</param>
internal readonly record struct SourceOwner(Guid OrganizationId, string Key)
{
    /// <summary>Who asks.</summary>
    public static SourceOwner Of(Actor actor)
    {
        var key = actor.PrincipalId?.ToString("D") ?? actor.Name;
        return new SourceOwner(actor.OrganizationId, key.Length <= Storage.SourcesDb.MaxOwnerLength ? key : key[..Storage.SourcesDb.MaxOwnerLength]);
    }
}
