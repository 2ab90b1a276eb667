namespace GraphQLPlugins.Plugins.Sdk;

/// <summary>Where in the organization something applies.</summary>
/// <param name="ProjectId">The project; null is the whole organization.</param>
/// <param name="GroupId">The group, as the caller names it; null is none.</param>
/// <param name="UserId">The user whose own options count too; null is nobody's.</param>
public sealed record PluginScope(Guid? ProjectId = null, string? GroupId = null, Guid? UserId = null);

/// <summary>Who is behind a call.</summary>
/// <param name="Name">For logs: the principal and its token, or <c>system</c>.</param>
/// <param name="PrincipalId">Null for callers that only an external identity provider knows, and for the system.</param>
public sealed record PluginCaller(string Name, Guid? PrincipalId);

/// <summary>Who asks, and where. The server has checked that the plugin is enabled there and that the caller may ask.</summary>
/// <param name="Caller">Who asks.</param>
/// <param name="Scope">Where.</param>
/// <param name="Options">The plugin's options as the scope sees them, its secrets among them.</param>
public sealed record PluginCall(PluginCaller Caller, PluginScope Scope, OptionValues Options);
