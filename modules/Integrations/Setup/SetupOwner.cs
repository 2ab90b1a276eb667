using GraphQLPlugins.Kernel.Identity;

namespace GraphQLPlugins.Integrations.Setup;

/// <summary>Whose setup, or whose account, is meant.</summary>
internal readonly record struct SetupOwner(Guid OrganizationId, string Key)
{
    public const int MaxKeyLength = 400;

    /// <summary>Who asks: the principal's id, or the name of somebody whom only the external identity provider knows.</summary>
    public static SetupOwner Of(Actor actor)
    {
        var key = actor.PrincipalId?.ToString("D") ?? actor.Name;
        return new SetupOwner(actor.OrganizationId, key.Length <= MaxKeyLength ? key : key[..MaxKeyLength]);
    }
}
