using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Data.Running;

/// <summary>Runs a data field.</summary>
internal static class DataPipeline
{
    public static FieldMiddleware Create(OutputField field, DataField data) => next => next;
}
