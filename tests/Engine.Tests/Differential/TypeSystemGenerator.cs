namespace GraphQLPlugins.Engine.Tests.Differential;

/// <summary>Definitions and extensions of the type system, some broken between their tokens. The same seed gives the same documents.</summary>
internal sealed class TypeSystemGenerator(string schema, int seed)
{
    private readonly Random _random = new(seed);
    private readonly string[] _definitions =
    [
        .. schema.Split('\n').Where(line => line.EndsWith('}') || !line.Contains('{', StringComparison.Ordinal)).Where(line => line.Length > 1 && !line.StartsWith(' ')),
        "schema @tag(name: \"a\") { query: Query mutation: Mutation }", "extend schema { subscription: Subscription }", "extend schema @tag(name: \"a\")",
        "\"text\" type A implements & B & C @tag(name: \"x\") { \"\"\"block\"\"\" f(\"arg\" a: [Int!]! = [1] @tag(name: \"y\")): Int @deprecated }", "type A", "extend type A implements B",
        "extend type A { f: Int }", "interface A implements B { f: Int }", "extend interface A @tag(name: \"a\")", "union U = | A | B", "union U", "extend union U = C",
        "extend enum E { C @deprecated }", "extend input I { c: Int = 1 }", "extend scalar Date @tag(name: \"a\")", "directive @a(b: Int = 1) repeatable on | FIELD | QUERY",
        "{ count }", "\"described\" query { count }",
    ];

    /// <summary>The next document.</summary>
    public string Next()
    {
        var document = string.Join(' ', Enumerable.Range(0, _random.Next(1, 4)).Select(_ => _definitions[_random.Next(_definitions.Length)]));
        if (_random.Next(3) == 0) return document;
        var mutated = TokenMutator.Mutate(document, _random);
        // Directives on directive definitions and their extensions are of the next edition, which the reference reads already.
        return mutated.Contains("directive", StringComparison.Ordinal) ? document : mutated;
    }
}
