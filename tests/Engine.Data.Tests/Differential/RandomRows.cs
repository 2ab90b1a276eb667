using System.Text.Json;

namespace GraphQLPlugins.Engine.Data.Tests.Differential;

/// <summary>Rows with few different values: duplicates in every key, null in every column that takes it, and characters that mean something to databases.</summary>
internal sealed class RandomRows(Random random)
{
    public static readonly string[] Texts =
        ["", "a", "A", "ab", "aB", "b%", "b_", "%", "_", @"\", @"a\", @"\%", "'", "\"", "[x]", "a b", "é", "É", "straße", "日本", "😀", "a:b", @"\null", "null", "a\nb", "a\n", "ab;--", "{}", "Ab"];
    private static readonly string[] Documents =
        ["""{"a":{"b":"x"},"k":1}""", """{"a":{"b":"Y"},"t":true}""", """{"a":"flat","k":null}""", """["k","a"]""", "\"k\"", "{}", "null", """{"k":"%_\\","a":{"b":null}}"""];
    private static readonly DateTime Start = new(2025, 3, 1, 12, 0, 0, DateTimeKind.Utc);

    public ThingRows Make(int count)
    {
        var owners = Enumerable.Range(1, 4).Select(id => new Owner { Id = id, Name = Maybe(Text), Rank = MaybeValue(Small) }).ToList();
        var things = Enumerable.Range(1, count).Select(id => Thing(id, owners)).ToList();
        return new ThingRows(things, owners);
    }

    public Thing Thing(int id, List<Owner> owners)
    {
        var thing = new Thing
        {
            Id = id, Name = Text(), Remark = Maybe(Text), Count = MaybeValue(Small), Big = long.MaxValue - Small(), Small = MaybeValue(() => (short)Small()),
            Price = MaybeValue(() => Small() + 0.25m), Ratio = MaybeValue(() => Small() / 8.0), IsOn = random.Next(2) == 0, IsSure = MaybeValue(() => random.Next(2) == 0),
            Shade = (Shade)random.Next(3), Tint = MaybeValue(() => (Shade)random.Next(3)), Key = Uuid(), OtherKey = MaybeValue(Uuid),
            SeenAt = MaybeValue(() => new DateTimeOffset(Time())), MadeAt = Time(), LocalAt = MaybeValue(() => DateTime.SpecifyKind(Time(), DateTimeKind.Unspecified)),
            Day = MaybeValue(() => DateOnly.FromDateTime(Time())), Clock = MaybeValue(() => TimeOnly.FromDateTime(Time())), Span = MaybeValue(() => TimeSpan.FromMinutes(Small())),
            Link = Maybe(() => new Uri($"https://example.org/{random.Next(3)}")), Tags = [.. Some(Text)], Numbers = Maybe<int[]>(() => [.. Some(Small)]),
            Words = Maybe<List<string?>>(() => [.. Some(() => Maybe(Text))]), Doc = Maybe(() => JsonDocument.Parse(Pick(Documents))), Owner = owners.Count == 0 ? null : Maybe(() => Pick(owners)),
        };
        thing.OwnerId = thing.Owner?.Id;
        thing.Owner?.Things.Add(thing);
        if (random.Next(3) > 0) thing.Detail = new Detail { Id = id, Text = Maybe(Text), Score = Small() };
        for (var i = random.Next(4); i > 0; i--) thing.Parts.Add(new Part { Id = id * 10 + thing.Parts.Count, ThingId = id, Label = Maybe(Text), Size = Small(), Thing = thing });
        return thing;
    }

    public T Pick<T>(IReadOnlyList<T> items) => items[random.Next(items.Count)];

    private string Text() => Pick(Texts);

    private int Small() => random.Next(-2, 4);

    private Guid Uuid() => Guid.Parse($"0000000{random.Next(4)}-0000-0000-0000-00000000000{random.Next(3)}");

    private DateTime Time() => Start.AddMinutes(90 * Small());

    private IEnumerable<T> Some<T>(Func<T> make)
    {
        for (var i = random.Next(4); i > 0; i--) yield return make();
    }

    private T? Maybe<T>(Func<T> make) where T : class => random.Next(4) == 0 ? null : make();

    private T? MaybeValue<T>(Func<T> make) where T : struct => random.Next(4) == 0 ? null : make();
}
