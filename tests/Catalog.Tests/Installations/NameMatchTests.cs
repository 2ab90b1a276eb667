using GraphQLPlugins.Catalog.Installations;

namespace GraphQLPlugins.Catalog.Tests.Installations;

public sealed class NameMatchTests
{
    private static readonly string[] Names = ["plugin-a", "plugin-b", "plugin-c", "plugin-d", "plugin_e"];

    [Theory]
    [InlineData(null, null, null, 5)]
    [InlineData("plugin-", null, null, 4)]
    [InlineData("PLUGIN-", null, null, 0)]
    [InlineData(null, "lugin-", null, 4)]
    [InlineData(null, "LUGIN-", null, 4)]
    [InlineData(null, null, ".*in-b", 1)]
    [InlineData(null, null, "plugin-.*", 4)]
    [InlineData(null, null, "plugin", 0)]
    [InlineData(null, null, "PLUGIN-.*", 0)]
    [InlineData(null, null, "a|plugin-a", 1)]
    [Trait("Line", "G5")]
    [Trait("Line", "G6")]
    [Trait("Line", "G7")]
    public void G5_G6_G7_names_match_by_prefix_with_case_by_substring_without_and_by_regex_as_a_whole(string? prefix, string? substring, string? regex, int count) =>
        Assert.Equal(count, Names.Count(NameMatch.Of(prefix, substring, regex)));

    [Theory]
    [InlineData("a", "b", null)]
    [InlineData("a", null, "b")]
    [InlineData(null, "a", "b")]
    [InlineData("a", "b", "c")]
    [Trait("Line", "G8")]
    public void G8_two_ways_to_match_are_one_too_many(string? prefix, string? substring, string? regex) =>
        Assert.Equal("MATCH_OPTIONS_CONFLICT", Assert.Single(Assert.Throws<GraphQLException>(() => NameMatch.Of(prefix, substring, regex)).Errors).Code);

    [Theory]
    [InlineData("(")]
    [InlineData("(?=a)")]
    [InlineData(@"(a)\1")]
    [Trait("Line", "G9")]
    public void G9_a_regex_that_cannot_be_used_is_an_error_of_its_own(string regex) =>
        Assert.Equal("REGEX_INVALID", Assert.Single(Assert.Throws<GraphQLException>(() => NameMatch.Of(null, null, regex)).Errors).Code);

    [Fact]
    [Trait("Line", "G9")]
    public void G9_a_regex_that_would_backtrack_for_ever_answers() => Assert.False(NameMatch.Of(null, null, "(a+)+")(new string('a', 100_000) + "b"));
}
