namespace GraphQLPlugins.Engine.Configuration;

/// <summary>What the <c>Add…</c> calls of one schema collected, in their order. One named options object a schema.</summary>
public sealed class SchemaSetup
{
    /// <summary>Run on the builder, in order, when the schema is built.</summary>
    public List<Action<SchemaBuilder>> Actions { get; } = [];
}
