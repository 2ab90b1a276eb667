using GraphQLPlugins.Options.Values;

namespace GraphQLPlugins.Options.Tests.Values;

/// <summary>Patterns of plugins' authors are matched in a time that grows with the text alone.</summary>
[Trait("Line", "G55")]
public sealed class OptionPatternTests
{
    // Trying one way after the other doubles the time with each character, so these would be given up.
    [Theory]
    [InlineData("^(?:(a+)+c|a+b)$", true)]
    [InlineData("^(?:(a|aa)+c|a+b)$", true)]
    [InlineData("^(?:(.*)*x|a+b)$", true)]
    [InlineData("^(a+)+$", false)]
    public void What_would_explode_is_matched(string pattern, bool matches) => Assert.Equal(matches, OptionPattern.Matches(pattern, new string('a', 5000) + "b"));

    [Fact]
    public void What_cannot_be_matched_in_linear_time_is_given_up() => Assert.False(OptionPattern.Matches("^(?=a)(a+)+$", new string('a', 5000) + "b"));

    [Theory]
    [InlineData("^(?=.*[0-9])[a-z0-9]+$", "a1", true)]
    [InlineData("^(?=.*[0-9])[a-z0-9]+$", "ab", false)]
    [InlineData("^(.)\\1$", "aa", true)]
    [InlineData("b", "abc", true)]
    [InlineData("B", "abc", false)]
    [InlineData("([", "anything", true)]
    public void Patterns_mean_what_they_say(string pattern, string text, bool matches) => Assert.Equal(matches, OptionPattern.Matches(pattern, text));
}
