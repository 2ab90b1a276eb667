using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Versions;

namespace GraphQLPlugins.Catalog.Tests.Dependencies;

public sealed class VersionRangeTests
{
    [Theory]
    [InlineData("", "0.1 1 99-beta", "")]
    [InlineData("*", "0.1 1 99-beta", "")]
    [InlineData("1.2", "1.2 1.2.0 1.3 2", "1.1 1.2-beta")]
    [InlineData(">=1.2", "1.2 1.3 2", "1.1 1.2-rc1")]
    [InlineData("> 1.2 <= 2", "1.2.1 2 2.0", "1.2 2.0.1")]
    [InlineData(">=1.2 <2", "1.2 1.9.9", "2 2.0-beta 1.1")]
    [InlineData("<2.0-beta", "1.9 2.0-alpha", "2.0-beta 2.0")]
    [InlineData("=1.2", "1.2 1.2.0", "1.2.1 1.1")]
    [InlineData("^1.2.3", "1.2.3 1.9", "1.2.2 2.0.0 2.0-rc1")]
    [InlineData("^0.2.3", "0.2.3 0.2.9", "0.3.0 1")]
    [InlineData("~1.2.3", "1.2.3 1.2.9", "1.3.0 1.3-beta 1.2.2")]
    [InlineData("~1", "1 1.9", "2 0.9")]
    [InlineData("1.x", "1.0 1.9.9 1.0-beta", "2.0 0.9")]
    [InlineData("1.2.*", "1.2 1.2.9", "1.3 1.1")]
    [InlineData("^1 || ^3", "1.5 3.5", "2.0 4.0 0.9")]
    [InlineData("1.2 - 2.3", "1.2 2.3", "1.1 2.3.1")]
    [InlineData("[1.0,2.0)", "1.0 1.9", "2.0 2.0-beta 0.9")]
    [InlineData("(1.0,2.0]", "1.1 2.0", "1.0 2.1")]
    [InlineData("[1.0,]", "1.0 7", "0.9")]
    [InlineData("(,1.5]", "0.1 1.5", "1.6")]
    [InlineData("[1.0]", "1.0 1", "1.0.1")]
    [InlineData("[1,2),[3,4)", "1.5 3.5", "2.5 4")]
    public void A_range_holds_some_versions_and_not_others(string range, string inside, string outside)
    {
        var parsed = VersionRange.TryParse(range)!;

        Assert.Equal(inside, string.Join(' ', inside.Split(' ').Where(version => parsed.Holds(VersionOrder.SortKey(version)))));
        Assert.Equal("", string.Join(' ', outside.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(version => parsed.Holds(VersionOrder.SortKey(version)))));
    }

    [Theory]
    [InlineData("[1.0")]
    [InlineData("[1,2,3]")]
    [InlineData("(1.0)")]
    [InlineData(">=")]
    [InlineData("1 || ")]
    [InlineData(">=<1")]
    [InlineData("a^b")]
    public void What_is_no_range_is_seen(string text) => Assert.Null(VersionRange.TryParse(text));

    [Fact]
    public void A_range_that_a_publisher_wrote_wrong_falls_back_to_the_oldest_version_or_any()
    {
        Assert.Equal(">=2", PluginDependency.RangeOf("[1.0", "2").Text);
        Assert.Equal("*", PluginDependency.RangeOf("[1.0", null).Text);
        Assert.Equal("[1.0]", PluginDependency.RangeOf("[1.0]", "2").Text);
    }
}
