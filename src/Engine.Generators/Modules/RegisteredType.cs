namespace GraphQLPlugins.Engine.Generators;

/// <summary>A class that the module registers.</summary>
/// <param name="SortKey">The full name, which decides over the order.</param>
/// <param name="Code">The type as code.</param>
/// <param name="Hook">The partial method to declare, or null.</param>
/// <param name="Findings">What is wrong with it.</param>
internal sealed record RegisteredType(string SortKey, string Code, Hook? Hook, EquatableArray<Finding> Findings);

/// <summary>A <c>Configure</c> hook: C# wants it declared before the user may implement it.</summary>
internal sealed record Hook(string Namespace, EquatableArray<string> Types, string Descriptor, string Parameter, string FileName);

/// <summary>A loader class written by hand.</summary>
internal sealed record WrittenLoader(string SortKey, string Service, string Implementation);
