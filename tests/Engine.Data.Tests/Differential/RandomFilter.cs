using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace GraphQLPlugins.Engine.Data.Tests.Differential;

/// <summary>A filter and what it means, written down without the engine.</summary>
internal sealed record Filter(InputNode Input, Func<object?, bool> Test);

/// <summary>
/// Makes filters at random. The meaning is that of comparisons in C# where null is neither more nor less than anything; a negated search finds null.
/// </summary>
/// <param name="random">The source of all choices.</param>
/// <param name="rows">Where values come from that are found.</param>
internal sealed class RandomFilter(Random random, ThingRows rows)
{
    /// <summary>Whether tests mean memory: there an object or list that is not there fails every condition on it; in a database its members are null, and the list is empty.</summary>
    public bool InMemory { get; set; }

    public Filter Thing(int depth) => Object<Thing>("ThingFilterInput", depth,
    [
        Leaf<Thing>("name", t => t.Name, "String", isNullable: false), Leaf<Thing>("remark", t => t.Remark, "String"), Leaf<Thing>("count", t => t.Count, "Int"),
        Leaf<Thing>("big", t => t.Big, "Long", isNullable: false), Leaf<Thing>("small", t => t.Small, "Short"), Leaf<Thing>("price", t => t.Price, "Decimal"),
        Leaf<Thing>("ratio", t => t.Ratio, "Float"), Leaf<Thing>("isOn", t => t.IsOn, "Boolean", isNullable: false), Leaf<Thing>("isSure", t => t.IsSure, "Boolean"),
        Leaf<Thing>("shade", t => t.Shade, "Shade", isNullable: false), Leaf<Thing>("tint", t => t.Tint, "Shade"), Leaf<Thing>("key", t => t.Key, "Uuid", isNullable: false),
        Leaf<Thing>("otherKey", t => t.OtherKey, "Uuid"), Leaf<Thing>("seenAt", t => t.SeenAt, "DateTime"), Leaf<Thing>("madeAt", t => t.MadeAt, "DateTime", isNullable: false),
        Leaf<Thing>("localAt", t => t.LocalAt, "DateTime"), Leaf<Thing>("day", t => t.Day, "LocalDate"), Leaf<Thing>("clock", t => t.Clock, "LocalTime"),
        Leaf<Thing>("span", t => t.Span, "TimeSpan"), Leaf<Thing>("link", t => t.Link, "Url"),
        ("tags", d => List("ListStringOperationFilterInput", d, (Thing t) => t.Tags, _ => Operations("StringOperationFilterInput", "String", () => Pool(rows.Things.SelectMany(t => t.Tags)), isNullable: true, d))),
        ("numbers", d => List("ListIntOperationFilterInput", d, (Thing t) => t.Numbers, _ => Operations("IntOperationFilterInput", "Int", () => Pool(rows.Things.SelectMany(t => t.Numbers ?? [])), isNullable: false, d))),
        ("words", d => List("ListStringOperationFilterInput", d, (Thing t) => t.Words, _ => Operations("StringOperationFilterInput", "String", () => Pool(rows.Things.SelectMany(t => t.Words ?? [])), isNullable: true, d))),
        ("doc", d => On((Thing t) => t.Doc, Json(d))),
        ("owner", d => Reference((Thing t) => t.Owner, Owner(d))), ("detail", d => Reference((Thing t) => t.Detail, Detail(d))),
        ("parts", d => List("ListFilterInputTypeOfPartFilterInput", d, (Thing t) => t.Parts, Part)),
    ]);

    private Filter Owner(int depth) => Object<Owner>("OwnerFilterInput", depth,
    [
        Leaf<Owner>("name", o => o.Name, "String"), Leaf<Owner>("rank", o => o.Rank, "Int"),
        ("things", d => List("ListFilterInputTypeOfThingFilterInput", d, (Owner o) => o.Things, Thing)),
    ]);

    private Filter Detail(int depth) => Object<Detail>("DetailFilterInput", depth, [Leaf<Detail>("text", d => d.Text, "String"), Leaf<Detail>("score", d => d.Score, "Int", isNullable: false)]);

    private Filter Part(int depth) => Object<Part>("PartFilterInput", depth,
        [Leaf<Part>("label", p => p.Label, "String"), Leaf<Part>("size", p => p.Size, "Int", isNullable: false), ("thing", d => Reference((Part p) => p.Thing, Thing(d)))]);

    private Filter Object<T>(string type, int depth, IReadOnlyList<(string Name, Func<int, Filter> Make)> members)
    {
        var fields = new List<(string, InputNode)>();
        var tests = new List<Func<object?, bool>>();
        for (var i = depth <= 0 ? 1 : random.Next(12) == 0 ? 0 : random.Next(1, 3); i > 0; i--)
        {
            if (depth > 0 && random.Next(4) == 0)
            {
                AddAlternatives(type, depth, fields, tests, d => Object<T>(type, d, members));
                continue;
            }
            var (name, make) = members[random.Next(depth <= 0 ? Math.Min(members.Count, 2) : members.Count)];
            if (fields.Exists(f => f.Item1 == name)) continue;
            var filter = make(depth - 1);
            fields.Add((name, filter.Input));
            tests.Add(filter.Test);
        }
        return new Filter(new InputNode.Map(type, fields), item => tests.TrueForAll(t => t(item)));
    }

    private void AddAlternatives(string type, int depth, List<(string, InputNode)> fields, List<Func<object?, bool>> tests, Func<int, Filter> make)
    {
        var name = random.Next(2) == 0 ? "and" : "or";
        if (fields.Exists(f => f.Item1 == name)) return;
        var items = Enumerable.Range(0, random.Next(10) == 0 ? 0 : random.Next(1, 4)).Select(_ => make(depth - 1)).ToList();
        fields.Add((name, new InputNode.Many($"[{type}!]", [.. items.Select(i => i.Input with { Type = type + "!" })], random.Next(3) == 0)));
        // What says nothing is no alternative.
        var said = items.Where(i => !SaysNothing(i.Input)).ToList();
        tests.Add(item => said.Count == 0 || (name == "and" ? said.TrueForAll(s => s.Test(item)) : said.Exists(s => s.Test(item))));
    }

    /// <summary>The input with null in one place that has none; null when it has no such place.</summary>
    public static InputNode? WithNull(InputNode input, Random random)
    {
        switch (input)
        {
            case InputNode.Map { Fields: [_, ..] fields } map:
                var at = random.Next(fields.Count);
                var (name, value) = fields[at];
                var changed = WithNull(value, random);
                if (changed is null || random.Next(3) == 0)
                {
                    // These may have null, or must not by their type.
                    if (name is "eq" or "neq" || value.Type.EndsWith('!')) return null;
                    changed = InputNode.Null(value.Type);
                }
                return map with { Fields = [.. fields.Select((f, i) => i == at ? (name, changed) : f)] };
            case InputNode.Many { Items: [InputNode.Map, ..] items } many:
                var of = random.Next(items.Count);
                return WithNull(items[of], random) is { } item ? many with { Items = [.. items.Select((x, i) => i == of ? item : x)] } : null;
            default:
                return null;
        }
    }

    private static bool SaysNothing(InputNode node) => node is InputNode.Map { Fields: var fields } && fields.All(f => f.Name switch
    {
        "and" or "or" => ((InputNode.Many)f.Value).Items.All(SaysNothing),
        "some" or "none" or "all" => false,
        _ => SaysNothing(f.Value) || (node.Type.StartsWith("JsonPath", StringComparison.Ordinal) && f.Name == "path"),
    });

    private (string, Func<int, Filter>) Leaf<T>(string name, Func<T, object?> read, string scalar, bool isNullable = true)
    {
        var nullableEnum = scalar == "Shade" && isNullable ? "NullableOf" : "";
        return (name, depth => On(read, Operations($"{nullableEnum}{scalar}OperationFilterInput", ScalarName(scalar), () => Pool(ValuesOf(read)), isNullable, depth)));
    }

    // HotChocolate's names of inputs and of scalars differ here.
    private static string ScalarName(string operand) => operand switch { "Uuid" => "UUID", "Url" => "URL", _ => operand };

    private IEnumerable<object?> ValuesOf<T>(Func<T, object?> read) => typeof(T).Name switch
    {
        nameof(Differential.Thing) => rows.Things.Cast<T>().Select(read),
        nameof(Differential.Owner) => rows.Owners.Cast<T>().Select(read),
        nameof(Differential.Detail) => rows.Things.Select(t => t.Detail).OfType<T>().Select(read),
        _ => rows.Things.SelectMany(t => t.Parts).Cast<T>().Select(read),
    };

    private object? Pool<T>(IEnumerable<T> values)
    {
        var all = values.Select(v => (object?)v).Where(v => v is not null).ToList();
        return all.Count == 0 ? null : all[random.Next(all.Count)];
    }

    private Filter On<T>(Func<T, object?> read, Filter inner) => new(inner.Input, item => inner.Test(item is null ? null : read((T)item)));

    private Filter Reference<T>(Func<T, object?> read, Filter inner)
    {
        var isEmpty = SaysNothing(inner.Input);
        return new Filter(inner.Input, item =>
        {
            var value = item is null ? null : read((T)item);
            return isEmpty || (value is null && InMemory ? false : inner.Test(value));
        });
    }

    private Filter List<T, TItem>(string type, int depth, Func<T, IEnumerable<TItem>?> read, Func<int, Filter> item)
    {
        var fields = new List<(string, InputNode)>();
        var tests = new List<Func<IEnumerable<TItem>, bool>>();
        for (var i = random.Next(8) == 0 ? 2 : 1; i > 0; i--)
        {
            var name = Pick("some", "none", "all", "any");
            if (fields.Exists(f => f.Item1 == name)) continue;
            if (name == "any")
            {
                var wanted = random.Next(2) == 0;
                fields.Add((name, InputNode.Raw("Boolean", wanted ? "true" : "false")));
                tests.Add(items => items.Any() == wanted);
                continue;
            }
            var filter = item(depth);
            fields.Add((name, filter.Input));
            tests.Add(items => name switch
            {
                "some" => items.Any(x => filter.Test(x)),
                "none" => !items.Any(x => filter.Test(x)),
                _ => items.All(x => filter.Test(x)),
            });
        }
        return new Filter(new InputNode.Map(type, fields), owner =>
        {
            var items = owner is null ? null : read((T)owner);
            return items is null && InMemory ? fields.Count == 0 : tests.TrueForAll(t => t(items ?? []));
        });
    }

    private Filter Json(int depth)
    {
        if (depth > 0 && random.Next(4) == 0)
        {
            var fields = new List<(string, InputNode)>();
            var tests = new List<Func<object?, bool>>();
            AddAlternatives("JsonFilterInput", depth, fields, tests, d => Json(d - 1));
            return new Filter(new InputNode.Map("JsonFilterInput", fields), doc => tests.TrueForAll(t => t(doc)));
        }
        if (random.Next(2) == 0)
        {
            var key = Pick("a", "k", "t", "'", "%");
            return new Filter(new InputNode.Map("JsonFilterInput", [("hasKey", InputNode.Text("String", key))]),
                doc => doc is JsonDocument { RootElement: { ValueKind: JsonValueKind.Object } o } && o.TryGetProperty(key, out _));
        }
        var path = Pick("a", "a.b", "k", "t", "no.such");
        var text = Operations("StringOperationFilterInput", "String", () => Pick("x", "Y", "flat", "1", "true", @"%_\"), isNullable: true, depth);
        return new Filter(
            new InputNode.Map("JsonFilterInput", [("path", new InputNode.Map("JsonPathFilterInput", [("path", InputNode.Text("String!", path)), ("value", text.Input with { Type = text.Input.Type + "!" })]))]),
            doc => text.Test(TextAt(doc as JsonDocument, path)));
    }

    private static string? TextAt(JsonDocument? document, string path)
    {
        if (document is null) return null;
        var current = document.RootElement;
        foreach (var key in path.Split('.'))
        {
            if (current.ValueKind != JsonValueKind.Object || !current.TryGetProperty(key, out current)) return null;
        }
        return current.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => current.GetString(),
            // As PostgreSQL writes it.
            JsonValueKind.Object => "{" + string.Join(", ", current.EnumerateObject().Select(p => $"\"{p.Name}\": {p.Value.GetRawText()}")) + "}",
            _ => current.GetRawText(),
        };
    }

    private Filter Operations(string input, string scalar, Func<object?> pool, bool isNullable, int depth)
    {
        var fields = new List<(string, InputNode)>();
        var tests = new List<Func<object?, bool>>();
        for (var i = random.Next(12) == 0 ? 0 : random.Next(6) == 0 ? 2 : 1; i > 0; i--)
        {
            if (scalar == "String" && depth > 0 && random.Next(5) == 0)
            {
                AddAlternatives(input, depth, fields, tests, d => Operations(input, scalar, pool, isNullable, d));
                continue;
            }
            var name = OperationName(scalar);
            if (fields.Exists(f => f.Item1 == name)) continue;
            var (node, test) = Operation(name, scalar, pool, isNullable);
            fields.Add((name, node));
            tests.Add(test);
        }
        return new Filter(new InputNode.Map(input, fields), value => tests.TrueForAll(t => t(value)));
    }

    private string OperationName(string scalar) => scalar switch
    {
        "String" => Pick("eq", "neq", "in", "nin", "contains", "ncontains", "startsWith", "nstartsWith", "endsWith", "nendsWith",
            "icontains", "nicontains", "icontainsAny", "icontainsNone", "iregex", "iregexAny", "matches"),
        "Boolean" => Pick("eq", "neq"),
        "Shade" or "URL" => Pick("eq", "neq", "in", "nin"),
        _ => Pick("eq", "neq", "in", "nin", "gt", "ngt", "gte", "ngte", "lt", "nlt", "lte", "nlte"),
    };

    private (InputNode, Func<object?, bool>) Operation(string name, string scalar, Func<object?> pool, bool isNullable)
    {
        switch (name)
        {
            case "eq" or "neq":
                var one = isNullable && random.Next(5) == 0 ? null : Value(scalar, pool);
                return (Node(scalar, one), value => Equal(value, one) == (name == "eq"));
            case "in" or "nin":
                var isEnum = scalar == "Shade" && !isNullable;
                var many = Enumerable.Range(0, random.Next(4)).Select(_ => isNullable && random.Next(5) == 0 ? null : Value(scalar, pool)).ToList();
                return (new InputNode.Many(isEnum ? "[Shade!]" : $"[{scalar}]", [.. many.Select(m => Node(isEnum ? "Shade!" : scalar, m))], random.Next(2) == 0),
                    value => many.Exists(m => Equal(value, m)) == (name == "in"));
            case "icontainsAny" or "icontainsNone":
                var parts = Enumerable.Range(0, random.Next(3)).Select(_ => Part()).ToList();
                return (new InputNode.Many("[String!]", [.. parts.Select(p => InputNode.Text("String!", p))], random.Next(2) == 0),
                    value => name == "icontainsAny" ? value is string v && parts.Exists(p => Has(v, p)) : value is not string n || !parts.Exists(p => Has(n, p)));
            case "iregexAny":
                var patterns = Enumerable.Range(0, random.Next(3)).Select(_ => Pattern()).ToList();
                return (new InputNode.Many("[String!]", [.. patterns.Select(p => InputNode.Text("String!", p))], random.Next(2) == 0),
                    value => value is string v && patterns.Exists(p => Matches(v, p, RegexOptions.IgnoreCase)));
            case "iregex":
                var pattern = Pattern();
                return (InputNode.Text("String", pattern), value => value is string v && Matches(v, pattern, RegexOptions.IgnoreCase));
            case "matches":
                var whole = Pattern();
                return (InputNode.Text("String", whole), value => value is string v && Matches(v, $"^(?:{whole})$", RegexOptions.None));
            case "gt" or "ngt" or "gte" or "ngte" or "lt" or "nlt" or "lte" or "nlte":
                var bound = Value(scalar, pool);
                return (Node(scalar, bound), value => Compare(name, value, bound));
            default:
                var part = Part();
                return (InputNode.Text("String", part), value => Search(name, value as string, part));
        }

        string Part()
        {
            if (random.Next(3) == 0 || Value("String", pool) is not string text) return Pick("a", "%", "_", @"\", "", "É", "'");
            var length = random.Next(text.Length + 1);
            return length > 0 && char.IsHighSurrogate(text[length - 1]) ? text : text[..length];
        }

        string Pattern() => Pick("a", "^a", "b$", "^$", "[ab]", "a|%", @"\\", "a.b", "[^a]", "é", "日", "a{1,2}", @"\[x", ".", "^a|b$", "(a|b)_?", "..");
    }

    private static bool Search(string name, string? value, string part)
    {
        var negated = name[0] == 'n';
        if (value is null) return negated;
        return negated != name.TrimStart('n') switch
        {
            "contains" => value.Contains(part, StringComparison.Ordinal),
            "startsWith" => value.StartsWith(part, StringComparison.Ordinal),
            "endsWith" => value.EndsWith(part, StringComparison.Ordinal),
            _ => Has(value, part),
        };
    }

    private static bool Has(string value, string part) => value.Contains(part, StringComparison.OrdinalIgnoreCase);

    // A line's end is no text's end, and only a pattern that says so matches one. A character is one, however .NET stores it: the one that it stores as two becomes another.
    private static bool Matches(string value, string pattern, RegexOptions options) => Regex.IsMatch(
        value.Replace("😀", "x", StringComparison.Ordinal), pattern.Replace("$", @"\z", StringComparison.Ordinal).Replace("[^", @"[^\n", StringComparison.Ordinal),
        options | RegexOptions.CultureInvariant);

    private static bool Compare(string name, object? value, object? bound)
    {
        var negated = name[0] == 'n';
        if (value is null) return negated;
        var order = Comparer<object>.Default.Compare(value, bound!);
        return negated != name.TrimStart('n') switch { "gt" => order > 0, "gte" => order >= 0, "lt" => order < 0, _ => order <= 0 };
    }

    private static bool Equal(object? left, object? right) => left is null ? right is null : left.Equals(right);

    private object? Value(string scalar, Func<object?> pool) => pool() is { } found && random.Next(5) > 0 ? found : scalar switch
    {
        "String" => Pick(RandomRows.Texts),
        "Boolean" => random.Next(2) == 0,
        "Shade" => (Shade)random.Next(3),
        _ => pool() ?? Absent(scalar),
    };

    // A value that no row has.
    private static object Absent(string scalar) => scalar switch
    {
        "Int" => 77, "Long" => 77L, "Short" => (short)77, "Decimal" => 77.5m, "Float" => 77.5, "UUID" => Guid.Empty, "LocalDate" => new DateOnly(2000, 1, 1),
        "LocalTime" => new TimeOnly(1, 1), "TimeSpan" => TimeSpan.FromDays(9), "URL" => new Uri("https://example.org/none"), _ => new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc),
    };

    private static InputNode Node(string type, object? value) => value switch
    {
        null => InputNode.Null(type),
        bool b => InputNode.Raw(type, b ? "true" : "false"),
        Shade s => InputNode.Name(type, s.ToString().ToUpperInvariant()),
        string s => InputNode.Text(type, s),
        Guid g => InputNode.Text(type, g.ToString()),
        Uri u => InputNode.Text(type, u.ToString()),
        DateTimeOffset t => InputNode.Text(type, t.ToOffset(TimeSpan.FromHours(2)).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)),
        DateTime t => InputNode.Text(type, t.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
        DateOnly d => InputNode.Text(type, d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        TimeOnly t => InputNode.Text(type, t.ToString("HH:mm:ss", CultureInfo.InvariantCulture)),
        TimeSpan t => InputNode.Text(type, System.Xml.XmlConvert.ToString(t)),
        IFormattable f => InputNode.Raw(type, f.ToString(null, CultureInfo.InvariantCulture)),
        _ => throw new ArgumentException($"{value.GetType()} is no value of {type}."),
    };

    private T Pick<T>(params T[] items) => items[random.Next(items.Length)];
}
