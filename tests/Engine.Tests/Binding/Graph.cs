using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Execution.Configuration;
using GraphQLPlugins.Engine.TypeSystem;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.Binding;

/// <summary>A schema bound from the test's classes, to print and to ask.</summary>
internal static class Graph
{
    public static async Task<Schema> SchemaAsync(Action<IRequestExecutorBuilder> configure)
    {
        var builder = new ServiceCollection().AddGraphQL();
        configure(builder);
        return await builder.BuildSchemaAsync();
    }

    /// <summary>The SDL of some types, without what every schema has.</summary>
    public static async Task<string> SdlAsync(Action<IRequestExecutorBuilder> configure, params string[] types)
    {
        var schema = await SchemaAsync(configure);
        return SdlPrinter.Print(types.Select(t => schema.FindType(t) ?? throw new InvalidOperationException($"No type {t}.")));
    }

    public static async Task<string> AskAsync(Action<IRequestExecutorBuilder> configure, string document, Dictionary<string, object?>? variables = null,
        Action<OperationRequestBuilder>? request = null)
    {
        var builder = new ServiceCollection().AddGraphQL();
        configure(builder);
        var executor = await builder.BuildRequestExecutorAsync();
        var operation = OperationRequestBuilder.New().SetDocument(document).SetVariableValues(variables);
        request?.Invoke(operation);
        await using var result = await executor.ExecuteAsync(operation.Build());
        return result.ToJson();
    }

    public static async Task<IReadOnlyList<IError>> ErrorsAsync(Action<IRequestExecutorBuilder> configure) =>
        (await Assert.ThrowsAsync<SchemaException>(() => SchemaAsync(configure))).Errors;
}
