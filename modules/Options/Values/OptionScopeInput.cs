using GraphQLPlugins.Options.Definitions;

namespace GraphQLPlugins.Options.Values;

/// <summary>Names a scope.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="ProjectId">The project: needed for projects, allowed for users.</param>
/// <param name="UserId">The principal: for users, the caller when it is left out.</param>
public sealed record OptionScopeInput(OptionScopeKind Kind, [property: ID("Project")] Guid? ProjectId = null, [property: ID("Principal")] Guid? UserId = null);
