using System.Diagnostics.Metrics;
using System.Text;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Execution.Diagnostics;
using GraphQLPlugins.Engine.Execution.Planning;

namespace GraphQLPlugins.Engine.Tests.Execution;

/// <summary>The cache of plans: bounded, verified, measured.</summary>
public sealed class PlanCacheTests
{
    private static PreparedOperation Entry(string document, OperationPlan? plan, ulong? hash = null)
    {
        var text = Encoding.UTF8.GetBytes(document);
        return new PreparedOperation(hash ?? DocumentHash.Of(text), text, null, 0, plan, null);
    }

    private static PreparedOperation? Find(PlanCache cache, string document, ulong? hash = null)
    {
        var text = Encoding.UTF8.GetBytes(document);
        return cache.Find(hash ?? DocumentHash.Of(text), text, null, 0);
    }

    private static OperationPlan Plan() => new() { Schema = null!, Id = "", Definition = null!, Document = null!, RootType = null!, Variables = [] };

    [Fact]
    public void It_holds_as_many_entries_as_it_was_given_and_not_one_more()
    {
        var cache = new PlanCache(64);
        var documents = Enumerable.Range(0, 1_000).Select(i => $"{{ a{i} }}").ToList();
        foreach (var document in documents) cache.Add(Entry(document, Plan()));
        Assert.Equal(64, cache.Capacity);
        Assert.InRange(documents.Count(d => Find(cache, d) is not null), 32, 64);
        Assert.NotNull(Find(cache, documents[^1]));
    }

    [Fact]
    public void Documents_of_the_same_hash_are_told_apart()
    {
        var cache = new PlanCache(64);
        var first = Entry("{ a }", Plan(), hash: 7);
        cache.Add(first);
        Assert.Null(Find(cache, "{ b }", hash: 7));
        Assert.Same(first, Find(cache, "{ a }", hash: 7));
    }

    [Fact]
    public void Refusals_do_not_drive_out_plans()
    {
        var cache = new PlanCache(4);
        var plans = Enumerable.Range(0, 3).Select(i => Entry($"{{ good{i} }}", Plan())).ToList();
        for (var i = 0; i < 100; i++) cache.Add(Entry($"{{ bad{i} }}", null));
        foreach (var plan in plans) cache.Add(plan);
        for (var i = 0; i < 100; i++) cache.Add(Entry($"{{ worse{i} }}", null));
        Assert.True(plans.Count(p => Find(cache, Encoding.UTF8.GetString(p.Document)) is not null) >= 2);
    }

    [Fact]
    public void The_text_it_holds_is_bounded()
    {
        var cache = new PlanCache(1_000);
        var documents = Enumerable.Range(0, 200).Select(i => $"{{ a{i} #{new string('x', 60_000)}\n}}").ToList();
        foreach (var document in documents) cache.Add(Entry(document, Plan()));
        Assert.InRange(documents.Where(d => Find(cache, d) is not null).Sum(d => d.Length), 60_000, 4 * 1024 * 1024);
        cache.Add(Entry(new string('x', PlanCache.MaxDocumentBytes + 1), Plan()));
        Assert.Null(Find(cache, new string('x', PlanCache.MaxDocumentBytes + 1)));
    }

    [Fact]
    public async Task Hits_and_misses_are_counted_refusals_too()
    {
        var counts = new Dictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == EngineDiagnostics.Name) l.EnableMeasurementEvents(instrument);
            },
        };
        var executor = new TestSchema("type Query { a: Int }").Pure("Query.a", _ => 1).Build();
        // Other tests run beside this one: only measurements of this flow count.
        var here = new AsyncLocal<bool> { Value = true };
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
        {
            if (here.Value) counts[instrument.Name] = counts.GetValueOrDefault(instrument.Name) + value;
        });
        listener.Start();
        for (var i = 0; i < 3; i++) Assert.Equal("""{"data":{"a":1}}""", await TestSchema.RunAsync(executor, "{ a }"));
        for (var i = 0; i < 2; i++) Assert.Contains("\"errors\"", await TestSchema.RunAsync(executor, "{ nope }"));
        Assert.Equal(2, counts["graphql.plan_cache.misses"]);
        Assert.Equal(3, counts["graphql.plan_cache.hits"]);
    }
}
