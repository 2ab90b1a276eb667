using System.Text.Json;
using GraphQLPlugins.Engine.Data.ResourceQueries;
using GraphQLPlugins.Engine.Data.Tests.Sample;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Engine.Data.Tests.ResourceQueries;

/// <summary>Random questions about random documents, beside <see cref="DocumentModel"/>. The seeds are fixed, so a run is like any other.</summary>
public sealed class RandomDocumentTests : IAsyncLifetime
{
    private const int Documents = 60;
    private const int Questions = 150;
    private static readonly string[] Scalars = ["0", "1", "1.0", "2.5", "-3", "1e1", "\"a\"", "\"A\"", "\"b\"", "\"1\"", "\"\"", "\"x%_\\\\'\"", "\"é\"", "true", "false", "null"];
    private static readonly string[] Keys = ["a", "b", "0"];
    private static readonly string[] Operators = ["eq", "not", "in", "not_in", "exists", "contain", "not_contain", "contain_in", "not_contain_in", "lt", "lte", "gt", "gte"];
    private readonly List<JsonElement?> _documents = [];
    private PluginDb _db = null!;

    public async Task InitializeAsync()
    {
        var random = new Random(1);
        _db = await Resources.OpenAsync();
        await _db.Database.BeginTransactionAsync();
        await _db.Notes.ExecuteDeleteAsync();
        for (var i = 0; i < Documents; i++)
        {
            var text = random.Next(12) == 0 ? Value(random, 1) : Object(random, 3);
            _documents.Add(JsonElement.Parse(text));
            await _db.Database.ExecuteSqlAsync($"insert into notes(id, body) values ({i}, {text}::jsonb)");
        }
    }

    // What was written is rolled back.
    public async Task DisposeAsync() => await _db.DisposeAsync();

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Conditions_hold_where_the_model_says(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Questions; i++)
        {
            var all = Enumerable.Range(0, random.Next(3)).Select(_ => Condition(random)).ToList();
            var any = Enumerable.Range(0, random.Next(3)).Select(_ => Condition(random)).ToList();
            var query = new ResourceQuery(Filter: [.. all.Select(c => c.Made)], FilterOr: [.. any.Select(c => c.Made)]);
            var expected = Enumerable.Range(0, Documents).Where(d => all.TrueForAll(c => c.Holds(_documents[d])) && (any.Count == 0 || any.Exists(c => c.Holds(_documents[d]))));

            var found = (await _db.Notes.ToResourcesAsync(Resources.Notes, query)).Results.Select(n => n.Id);

            Assert.True(expected.SequenceEqual(found), $"{Resources.Write(query)}\nexpected {string.Join(',', expected)}\nfound    {string.Join(',', found)}");
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Elements_are_counted_and_summed_as_the_model_does(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < Questions / 3; i++)
        {
            var path = Path(random);
            var key = "body." + string.Join('.', path);
            var below = random.Next(2) == 0 ? Keys[random.Next(Keys.Length)] : null;
            var group = new StatGroup(
                [new StatKey(key + (below is null ? "" : "." + below), "k")], [new StatField(Name: "n", Operator: "count"), new StatField(key, "sum", "sum"), new StatField(key, "max", "max")]);
            var query = new StatQuery(Aggregate: [new StatStage(Unwind: new StatUnwind(key)), new StatStage(Group: group)]);
            var expected = DocumentModel.Unwound(_documents, path)
                .GroupBy(e => DocumentModel.Canonical(below is null ? e : DocumentModel.At(e, [below])))
                .Select(g => $"{g.Key} {g.Count()} {g.Sum(e => DocumentModel.Number(e) ?? 0):G29} {(g.Max(e => DocumentModel.Number(e)) is { } max ? max.ToString("G29") : "")}");

            var found = (await _db.Notes.ToStatsAsync(Resources.Notes, query)).Results.Select(row =>
                $"{DocumentModel.Canonical((JsonElement?)row["k"])} {row["n"]} {Convert.ToDecimal(row["sum"]):G29} {(row["max"] is { } max and not string ? Convert.ToDecimal(max).ToString("G29") : "")}");

            Assert.True(expected.Order(StringComparer.Ordinal).SequenceEqual(found.Order(StringComparer.Ordinal)),
                $"{Resources.Write(query)}\nexpected {string.Join(" | ", expected.Order(StringComparer.Ordinal))}\nfound    {string.Join(" | ", found.Order(StringComparer.Ordinal))}");
        }
    }

    private static (ResourceCondition Made, Func<JsonElement?, bool> Holds) Condition(Random random)
    {
        var (path, op) = (Path(random), Operators[random.Next(Operators.Length)]);
        var given = JsonElement.Parse(op switch
        {
            "exists" => random.Next(2) == 0 ? "true" : "false",
            "in" or "not_in" => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Scalar(random)))}]",
            "contain" or "not_contain" => Scalars[6 + random.Next(7)],
            "contain_in" or "not_contain_in" => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Scalars[6 + random.Next(7)]))}]",
            "eq" or "not" => Scalar(random),
            _ => Scalars[random.Next(6)],
        });
        return (new ResourceCondition(K: "body." + string.Join('.', path), V: given, O: op), document => DocumentModel.Holds(document, path, op, given));
    }

    private static string[] Path(Random random) => [.. Enumerable.Range(0, 1 + random.Next(2)).Select(_ => Keys[random.Next(Keys.Length)])];

    private static string Scalar(Random random) => Scalars[random.Next(Scalars.Length)];

    private static string Object(Random random, int depth) =>
        "{" + string.Join(',', Keys.Where(_ => random.Next(4) > 0).Select(key => $"\"{key}\":{Value(random, depth - 1)}")) + "}";

    private static string Value(Random random, int depth) => depth == 0 ? Scalar(random) : random.Next(4) switch
    {
        0 => Object(random, depth),
        1 or 2 => "[" + string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Value(random, depth - 1))) + "]",
        _ => Scalar(random),
    };
}
