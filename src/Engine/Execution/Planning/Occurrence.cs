using GraphQLPlugins.Engine.Language;

namespace GraphQLPlugins.Engine.Execution.Planning;

/// <summary>One field node that was merged into a response name, when it counts, and the deferred fragment that it stands in; null: none.</summary>
internal readonly record struct Occurrence(FieldNode Node, Conjunction When, DeferUsage? Defer);
