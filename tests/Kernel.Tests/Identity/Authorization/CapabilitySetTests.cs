using GraphQLPlugins.Kernel.Identity.Authorization;

namespace GraphQLPlugins.Kernel.Tests.Identity.Authorization;

public sealed class CapabilitySetTests
{
    [Theory]
    [InlineData("catalog:read", "catalog:read")]
    [InlineData("catalog:write", "catalog:read")]
    [InlineData("catalog:admin", "catalog:write")]
    [InlineData("catalog:admin", "catalog:read")]
    [InlineData("catalog:admin", "plugins:install:git")]
    [InlineData("catalog:admin", "plugins:install:*")]
    [InlineData("plugins:install:*", "plugins:install:git")]
    [InlineData("plugins:install:git*", "plugins:install:git")]
    [InlineData("plugins:install:git*", "plugins:install:git-*")]
    [InlineData("plugins:install:*-api", "plugins:install:credentials-api")]
    [InlineData("plugins:install:a*c*e", "plugins:install:abcde")]
    [InlineData("integrations:*", "integrations:write")]
    [InlineData("*", "options:secrets")]
    [InlineData("*", "*")]
    [InlineData("audit:read catalog:read", "audit:read")]
    public void Covers(string held, string wanted) => Assert.True(CapabilitySet.Parse(held).Covers(wanted));

    [Theory]
    [InlineData("catalog:read", "catalog:write")]
    [InlineData("catalog:write", "catalog:admin")]
    [InlineData("catalog:write", "plugins:install:git")]
    [InlineData("options:write", "options:secrets")]
    [InlineData("options:secrets", "options:read")]
    [InlineData("catalog:*", "options:read")]
    [InlineData("catalog:*", "*")]
    [InlineData("plugins:install:git", "plugins:install:git*")]
    [InlineData("plugins:install:git*", "plugins:install:*")]
    [InlineData("plugins:install:git*", "plugins:install:legit")]
    [InlineData("plugins:install:a*c*e", "plugins:install:abcd")]
    [InlineData("plugins:install:*", "catalog:read")]
    [InlineData("", "catalog:read")]
    public void Does_not_cover(string held, string wanted) => Assert.False(CapabilitySet.Parse(held).Covers(wanted));

    [Theory]
    [InlineData("catalog:read", true)]
    [InlineData("plugins:install:git*", true)]
    [InlineData("sources:*", true)]
    [InlineData("*", true)]
    [InlineData("catalog", false)]
    [InlineData("catalog:delete", false)]
    [InlineData("plugins:install:", false)]
    [InlineData("plugins:install:a b", false)]
    [InlineData("apps:write", false)]
    [InlineData("", false)]
    public void Knows_the_capabilities_that_there_are(string capability, bool known) => Assert.Equal(known, CapabilitySet.IsKnown(capability));

    [Fact]
    public void A_pattern_that_would_explode_a_backtracking_matcher_is_answered_at_once()
    {
        var held = CapabilitySet.Parse("plugins:install:" + string.Concat(Enumerable.Repeat("a*", 50)) + "b");
        Assert.False(held.Covers("plugins:install:" + new string('a', 5000)));
    }
}
