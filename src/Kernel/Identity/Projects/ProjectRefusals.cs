using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Kernel.Identity.Projects;

/// <summary>There is no such project in the caller's organization.</summary>
public sealed class ProjectNotFoundException(string argument) : RefusalException("There is no project with this id.", argument);

/// <summary>Two projects with one parent cannot have the same name.</summary>
public sealed class ProjectNameTakenException(string name) : RefusalException($"There is a project {name} there already.", "name");

/// <summary>The tree of projects would grow too deep.</summary>
public sealed class ProjectTooDeepException() : RefusalException($"Projects may be nested {Project.MaxDepth} deep at most.", "parentId");
