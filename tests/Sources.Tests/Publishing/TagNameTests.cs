using GraphQLPlugins.Sources.Publishing;

namespace GraphQLPlugins.Sources.Tests.Publishing;

public sealed class TagNameTests
{
    [Theory]
    [InlineData("v1.2.3", "1.2.3")]
    [InlineData("1.2.3", "1.2.3")]
    [InlineData("greeter@1.2.0-beta.1", "1.2.0-beta.1")]
    [InlineData("greeter/v2.0", "2.0")]
    [InlineData("release-1.2", "1.2")]
    [InlineData("release_v3", "3")]
    [InlineData("k8s-1.0", "1.0")]
    [InlineData("vanilla", null)]
    [InlineData("", null)]
    public void A_tag_s_version_is_what_a_person_reads_in_it(string tag, string? expected) => Assert.Equal(expected, TagName.VersionOf(tag));
}
