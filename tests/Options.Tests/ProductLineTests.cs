using System.Text.RegularExpressions;

namespace GraphQLPlugins.Options.Tests;

/// <summary>Every line of the behaviour that options must have is proved by a test that names it, or has a reason here.</summary>
public sealed partial class ProductLineTests
{
    /// <summary>Lines without a test, each with its reason.</summary>
    private static readonly Dictionary<string, string> Unproved = new(StringComparer.Ordinal)
    {
        ["P28"] = "views, actions, option hooks and configuration tests are what has a caller here; they have tests of their own",
        ["P29"] = "nothing here notifies people",
    };

    [ProductFact]
    public void Every_line_has_a_test_or_a_reason()
    {
        var lines = Lines().Matches(File.ReadAllText(Product!)).Select(match => match.Groups[1].Value).Where(IsOurs).Distinct().ToList();
        var proved = Directory.EnumerateFiles(Path.Combine(Testing.Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Traits().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToHashSet(StringComparer.Ordinal);

        Assert.Equal(36, lines.Count);
        Assert.Equal("", string.Join(' ', lines.Except(proved).Except(Unproved.Keys)));
        Assert.Equal("", string.Join(' ', Unproved.Keys.Except(lines)));
    }

    private static string? Product { get; } = Path.Combine(Testing.Repository.Root, "..", "shared", "product") + ".md" is var path && File.Exists(path) ? path : null;

    private static bool IsOurs(string line) => int.Parse(line[1..]) is var number && (line[0] == 'P' ? number <= 29 : number is >= 53 and <= 59);

    [GeneratedRegex(@"^\| ([GP]\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Lines();

    [GeneratedRegex("""Trait\("Line", "(\w+)"\)""")]
    private static partial Regex Traits();

    private sealed class ProductFactAttribute : FactAttribute
    {
        public ProductFactAttribute() => Skip = Product is null ? "Needs the description of the product beside the repository, in a folder named shared." : null;
    }
}
