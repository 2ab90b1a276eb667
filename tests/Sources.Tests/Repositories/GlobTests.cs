using GraphQLPlugins.Sources.Repositories;

namespace GraphQLPlugins.Sources.Tests.Repositories;

public sealed class GlobTests
{
    [Theory]
    [InlineData("**/*", "a", true)]
    [InlineData("**/*", "a/b/.c", true)]
    [InlineData("*.cs", "a.cs", true)]
    [InlineData("*.cs", "src/a.cs", false)]
    [InlineData("**/*.cs", "a.cs", true)]
    [InlineData("**/*.cs", "src/x/a.cs", true)]
    [InlineData("src/**", "src/x/a", true)]
    [InlineData("src/**", "src", false)]
    [InlineData("src/**/a", "src/a", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "a/c", false)]
    [InlineData("[a-c]x", "bx", true)]
    [InlineData("[!a-c]x", "bx", false)]
    [InlineData("{src,test}/**/*.{cs,fs}", "test/x/a.fs", true)]
    [InlineData("{src,test}/**/*.{cs,fs}", "doc/a.fs", false)]
    [InlineData("release/*", "release/1.0", true)]
    [InlineData("release/*", "release/1/0", false)]
    [InlineData("\\*", "*", true)]
    [InlineData("\\*", "a", false)]
    [InlineData("a.c", "abc", false)]
    [InlineData("*", "a\nb", true)]
    public void Patterns_match_as_they_do_in_git_and_shells(string pattern, string text, bool expected) => Assert.Equal(expected, Glob.Parse(pattern).Matches(text));

    [Theory]
    [InlineData("", "The pattern is empty.")]
    [InlineData("[a", "A [ is not closed.")]
    [InlineData("[", "A [ is not closed.")]
    [InlineData("[z-a]", "The range z-a is the wrong way round.")]
    [InlineData("{a,b", "A { is not closed.")]
    [InlineData("{{{{a}}}}", "Braces are nested more than 3 deep.")]
    [InlineData("a\\", "The pattern ends with a backslash.")]
    [InlineData("/a", "The pattern starts with a slash; paths are relative to the repository.")]
    [InlineData("../a", "The pattern leads out of the repository.")]
    [InlineData("!a", "The pattern starts with an exclamation mark; exclude files with a pattern of their own.")]
    [InlineData("a\0", "The pattern holds a control character.")]
    public void A_pattern_that_cannot_be_read_says_why(string pattern, string message) => Assert.Equal(message, Assert.Throws<FormatException>(() => Glob.Parse(pattern)).Message);

    [Fact]
    public void Many_stars_take_no_longer_than_the_text_is_long()
    {
        var glob = Glob.Parse(string.Concat(Enumerable.Repeat("*a", 100)) + "b");

        Assert.False(glob.Matches(new string('a', 10_000)));
    }
}
