using GraphQLPlugins.Options.Definitions;

namespace GraphQLPlugins.Options.Values;

/// <summary>Where a value is stored. Raw reads see exactly one scope; effective reads go outwards from it.</summary>
/// <param name="Kind">The kind of scope.</param>
/// <param name="OrganizationId">The organization; null for the instance.</param>
/// <param name="ProjectId">The project; set for projects, and for users when the value is meant for one project alone.</param>
/// <param name="UserId">The user; set for users.</param>
public sealed record OptionScope(OptionScopeKind Kind, Guid? OrganizationId = null, Guid? ProjectId = null, Guid? UserId = null)
{
    internal const int MaxKeyLength = 100;

    /// <summary>The instance.</summary>
    public static OptionScope Instance { get; } = new(OptionScopeKind.Instance);

    /// <summary>The kind of a scope that is given as text.</summary>
    internal static OptionScopeKind KindOf(string key) => key switch
    {
        ['p', ..] => OptionScopeKind.Project,
        ['o', ..] => OptionScopeKind.Organization,
        ['u', ..] => OptionScopeKind.User,
        _ => OptionScopeKind.Instance,
    };

    /// <summary>The scope as it is stored and shown: <c>instance</c>, <c>organization:ID</c>, <c>project:ID</c>, <c>user:ID</c> or <c>user:ID/project:ID</c>.</summary>
    public string Key => Kind switch
    {
        OptionScopeKind.Instance => "instance",
        OptionScopeKind.Organization => $"organization:{OrganizationId:N}",
        OptionScopeKind.Project => $"project:{ProjectId:N}",
        _ => ProjectId is { } project ? $"user:{UserId:N}/project:{project:N}" : $"user:{UserId:N}",
    };
}
