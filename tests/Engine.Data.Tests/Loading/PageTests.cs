using GraphQLPlugins.Engine.Data.Running;
using GraphQLPlugins.Engine.Data.Tests.ResourceQueries;
using GraphQLPlugins.Engine.Data.Tests.Sample;
using GraphQLPlugins.Engine.DataLoading.Data;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Engine.Data.Tests.Loading;

[Collection("Counters")]
public sealed class PageTests : IAsyncLifetime
{
    // One of them twice, and one that nothing has.
    private static readonly string[] Named = ["plg-00001", "nobody", "plg-00001"];

    private PluginDb _db = null!;

    public async Task InitializeAsync() => _db = await Resources.OpenAsync();

    public async Task DisposeAsync() => await _db.DisposeAsync();

    [Fact]
    public async Task A_page_adds_the_key_that_the_order_lacks()
    {
        var page = await _db.PluginVersions.OrderByDescending(v => v.Version).ToPageAsync(new PagingArguments(first: 2, includeTotalCount: true));
        Assert.Equal([8, 18], [.. page.Items.Select(v => v.Id - 15_001)]);
        Assert.Equal(20_000, page.TotalCount);
        var next = await _db.PluginVersions.OrderByDescending(v => v.Version).ToPageAsync(new PagingArguments(first: 1, after: page.CreateCursor(page.Last!)));
        Assert.Equal(28, next.First!.Id - 15_001);
        Assert.True(next.HasPreviousPage);
        Assert.Null(next.TotalCount);
    }

    [Fact]
    public async Task Each_key_gets_a_page_of_its_own_in_one_statement()
    {
        var pages = await VersionsAsync(["plg-00001", "plg-00002", "nobody"], new PagingArguments(first: 2, includeTotalCount: true));
        Assert.Equal(["plg-00001", "plg-00002"], pages.Keys.Order());
        Assert.Equal(["4.1.0", "3.1.0"], pages["plg-00001"].Items.Select(v => v.Version));
        Assert.Equal(["4.2.0", "3.2.0"], pages["plg-00002"].Items.Select(v => v.Version));
        Assert.True(pages["plg-00001"].HasNextPage);
        Assert.False(pages["plg-00001"].HasPreviousPage);
        Assert.Equal(4, pages["plg-00001"].TotalCount);

        var rest = await VersionsAsync(["plg-00001"], new PagingArguments(first: 5, after: pages["plg-00001"].CreateCursor(pages["plg-00001"].Last!)));
        Assert.Equal(["2.1.0", "1.1.0"], rest["plg-00001"].Items.Select(v => v.Version));
        var last = await VersionsAsync(["plg-00002"], new PagingArguments(last: 1));
        Assert.Equal(["1.2.0"], last["plg-00002"].Items.Select(v => v.Version));
        Assert.True(last["plg-00002"].HasPreviousPage);
    }

    [Fact]
    public async Task Pages_of_keys_go_on_in_an_order_whose_keys_all_point_the_same_way()
    {
        ValueTask<Dictionary<string, Page<PluginVersion>>> Pages(PagingArguments arguments) =>
            _db.PluginVersions.Where(v => v.PluginId == "plg-00001").OrderByDescending(v => v.Version).ThenByDescending(v => v.Id).ToBatchPageAsync(v => v.PluginId, arguments);

        var first = (await Pages(new PagingArguments(first: 2)))["plg-00001"];
        var next = (await Pages(new PagingArguments(first: 2, after: first.CreateCursor(first.Last!))))["plg-00001"];
        var back = (await Pages(new PagingArguments(last: 2, before: next.CreateCursor(next.First!))))["plg-00001"];
        Assert.Equal(["4.1.0", "3.1.0"], first.Items.Select(v => v.Version));
        Assert.Equal(["2.1.0", "1.1.0"], next.Items.Select(v => v.Version));
        Assert.Equal(["4.1.0", "3.1.0"], back.Items.Select(v => v.Version));
    }

    [Fact]
    public async Task Pages_of_keys_go_on_in_an_order_of_another_table()
    {
        ValueTask<Dictionary<string, Page<PluginVersion>>> Pages(PagingArguments arguments) => _db.PluginVersions.Where(v => Named.Contains(v.PluginId))
            .OrderBy(v => v.Plugin!.Name).ThenByDescending(v => v.Version).ToBatchPageAsync(v => v.PluginId, arguments);

        var first = (await Pages(new PagingArguments(first: 3)))["plg-00001"];
        var next = (await Pages(new PagingArguments(first: 3, after: first.CreateCursor(first.Last!))))["plg-00001"];
        var back = (await Pages(new PagingArguments(last: 2, before: next.CreateCursor(next.First!))))["plg-00001"];
        Assert.Equal(["4.1.0", "3.1.0", "2.1.0"], first.Items.Select(v => v.Version));
        Assert.Equal(["1.1.0"], next.Items.Select(v => v.Version));
        Assert.Equal(["3.1.0", "2.1.0"], back.Items.Select(v => v.Version));
    }

    [Fact]
    public async Task Known_batches_compile_nothing()
    {
        await VersionsAsync(["plg-00001"], new PagingArguments(first: 2));
        var (built, uncached) = (DataCounters.QueriesBuilt, DataCounters.Uncached);
        await VersionsAsync(["plg-00007", "plg-00008"], new PagingArguments(first: 2));
        Assert.Equal((built, uncached), (DataCounters.QueriesBuilt, DataCounters.Uncached));
    }

    [Fact]
    public async Task A_batch_starts_from_the_keys_that_are_asked_for_and_reads_no_more_than_the_first_rows_of_each()
    {
        var log = new StatementLog();
        await using var db = await Resources.OpenAsync(log);
        ValueTask<Dictionary<string, Page<PluginVersion>>> PagesAsync() => db.PluginVersions.Where(v => Named.Contains(v.PluginId)).Where(v => v.Size > 0)
            .OrderByDescending(v => v.Version).ThenBy(v => v.Id).ToBatchPageAsync(v => v.PluginId, new PagingArguments(first: 2));
        await PagesAsync();

        var sent = await log.DuringAsync(async () => Assert.Equal(["4.1.0", "3.1.0"], (await PagesAsync())["plg-00001"].Items.Select(v => v.Version)));

        Assert.Equal(
            """
            SELECT u.plugin_id AS "Key", p3.id, p3.plugin_id, p3.published_at, p3.size, p3.version
            FROM (
                SELECT p.plugin_id
                FROM plugin_versions AS p
                WHERE FALSE
                UNION
                SELECT p0.value AS plugin_id
                FROM unnest($1) AS p0(value)
            ) AS u
            JOIN LATERAL (
                SELECT p2.id, p2.plugin_id, p2.published_at, p2.size, p2.version
                FROM (
                    SELECT p1.id, p1.plugin_id, p1.published_at, p1.size, p1.version
                    FROM plugin_versions AS p1
                    WHERE p1.size > 0 AND p1.plugin_id = u.plugin_id
                    ORDER BY p1.version DESC, p1.id
                    LIMIT 3
                ) AS p2
                ORDER BY p2.version DESC, p2.id
                OFFSET 0
            ) AS p3 ON TRUE
            ORDER BY u.plugin_id, p3.version DESC, p3.id
            """,
            Assert.Single(sent).ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_batch_whose_order_is_known_is_not_sorted_twice()
    {
        var log = new StatementLog();
        await using var db = await Resources.OpenAsync(log);
        ValueTask<Dictionary<string, Page<PluginVersion>>> PagesAsync(PagingArguments paging) => db.PluginVersions.Where(v => Named.Contains(v.PluginId) || v.PluginId == "plg-00002")
            .OrderByDescending(v => v.PublishedAt).ThenBy(v => v.Id).ToBatchPageAsync(v => v.PluginId, paging);
        var sent = await log.DuringAsync(async () => Assert.Equal(["plg-00001", "plg-00002"], (await PagesAsync(new PagingArguments(first: 3))).Keys.Order()));
        Assert.DoesNotContain("ORDER BY", Assert.Single(sent).ReplaceLineEndings("\n").Split("ON TRUE")[1], StringComparison.Ordinal);

        foreach (var key in new[] { "plg-00001", "plg-00002" })
        {
            var expected = await db.PluginVersions.Where(v => v.PluginId == key).OrderByDescending(v => v.PublishedAt).ThenBy(v => v.Id).Select(v => v.Id).ToListAsync();
            var first = (await PagesAsync(new PagingArguments(first: 3)))[key];
            var last = (await PagesAsync(new PagingArguments(last: 3)))[key];
            Assert.Equal(expected.Take(3), first.Items.Select(v => v.Id));
            Assert.Equal(expected.Skip(3), (await PagesAsync(new PagingArguments(first: 3, after: first.CreateCursor(first.Last!))))[key].Items.Select(v => v.Id));
            Assert.Equal(expected.TakeLast(3), last.Items.Select(v => v.Id));
        }
    }

    [Fact]
    public async Task A_context_filters_sorts_and_is_completed_by_the_resolver()
    {
        var context = new QueryContext<Plugin>(Predicate: p => p.Provider == "aws", Sorting: new SortDefinition<Plugin>().AddDescending(p => p.State));
        var found = await _db.Plugins.With(context, s => s.AddAscending(p => p.Id)).Take(2).ToListAsync();
        Assert.Equal(["plg-00020", "plg-00040"], found.Select(p => p.Id));
        var page = await _db.Plugins.With(context, s => s.AddAscending(p => p.Id)).ToPageAsync(new PagingArguments(first: 2));
        Assert.Equal(["plg-00020", "plg-00040"], page.Items.Select(p => p.Id));
    }

    [Fact]
    public async Task Values_from_outside_are_taken_anew_each_time()
    {
        // A query inside of the query, an argument, a field, a computed value, and the clock.
        ValueTask<Page<Plugin>> FindAsync(long size, string? provider, DateTimeOffset before) => _db.Plugins
            .Where(p => _db.PluginVersions.Any(v => v.PluginId == p.Id && v.Size > size) && (provider == null || p.Provider == provider.Trim()))
            .Where(p => p.CreatedAt < before.AddDays(1) && p.CreatedAt < DateTimeOffset.UtcNow)
            .OrderBy(p => p.Name).ToPageAsync(new PagingArguments(first: 1, includeTotalCount: true));

        var far = DateTimeOffset.UnixEpoch.AddYears(100);
        Assert.Equal(("plg-04000", 1_001), Told(await FindAsync(1_400_003, null, far)));
        // With a provider the statement is another one, without the test for null.
        Assert.Equal(("plg-04000", 201), Told(await FindAsync(1_400_003, " aws", far)));
        var built = DataCounters.QueriesBuilt;
        Assert.Equal(("plg-04998", 3), Told(await FindAsync(1_499_803, null, far)));
        Assert.Equal(("plg-05000", 1), Told(await FindAsync(1_499_803, "aws ", far)));
        Assert.Equal((null, 0), Told(await FindAsync(0, null, DateTimeOffset.UnixEpoch)));
        Assert.Equal(built, DataCounters.QueriesBuilt);

        static (string?, int?) Told(Page<Plugin> page) => (page.First?.Id, page.TotalCount);
    }

    private ValueTask<Dictionary<string, Page<PluginVersion>>> VersionsAsync(string[] ids, PagingArguments arguments) =>
        _db.PluginVersions.Where(v => ids.Contains(v.PluginId)).OrderByDescending(v => v.Version).ThenBy(v => v.Id).ToBatchPageAsync(v => v.PluginId, arguments);
}
