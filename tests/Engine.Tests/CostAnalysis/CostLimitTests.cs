using GraphQLPlugins.Engine.CostAnalysis;
using GraphQLPlugins.Engine.Execution;

namespace GraphQLPlugins.Engine.Tests.CostAnalysis;

public class CostLimitTests
{
    private const string Fifty = "plugins(first: 50) { nodes { id latestVersion { id } } }";

    private readonly CostSchema _schema = new();

    [Fact]
    public async Task An_operation_over_the_field_limit_is_refused_with_cost_and_limit()
    {
        await using var result = await _schema.RunAsync($"{{ a0: {Fifty} a1: {Fifty} a2: {Fifty} a3: {Fifty} a4: {Fifty} }}");
        Assert.Equal(
            """{"errors":[{"message":"The maximum allowed field cost was exceeded.","extensions":{"fieldCost":2555,"maxFieldCost":1000,"code":"HC0047"}}]}""",
            CostSchema.Json(result));
    }

    [Fact]
    public async Task An_operation_over_the_type_limit_is_refused_with_cost_and_limit()
    {
        await using var result = await _schema.RunAsync("{ plugins(first: 999) { nodes { id } } }");
        Assert.Equal(
            """{"errors":[{"message":"The maximum allowed type cost was exceeded.","extensions":{"typeCost":1001,"maxTypeCost":1000,"code":"HC0047"}}]}""",
            CostSchema.Json(result));
    }

    [Fact]
    public async Task An_operation_at_the_limit_runs()
    {
        await using var result = await _schema.RunAsync("{ plugins(first: 998) { nodes { id } } }");
        Assert.Equal("""{"data":{"plugins":null}}""", CostSchema.Json(result));
    }

    [Fact]
    public async Task A_limit_that_a_value_passes_is_passed_by_that_request_alone()
    {
        const string query = "query($n: Int) { plugins(first: $n) { nodes { id } } }";
        await using var dear = await _schema.RunAsync(query, "{\"n\": 2000}");
        await using var cheap = await _schema.RunAsync(query, "{\"n\": 2}");
        Assert.Equal(ErrorCodes.CostExceeded, dear.Errors[0].Code);
        Assert.Empty(cheap.Errors);
    }

    [Fact]
    public async Task A_report_adds_the_cost_to_the_response()
    {
        await using var result = await _schema.RunAsync("{ plugins(first: 20) { nodes { id name versions { version } latestVersion { id } } } }",
            configure: r => r.SetGlobalState(ExecutionContextData.CostMode, "report"));
        Assert.Equal("""{"data":{"plugins":null},"extensions":{"operationCost":{"fieldCost":231,"typeCost":62}}}""", CostSchema.Json(result));
    }

    [Fact]
    public async Task Validation_only_reports_the_cost_and_knows_no_limit()
    {
        await using var result = await _schema.RunAsync($"{{ a0: {Fifty} a1: {Fifty} a2: {Fifty} a3: {Fifty} a4: {Fifty} }}",
            configure: r => r.SetGlobalState(ExecutionContextData.CostMode, "validate"));
        Assert.Equal("""{"extensions":{"operationCost":{"fieldCost":2555,"typeCost":506}}}""", CostSchema.Json(result));
    }

    [Theory]
    [InlineData("{ strict { id } }", false)]
    [InlineData("{ strict(first: null) { id } }", false)]
    [InlineData("{ strict(first: 1, last: 2) { id } }", false)]
    [InlineData("query($n: Int) { strict(first: 1, last: $n) { id } }", false)]
    [InlineData("{ strict(first: 1) { id } }", true)]
    [InlineData("{ strict(first: 1, last: null) { id } }", true)]
    [InlineData("query($n: Int) { strict(first: $n) { id } }", true)]
    [InlineData("query($n: Int, $m: Int) { strict(first: $n, last: $m) { id } }", true)]
    public async Task Where_one_slicing_argument_is_required_exactly_one_must_be_given(string query, bool isFine)
    {
        await using var result = await _schema.RunAsync(query);
        Assert.Equal(isFine ? [] : ["HC0082: Exactly one of the arguments `first`, `last` of `strict` must be given."],
            result.Errors.Select(e => $"{e.Code}: {e.Message}"));
    }

    [Fact]
    public async Task The_schema_may_only_report_or_not_analyze_at_all()
    {
        var query = $"{{ a0: {Fifty} a1: {Fifty} a2: {Fifty} }}";
        await using var unlimited = await new CostSchema(new CostOptions { EnforceCostLimits = false }).RunAsync(query);
        await using var skipped = await new CostSchema(new CostOptions { SkipAnalyzer = true }).RunAsync(query);
        Assert.True(unlimited.IsDataSet);
        Assert.True(skipped.IsDataSet);
    }

    [Fact]
    public async Task A_request_may_have_limits_of_its_own()
    {
        await using var refused = await _schema.RunAsync($"{{ {Fifty} }}",
            configure: r => r.SetGlobalState(ExecutionContextData.CostOptions, new RequestCostOptions(MaxFieldCost: 100)));
        Assert.Equal(100d, refused.Errors[0].Extensions!["maxFieldCost"]);
        await using var allowed = await _schema.RunAsync($"{{ a0: {Fifty} a1: {Fifty} }}",
            configure: r => r.SetGlobalState(ExecutionContextData.CostOptions, new RequestCostOptions(EnforceCostLimits: false)));
        Assert.True(allowed.IsDataSet);
    }
}
