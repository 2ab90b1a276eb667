using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.Introspection;

/// <summary>Asks a schema from SDL about itself.</summary>
internal static class IntrospectionSchema
{
    public static async Task<string> RunAsync(string sdl, string document, string? variables = null)
    {
        var executor = new RequestPipeline(new ExecutorSetup
        {
            Schema = SdlSchemaBuilder.Build(sdl), Services = new ServiceCollection().AddScoped<OperationScope>().BuildServiceProvider(),
        });
        var request = OperationRequestBuilder.New().SetDocument(document);
        if (variables is not null) request.SetVariableValues(variables);
        await using var result = (IOperationResult)await executor.ExecuteAsync(request.Build());
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        result.WriteTo(output);
        return System.Text.Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
