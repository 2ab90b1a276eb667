namespace GraphQLPlugins.Engine.Data.Tests.Differential;

/// <summary>Random filters, orders, pages and selections over random rows give what a model says that knows nothing of the engine: on the database, and in memory.</summary>
public sealed class DifferentialTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Every_answer_is_the_models(int seed)
    {
        await using var run = await DifferentialRun.StartAsync(new Random(seed));
        for (var i = 0; i < 12; i++) await run.CheckAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_walk_misses_nothing_and_repeats_nothing_while_rows_come_and_go(int seed)
    {
        await using var run = await DifferentialRun.StartAsync(new Random(seed));
        for (var i = 0; i < 3; i++) await run.CheckChangingAsync();
    }
}
