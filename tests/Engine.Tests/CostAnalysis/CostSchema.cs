using GraphQLPlugins.Engine.CostAnalysis;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.TypeSystem.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.CostAnalysis;

/// <summary>A paged, filtered and sorted schema with the weights that the conventions give; every field is null.</summary>
internal sealed class CostSchema
{
    private const string Sdl = """
        type Query {
          plugins(first: Int after: String last: Int before: String where: PluginFilterInput @cost(weight: "10") order: [PluginSortInput!] @cost(weight: "10")): PluginsConnection
            @listSize(assumedSize: 50, slicingArguments: [ "first", "last" ], slicingArgumentDefaultValue: 10, sizedFields: [ "edges", "nodes" ], requireOneSlicingArgument: false) @cost(weight: "10")
          strict(first: Int last: Int): [Plugin!] @listSize(assumedSize: 50, slicingArguments: [ "first", "last" ]) @cost(weight: "10")
          defaulted(first: Int = 7): [Plugin!] @listSize(assumedSize: 50, slicingArguments: [ "first" ], requireOneSlicingArgument: false)
          assumed: [Plugin!] @listSize(assumedSize: 30)
          unsized: [Plugin!]!
          cheap: Int @cost(weight: "-5")
          node: Node @cost(weight: "10")
          anything: Anything
          addTwo(a: Int! b: Int! = 2): String
        }
        type Mutation { rename(input: RenameInput!): Plugin! @cost(weight: "10") }
        interface Node { id: ID! related: Node }
        union Anything = Plugin | PluginVersion | Heavy
        type Plugin implements Node { id: ID! latestVersion: PluginVersion @cost(weight: "10") name: String! labels: [String!]! versions: [PluginVersion!]! related: Node }
        type PluginVersion implements Node { id: ID! version: String! plugin: Plugin related: Node }
        type Heavy implements Node @cost(weight: "3") { id: ID! version: String! @cost(weight: "40") related: Node }
        type PluginsConnection { pageInfo: PageInfo! edges: [PluginsEdge!] nodes: [Plugin!] totalCount: Int! @cost(weight: "10") }
        type PluginsEdge { cursor: String! node: Plugin! }
        type PageInfo { hasNextPage: Boolean! endCursor: String }
        enum PluginState { ACTIVE DRAFT }
        enum SortEnumType { ASC DESC }
        input RenameInput { id: ID! name: String! }
        input PluginFilterInput { and: [PluginFilterInput!] or: [PluginFilterInput!] name: StringOperationFilterInput state: PluginStateOperationFilterInput }
        input PluginStateOperationFilterInput { eq: PluginState @cost(weight: "10") in: [PluginState!] @cost(weight: "10") }
        input StringOperationFilterInput { eq: String @cost(weight: "10") contains: String @cost(weight: "20") }
        input PluginSortInput { id: SortEnumType @cost(weight: "10") name: SortEnumType @cost(weight: "10") }
        directive @cost(weight: String!) on SCALAR | OBJECT | FIELD_DEFINITION | ARGUMENT_DEFINITION | ENUM | INPUT_FIELD_DEFINITION
        directive @listSize(assumedSize: Int slicingArguments: [String!] slicingArgumentDefaultValue: Int sizedFields: [String!] requireOneSlicingArgument: Boolean! = true) on FIELD_DEFINITION
        """;

    private readonly RequestPipeline _executor;

    public CostSchema(CostOptions? options = null)
    {
        var definition = SdlSchemaBuilder.Define(Utf8GraphQLParser.Parse(Sdl));
        foreach (var field in definition.Types.OfType<ObjectTypeDefinition>().SelectMany(t => t.Fields))
        {
            field.Resolver = _ => new ValueTask<object?>((object?)null);
            foreach (var directive in field.Directives) CostDirectives.Read(directive, field.Features);
        }
        var inputs = definition.Types.OfType<ObjectTypeDefinition>().SelectMany(t => t.Fields).SelectMany(f => f.Arguments)
            .Concat(definition.Types.OfType<InputObjectTypeDefinition>().SelectMany(t => t.Fields));
        foreach (var input in inputs)
        {
            foreach (var directive in input.Directives) CostDirectives.Read(directive, input.Features);
        }
        _executor = new RequestPipeline(new ExecutorSetup
        {
            Schema = SchemaFactory.Create(definition),
            Services = new ServiceCollection().AddScoped<OperationScope>().BuildServiceProvider(),
            Checks = [new CostAnalyzer(options ?? new CostOptions())],
        });
    }

    /// <summary>The cost as <c>field/type</c>, nothing executed.</summary>
    public async Task<string> CostAsync(string query, string? variables = null)
    {
        await using var result = await RunAsync(query, variables, r => r.SetGlobalState(ExecutionContextData.CostMode, "validate"));
        Assert.False(result.IsDataSet);
        Assert.Empty(result.Errors);
        var cost = (IReadOnlyDictionary<string, object?>)result.Extensions!["operationCost"]!;
        return $"{cost["fieldCost"]}/{cost["typeCost"]}";
    }

    public async Task<IOperationResult> RunAsync(string query, string? variables = null, Action<OperationRequestBuilder>? configure = null)
    {
        var request = OperationRequestBuilder.New().SetDocument(query);
        if (variables is not null) request.SetVariableValues(variables);
        configure?.Invoke(request);
        return (IOperationResult)await _executor.ExecuteAsync(request.Build());
    }

    public static string Json(IOperationResult result)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        result.WriteTo(output);
        return System.Text.Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
