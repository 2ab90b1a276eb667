namespace GraphQLPlugins.Kernel.Identity;

/// <summary>Somebody for whom something is to be done later, and what they might do when they said so. Holds no secret.</summary>
/// <param name="Name">Who it is, for the audit.</param>
/// <param name="PrincipalId">The principal; null for somebody whom only the external identity provider knows.</param>
/// <param name="OrganizationId">Where.</param>
/// <param name="Capabilities">What they might do then, with spaces between.</param>
public sealed record Delegation(string Name, Guid? PrincipalId, Guid OrganizationId, string Capabilities);
