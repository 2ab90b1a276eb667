using GraphQLPlugins.Catalog.Advisories;
using GraphQLPlugins.Catalog.Import;

namespace GraphQLPlugins.Catalog.Tests.Advisories;

public sealed class AdvisoryTests
{
    [Theory]
    [InlineData(null, "1.1", "1[.][01](|[.-].*)", "1.1", true)]
    [InlineData(null, "1.1", "1[.][01](|[.-].*)", "1.1-beta", true)]
    [InlineData(null, "1.1", "1[.][01](|[.-].*)", "1.10", false)]
    [InlineData(null, "1.1", "1[.][01](|[.-].*)", "1.0.1", true)]
    [InlineData(null, null, ".*", "99", true)]
    [InlineData("1.0", "2.0", null, "1.0", true)]
    [InlineData("1.0", "2.0", null, "2.0.0", true)]
    [InlineData("1.0", "2.0", null, "1.0-rc.1", false)]
    [InlineData("1.0", null, null, "500.v1a2b3c4", true)]
    [InlineData(null, "2.0", null, "2.0.1", false)]
    [InlineData(null, "2.0", "(", "1.0", true)]
    [InlineData(null, "2.0", "(", "3.0", false)]
    public void A_range_holds_what_its_pattern_matches_or_what_lies_between_its_bounds(string? first, string? last, string? pattern, string version, bool affects) =>
        Assert.Equal(affects, Of(new AdvisoryRangeRecord(first, last, pattern)).Affects(version));

    [Fact]
    public void Without_ranges_every_version_is_affected() => Assert.True(Of().Affects("1"));

    private static Advisory Of(params AdvisoryRangeRecord[] ranges) => Advisory.Import(Guid.NewGuid(), null, "a", new AdvisoryRecord("S-1", null, null, null, ranges), DateTimeOffset.UnixEpoch);
}
