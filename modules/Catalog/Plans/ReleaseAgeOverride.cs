using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;

namespace GraphQLPlugins.Catalog.Plans;

/// <summary>Setting aside the policy's minimum release age: for administrators, with a reason, which the audit keeps (O12).</summary>
internal static class ReleaseAgeOverride
{
    private const int MaxLength = 300;

    public static string? Check(string? reason, Actor actor)
    {
        if (reason is null)
            return null;
        actor.Require("catalog:admin");
        return Text.Required(reason, "overrideReason", MaxLength);
    }
}
