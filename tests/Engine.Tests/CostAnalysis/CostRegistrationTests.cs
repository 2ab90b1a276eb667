using GraphQLPlugins.Engine.CostAnalysis.Types;
using GraphQLPlugins.Engine.Execution;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.CostAnalysis;

public class CostRegistrationTests
{
    private const string Query = "{ words(first: 30) { name length } }";

    [Theory]
    [InlineData(0, """{"data":{"words":[{"name":"a","length":1}]}}""")]
    [InlineData(100, """{"errors":[{"message":"The maximum allowed field cost was exceeded.","extensions":{"fieldCost":130,"maxFieldCost":100,"code":"HC0047"}}]}""")]
    [InlineData(130, """{"data":{"words":[{"name":"a","length":1}]}}""")]
    public async Task Costs_are_limited_where_the_analyzer_was_added(int limit, string expected)
    {
        var builder = new ServiceCollection().AddGraphQL().AddQueryType<Words>();
        if (limit > 0) builder.AddCostAnalyzer().ModifyCostOptions(o => o.MaxFieldCost = limit);
        await using var result = (IOperationResult)await builder.ExecuteRequestAsync(Query);
        Assert.Equal(expected, CostSchema.Json(result));
    }

    public sealed record Word(string Name)
    {
        [Cost(4)]
        public int Length => Name.Length;
    }

    public sealed class Words
    {
        [ListSize(AssumedSize = 50, SlicingArguments = ["first"], RequireOneSlicingArgument = false)]
        public async Task<List<Word>> GetWordsAsync(int? first)
        {
            await Task.Yield();
            return first > 0 ? [new Word("a")] : [];
        }
    }
}
