using GraphQLPlugins.Engine.Data.Running;

namespace GraphQLPlugins.Engine.Data.Tests.Running;

public sealed class ShapeCacheTests
{
    [Fact]
    public void A_client_that_asks_for_ever_new_shapes_takes_no_more_than_there_is_and_none_that_are_in_use()
    {
        var budget = new ShapeBudget(100);
        var (first, second) = (new ShapeCache<string>(budget), new ShapeCache<string>(budget));
        first.GetOrAdd("in use", () => "kept");
        for (var i = 0; i < 50_000; i++)
        {
            (i % 2 == 0 ? first : second).GetOrAdd($"new {i}", () => "made");
            Assert.True(first.TryGet("in use", out var kept));
            Assert.Equal("kept", kept);
        }
        Assert.Equal(100, budget.Count);
        Assert.False(first.TryGet("new 0", out _));
        Assert.True(second.TryGet("new 49999", out _));
        Assert.InRange(Enumerable.Range(0, 50_000).Count(i => (i % 2 == 0 ? first : second).TryGet($"new {i}", out _)), 1, 99);
    }

    [Fact]
    public async Task Whoever_asks_at_once_for_a_new_shape_gets_the_same_thing_and_it_is_made_once()
    {
        var cache = new ShapeCache<object>(new ShapeBudget(10));
        var made = 0;
        using var start = new ManualResetEventSlim();
        var asking = Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            start.Wait();
            return cache.GetOrAdd("shape", () =>
            {
                Interlocked.Increment(ref made);
                Thread.Yield();
                return new object();
            });
        })).ToList();
        start.Set();
        Assert.Single((await Task.WhenAll(asking)).Distinct());
        Assert.Equal(1, made);
    }

    [Fact]
    public void What_could_not_be_made_is_tried_again()
    {
        var budget = new ShapeBudget(10);
        var cache = new ShapeCache<string>(budget);
        Assert.Throws<InvalidOperationException>(() => cache.GetOrAdd("shape", () => throw new InvalidOperationException("too complex")));
        Assert.False(cache.TryGet("shape", out _));
        Assert.Equal(0, budget.Count);
        Assert.Equal("made", cache.GetOrAdd("shape", () => "made"));
    }
}
