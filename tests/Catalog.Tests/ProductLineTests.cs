using System.Text.RegularExpressions;

namespace GraphQLPlugins.Catalog.Tests;

/// <summary>Every line of the behaviour that the catalog must have is proved by a test that names it, or has a reason here.</summary>
public sealed partial class ProductLineTests
{
    /// <summary>Lines without a test, each with its reason.</summary>
    private static readonly Dictionary<string, string> Unproved = new(StringComparer.Ordinal)
    {
        ["G10"] = "the right to list is a capability; every field's is checked by the permission tests",
        ["G11"] = "about the headers of a REST answer, which a graph does not have",
        ["G12"] = "the fields of an installation are in the schema; files belong to the room for artifacts",
        ["G13"] = "about a member that is absent in a REST answer; here disabled is never null",
        ["G15"] = "an unknown installation is null in a graph",
        ["G16"] = "there is one installation of a name, running or not",
        ["G28"] = "about a command line over SSH",
        ["G30"] = "two REST calls for one thing; here there is one mutation",
        ["G34"] = "starting plugins belongs to the room for running them",
        ["G36"] = "starting plugins belongs to the room for running them",
        ["G38"] = "bulk changes belong to the room for plans",
        ["G42"] = "the generation is shown by installations, which belong to the room for artifacts",
        ["G43"] = "a disabled installation shows its version like any other",
        ["G50"] = "the kind of interface is a field of an entry that imports set",
    };

    [ProductFact]
    public void Every_line_has_a_test_or_a_reason()
    {
        var lines = Lines().Matches(File.ReadAllText(Product!)).Select(match => match.Groups[1].Value).Where(IsOurs).Distinct().ToList();
        var proved = Directory.EnumerateFiles(Path.Combine(Testing.Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Traits().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(104, lines.Count);
        Assert.Equal("", string.Join(' ', lines.Except(proved).Except(Unproved.Keys)));
        Assert.Equal("", string.Join(' ', Unproved.Keys.Except(lines)));
    }

    private static string? Product { get; } = Path.Combine(Testing.Repository.Root, "..", "shared", "product.md") is var path && File.Exists(path) ? path : null;

    private static bool IsOurs(string line) => int.Parse(line[1..]) is var number && (line[0] == 'G' ? number <= 52 : number <= 60);

    [GeneratedRegex(@"^\| ([GS]\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Lines();

    [GeneratedRegex("""Trait\("Line", "(\w+)"\)""")]
    private static partial Regex Traits();

    private sealed class ProductFactAttribute : FactAttribute
    {
        public ProductFactAttribute() => Skip = Product is null ? "Needs the description of the product beside the repository (../shared/product.md)." : null;
    }
}
