using GraphQLPlugins.Catalog.Versions;

namespace GraphQLPlugins.Catalog.Tests.Versions;

public sealed class VersionOrderTests
{
    [Fact]
    [Trait("Line", "S24")]
    public void S24_the_sample_of_the_repository_api_sorts_newest_first()
    {
        string[] newestFirst = ["1.2.2", "1.2.1.20220429.104002", "1.2.1.20220422.161421", "1.2.1.20220411.113807", "1.2.1"];

        Assert.Equal(newestFirst, newestFirst.Order(StringComparer.Ordinal).OrderByDescending(VersionOrder.SortKey, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("1.0-alpha-1", "1.0-beta-2")]
    [InlineData("1.0-beta-2", "1.0-beta-10")]
    [InlineData("1.0-beta-2", "1.0")]
    [InlineData("1.0.0-b25", "1.0")]
    [InlineData("2.0-rc.1", "2.0")]
    [InlineData("2.0-rc.1", "2.0-SNAPSHOT")]
    [InlineData("1.0-SNAPSHOT", "1.0")]
    [InlineData("1.9", "1.10")]
    [InlineData("2.1.19", "687.v619cb_15e923f")]
    [InlineData("686.va_51c53703df1", "687.v619cb_15e923f")]
    [InlineData("4.5.10", "4.5.10-1.0")]
    [InlineData("4.5.10-1.0", "4.5.10-2.0")]
    [InlineData("4.5.10-2.0", "4.5.11-1.0")]
    [InlineData("1-rc26.87a_0f950121f", "1")]
    [InlineData("1.12", "1.12+build.201809041621")]
    [InlineData("1.12+build.201809041621", "1.12+build.201809061734")]
    [InlineData("3.8.20191204-084645.a4bff16", "3.8.20191216-154521.a7bf2be")]
    [InlineData("1.02", "1.02r")]
    [InlineData("true", "0.1")]
    [InlineData("99999999999999999999999999", "100000000000000000000000000")]
    public void The_first_is_older(string older, string newer)
    {
        Assert.True(VersionOrder.Compare(older, newer) < 0);
        Assert.True(VersionOrder.Compare(newer, older) > 0);
    }

    [Theory]
    [InlineData("1.0", "1.0.0")]
    [InlineData("v1.4.8", "1.4.8")]
    [InlineData("0.1.6-RELEASE", "0.1.6")]
    [InlineData("1.0-beta-2", "1.0.0-BETA2")]
    [InlineData("1.01", "1.1")]
    public void Different_spellings_of_one_version_are_equal(string left, string right) => Assert.Equal(0, VersionOrder.Compare(left, right));

    [Theory]
    [InlineData("1.0", VersionChannel.Stable)]
    [InlineData("687.v619cb_15e923f", VersionChannel.Stable)]
    [InlineData("2.0-rc.1", VersionChannel.Beta)]
    [InlineData("1.0.0-b25", VersionChannel.Beta)]
    [InlineData("0.1-preview-4", VersionChannel.Beta)]
    [InlineData("1.0-alpha-1", VersionChannel.Experimental)]
    [InlineData("1.0-dev.3", VersionChannel.Experimental)]
    public void The_channel_is_read_from_the_text(string version, VersionChannel channel) => Assert.Equal(channel, VersionOrder.ChannelOf(version));

    [Theory]
    [InlineData("2.479.3", "2.479.3", null, true)]
    [InlineData("2.479.2", "2.479.3", null, false)]
    [InlineData("2.479.3", null, "2.480", true)]
    [InlineData("2.481", "2.479.3", "2.480", false)]
    [InlineData("2.481", null, null, true)]
    public void A_version_runs_within_its_bounds(string host, string? min, string? max, bool runs) => Assert.Equal(runs, HostCompatibility.Runs(host, min, max));

    [Fact]
    public void Keys_are_short_and_ascii_whatever_the_text()
    {
        var key = VersionOrder.SortKey(string.Concat(Enumerable.Repeat("1é", VersionOrder.MaxLength / 2)));

        Assert.True(key.Length <= VersionOrder.MaxKeyLength, $"{key.Length}");
        Assert.All(key, c => Assert.InRange(c, '!', '~'));
    }
}
