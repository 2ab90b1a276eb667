using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authorization;

namespace GraphQLPlugins.Integrations.Apps;

/// <summary>Who runs the server, as opposed to those who have an organization on it.</summary>
internal static class Staff
{
    public const string Capability = "apps:publish";

    /// <summary>An administrator of some other organization holds the capability by its wildcard, but publishes nothing.</summary>
    public static bool IsStaff(this Actor actor) => actor.OrganizationId == Organization.DefaultId && actor.Capabilities.Covers(Capability);

    /// <exception cref="ForbiddenException">The caller is not of the server's staff.</exception>
    public static void RequireStaff(this Actor actor)
    {
        if (!actor.IsStaff()) throw new ForbiddenException(Capability);
    }
}
