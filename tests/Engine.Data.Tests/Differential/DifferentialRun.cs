using System.Globalization;
using System.Text.Json;
using GraphQLPlugins.Engine.Data.Tests.Sample;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Data.Tests.Differential;

/// <summary>Asks random questions of rows that are in the database and in memory, and compares the answers with the model's.</summary>
internal sealed class DifferentialRun : IAsyncDisposable
{
    private const int Count = 40;
    private const string Place = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";
    private static readonly string[] Selections =
    [
        "name", "remark", "count", "big", "small", "price", "ratio", "isOn", "isSure", "shade", "tint", "key", "otherKey", "seenAt", "madeAt", "day", "clock", "span", "link", "tags", "numbers", "words",
        "owner { name rank }", "owner { id things { id count } }", "detail { text score }", "parts { label size }", "parts { size thing { name detail { text } } }",
    ];

    private readonly Random _random;
    private readonly RandomRows _maker;
    private readonly ThingRows _rows;
    private readonly RandomFilter _filters;
    private readonly Graph _graph;
    private readonly TestDatabase _database;
    private int _lastId = 1_000;

    private DifferentialRun(Random random, RandomRows maker, ThingRows rows, Graph graph, TestDatabase database)
    {
        _random = random;
        _maker = maker;
        _rows = rows;
        _filters = new RandomFilter(random, rows);
        _graph = graph;
        _database = database;
    }

    public static async Task<DifferentialRun> StartAsync(Random random)
    {
        var maker = new RandomRows(random);
        var rows = maker.Make(Count);
        var database = await PostgresServer.CreateDatabaseAsync("things", async connection =>
        {
            await using var empty = new ThingDb(Options(connection));
            await empty.Database.EnsureCreatedAsync();
        });
        await using (var db = new ThingDb(Options(database.ConnectionString)))
        {
            db.AddRange(rows.Owners);
            db.AddRange(rows.Things);
            await db.SaveChangesAsync();
        }
        var graph = Graph.With(
            services =>
            {
                services.AddDbContextPool<ThingDb>(o => o.UseNpgsql(database.ConnectionString));
                services.AddSingleton(rows);
            },
            graph => graph.AddQueryType().AddTypes(typeof(ThingQueries)).AddFiltering().AddSorting().AddProjections().AddPagingArguments().AddExtendedFiltering()
                .AddQueryableCursorPagingProvider("Positions"));
        return new DifferentialRun(random, maker, rows, graph, database);
    }

    /// <summary>Walks through all rows while others come and go: those that are there all the time come once each, in their order, and none comes twice.</summary>
    public async Task CheckChangingAsync()
    {
        var order = RandomOrder.Make(_random);
        var question = new Question(null, order, 0);
        await using var db = new ThingDb(Options(_database.ConnectionString));
        var there = await db.Things.AsNoTracking().Include(t => t.Owner).Include(t => t.Detail).ToListAsync();
        var gone = new HashSet<int>();
        var seen = new List<int>();
        string? cursor = null;
        do
        {
            var page = await AskAsync(question, "things", Arguments(("first", 3), ("after", cursor)), $"nodes {{ id }} {Place}");
            seen.AddRange(Ids(page.GetProperty("nodes")));
            cursor = page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean() ? page.GetProperty("pageInfo").GetProperty("endCursor").GetString() : null;
            var victim = _maker.Pick(there).Id;
            gone.Add(victim);
            await db.Things.Where(t => t.Id == victim).ExecuteDeleteAsync();
            db.Add(_maker.Thing(++_lastId, []));
            await db.SaveChangesAsync();
        }
        while (cursor is not null);
        Assert.True(seen.Count == seen.Distinct().Count(), $"{question.Last}\n{string.Join(',', seen)}");
        var stayed = order.Apply(there.Where(t => !gone.Contains(t.Id)), inMemory: false).Select(t => t.Id).ToList();
        Same(stayed, [.. seen.Intersect(stayed)], "things", question);
    }

    /// <summary>Asks one question and compares all answers to it.</summary>
    public Task CheckAsync() => _random.Next(9) switch
    {
        8 => RefusedAsync(),
        0 or 1 => ListAsync(),
        2 or 3 => WalkAsync(),
        4 or 5 => WindowsAsync(),
        _ => SegmentAsync(),
    };

    public async ValueTask DisposeAsync()
    {
        await _graph.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static DbContextOptions<ThingDb> Options(string connection) => new DbContextOptionsBuilder<ThingDb>().UseNpgsql(connection).Options;

    private async Task ListAsync()
    {
        var question = Ask(3);
        var selection = string.Join(' ', Selections.Where(_ => _random.Next(6) == 0));
        var found = await AskAsync(question, "thingList", "", $"id {selection}");
        var inMemory = await AskAsync(question, "thingListInMemory", "", $"id {selection}");
        Same(Expected(question, inMemory: false), Ids(found), "thingList", question);
        Same(Expected(question, inMemory: true), Ids(inMemory), "thingListInMemory", question);
        var byId = inMemory.EnumerateArray().ToDictionary(Id, t => t.GetRawText());
        foreach (var thing in found.EnumerateArray().Where(t => byId.ContainsKey(Id(t)))) Same(byId[Id(thing)], thing.GetRawText(), "thingList", question);
    }

    private async Task SegmentAsync()
    {
        var question = Ask(2);
        int? skip = _random.Next(4) == 0 ? null : _random.Next(_rows.Things.Count + 5);
        int? take = _random.Next(4) == 0 ? null : _random.Next(20);
        foreach (var (field, inMemory) in new[] { ("thingSegment", false), ("thingSegmentInMemory", true) })
        {
            var segment = await AskAsync(question, field, Arguments(("skip", skip), ("take", take)), "items { id } totalCount pageInfo { hasNextPage hasPreviousPage }");
            var expected = Expected(question, inMemory);
            var end = Math.Min(expected.Count, (skip ?? 0) + (take ?? 10));
            Same(expected[Math.Min(skip ?? 0, expected.Count)..Math.Max(end, Math.Min(skip ?? 0, expected.Count))], Ids(segment.GetProperty("items")), field, question);
            Same(expected.Count, segment.GetProperty("totalCount").GetInt32(), field, question);
            Same((end < expected.Count && (skip ?? 0) < expected.Count, skip > 0), Ends(segment), field, question);
        }
    }

    private async Task WalkAsync()
    {
        var question = Ask(1);
        var size = _random.Next(1, 12);
        foreach (var (field, inMemory) in new[] { ("things", false), ("thingsByPosition", false), ("thingsByLoader", false), ("thingsInMemory", true) })
        {
            foreach (var forward in new[] { true, false })
            {
                var seen = new List<int>();
                string? cursor = null;
                for (var pages = 0; ; pages++)
                {
                    var page = await AskAsync(question, field, forward ? Arguments(("first", size), ("after", cursor)) : Arguments(("last", size), ("before", cursor)), $"nodes {{ id }} totalCount {Place}");
                    var ids = Ids(page.GetProperty("nodes"));
                    seen.InsertRange(forward ? seen.Count : 0, ids);
                    var place = page.GetProperty("pageInfo");
                    Same(Expected(question, inMemory).Count, page.GetProperty("totalCount").GetInt32(), field, question);
                    Same(cursor is not null, place.GetProperty(forward ? "hasPreviousPage" : "hasNextPage").GetBoolean(), field, question);
                    if (!place.GetProperty(forward ? "hasNextPage" : "hasPreviousPage").GetBoolean()) break;
                    Assert.True(pages < _rows.Things.Count, question.ToString());
                    cursor = place.GetProperty(forward ? "endCursor" : "startCursor").GetString();
                }
                Same(Expected(question, inMemory), seen, field, question);
            }
        }
    }

    private async Task WindowsAsync()
    {
        var question = Ask(1);
        foreach (var (field, inMemory) in new[] { ("things", false), ("thingsByPosition", false), ("thingsByLoader", false), ("thingsInMemory", true) })
        {
            var whole = await AskAsync(question, field, Arguments(("first", 50)), "edges { cursor node { id } }");
            var cursors = whole.GetProperty("edges").EnumerateArray().Select(e => e.GetProperty("cursor").GetString()!).ToList();
            var expected = Expected(question, inMemory);
            Same(expected, [.. whole.GetProperty("edges").EnumerateArray().Select(e => Id(e.GetProperty("node")))], field, question);
            for (var i = 0; i < 3; i++) await WindowAsync(question, field, expected, cursors);
        }
    }

    private async Task WindowAsync(Question question, string field, List<int> expected, List<string> cursors)
    {
        int? after = cursors.Count == 0 || _random.Next(2) == 0 ? null : _random.Next(cursors.Count);
        int? before = cursors.Count == 0 || _random.Next(2) == 0 ? null : _random.Next(cursors.Count);
        int? first = _random.Next(2) == 0 ? null : _random.Next(8);
        int? last = _random.Next(2) == 0 ? null : _random.Next(8);
        var arguments = Arguments(("first", first), ("after", after is { } a ? cursors[a] : null), ("last", last), ("before", before is { } b ? cursors[b] : null));
        var page = await AskAsync(question, field, arguments, $"edges {{ cursor node {{ id }} }} nodes {{ id }} totalCount {Place}");
        var (start, end) = ((after + 1) ?? 0, before ?? expected.Count);
        if (first is null && last is null) first = 10;
        var (from, to) = (Math.Min(start, Math.Max(start, end)), Math.Max(start, end));
        if (first is { } f) to = Math.Min(to, from + f);
        if (last is { } l) from = Math.Max(from, to - l);
        var where = $"{field} {arguments}";
        Same(expected[Math.Min(from, expected.Count)..Math.Min(to, expected.Count)], Ids(page.GetProperty("nodes")), where, question);
        Same(Ids(page.GetProperty("nodes")), [.. page.GetProperty("edges").EnumerateArray().Select(e => Id(e.GetProperty("node")))], where, question);
        Same([.. cursors.Skip(from).Take(to - from)], page.GetProperty("edges").EnumerateArray().Select(e => e.GetProperty("cursor").GetString()!).ToList(), where, question);
        Same(expected.Count, page.GetProperty("totalCount").GetInt32(), where, question);
        var place = page.GetProperty("pageInfo");
        Same(to > from ? cursors[from] : null, place.GetProperty("startCursor").GetString(), where, question);
        Same(to > from ? cursors[to - 1] : null, place.GetProperty("endCursor").GetString(), where, question);
        // What bounds the page from outside stands for items there.
        if (to > from) Same((to < expected.Count, from > 0), Ends(page), where, question);
    }

    /// <summary>A null where there can be none is the client's error, on the database and in memory.</summary>
    private async Task RefusedAsync()
    {
        var question = Ask(3);
        if (question.Filter is null || RandomFilter.WithNull(question.Filter.Input, _random) is not { } wrong) return;
        question = question with { Filter = question.Filter with { Input = wrong } };
        foreach (var field in new[] { "things", "thingsByLoader", "thingsInMemory" })
        {
            var response = await SendAsync(question, field, "", "nodes { id }");
            Assert.True(response.TryGetProperty("errors", out var errors) && errors[0].GetProperty("extensions").GetProperty("code").GetString() == "HC0026", $"{question.Last}\n{response}");
        }
    }

    private async Task<JsonElement> AskAsync(Question question, string field, string arguments, string selection)
    {
        var response = await SendAsync(question, field, arguments, selection);
        Assert.False(response.TryGetProperty("errors", out var errors), $"{question.Last}\n{errors}");
        return response.GetProperty("data").GetProperty("answer");
    }

    private async Task<JsonElement> SendAsync(Question question, string field, string arguments, string selection)
    {
        var writer = new DocumentWriter(_random, question.VariableRate);
        writer.Append($"{{ answer: {field}(");
        if (question.Filter is { } filter) writer.Append("where:").Add(filter.Input);
        if (question.Order.Input is { } order) writer.Append(" order:").Add(order);
        writer.Append($" {arguments}) {{ {selection} }} }}");
        // There may be none at all.
        var document = writer.Document.Replace("( )", "", StringComparison.Ordinal);
        question.Last = $"{document}\n{writer.Variables}";
        using var json = JsonDocument.Parse(await _graph.RunAsync(document, writer.Variables));
        return json.RootElement.Clone();
    }

    private Question Ask(int depth)
    {
        var filter = _random.Next(5) == 0 ? null : _filters.Thing(_random.Next(1, depth + 1));
        return new Question(filter, RandomOrder.Make(_random), _random.Next(3) == 0 ? 0 : _random.NextDouble() / 2);
    }

    private List<int> Expected(Question question, bool inMemory)
    {
        _filters.InMemory = inMemory;
        return [.. question.Order.Apply(_rows.Things.Where(t => question.Filter?.Test(t) != false), inMemory).Select(t => t.Id)];
    }

    private static string Arguments(params ReadOnlySpan<(string Name, object? Value)> arguments)
    {
        var text = new List<string>();
        foreach (var (name, value) in arguments)
        {
            if (value is not null) text.Add($"{name}:{(value is string s ? JsonSerializer.Serialize(s) : Convert.ToString(value, CultureInfo.InvariantCulture))}");
        }
        return string.Join(' ', text);
    }

    private static List<int> Ids(JsonElement things) => [.. things.EnumerateArray().Select(Id)];

    private static int Id(JsonElement thing) => thing.GetProperty("id").GetInt32();

    private static (bool, bool) Ends(JsonElement page) =>
        (page.GetProperty("pageInfo").GetProperty("hasNextPage").GetBoolean(), page.GetProperty("pageInfo").GetProperty("hasPreviousPage").GetBoolean());

    private static void Same<T>(List<T> expected, List<T> actual, string field, Question question) =>
        Assert.True(expected.SequenceEqual(actual), $"{field}\n{question.Last}\nexpected {string.Join(',', expected)}\nactual   {string.Join(',', actual)}");

    private static void Same<T>(T expected, T actual, string field, Question question) =>
        Assert.True(EqualityComparer<T>.Default.Equals(expected, actual), $"{field}\n{question.Last}\nexpected {expected}\nactual   {actual}");

    /// <summary>A filter and an order.</summary>
    /// <param name="Filter">The filter; null: none is given.</param>
    /// <param name="Order">The order.</param>
    /// <param name="VariableRate">How many of their values are given as variables.</param>
    private sealed record Question(Filter? Filter, RandomOrder Order, double VariableRate)
    {
        /// <summary>The document that was sent last, with its variables.</summary>
        public string Last { get; set; } = "";
    }
}
