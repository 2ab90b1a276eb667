using System.Text.RegularExpressions;

namespace GraphQLPlugins.Catalog.Tests;

/// <summary>Every line of the behaviour that the catalog must have is proved by a test that names it, or has a reason here.</summary>
public sealed partial class ProductLineTests
{
    /// <summary>Lines without a test, each with its reason.</summary>
    private static readonly Dictionary<string, string> Unproved = new(StringComparer.Ordinal)
    {
        ["G11"] = "about the headers of a REST answer, which a graph does not have",
        ["G28"] = "about a command line over SSH",
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
        Assert.Equal("", string.Join(' ', Unproved.Keys.Intersect(proved)));
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
