using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.Execution.Planning;

/// <summary>One field node that was merged into a response name, and when it counts.</summary>
internal readonly record struct Occurrence(FieldNode Node, Conjunction When);
