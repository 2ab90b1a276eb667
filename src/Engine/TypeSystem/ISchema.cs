namespace GraphQLPlugins.Engine;

/// <summary>What resolvers may ask of the schema they run in.</summary>
public interface ISchema
{
    /// <summary>The schema's name among those of the host.</summary>
    string Name { get; }

    /// <summary>The description, or null.</summary>
    string? Description { get; }
}
