using System.Buffers.Binary;
using System.Text;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Sources.Contracts;

namespace GraphQLPlugins.Sources.Tests.Contracts;

public sealed class SourcePackageTests
{
    private const string Good = """{"name":"sentry-source-awesome","main":"index.js","keywords":["sentry","source","awesome"],"peerDependencies":{"handlebars":"*"}}""";

    [Fact]
    [Trait("Line", "R1")]
    public void A_package_by_the_rules_has_no_problems() => Assert.Empty(SourcePackage.Check(Encoding.UTF8.GetBytes(Good), Icon(128, 128), f => f == "index.js"));

    [Theory]
    [Trait("Line", "R1")]
    [InlineData("\"sentry-source-awesome\"", "\"awesome\"", "NAME_INVALID", true)]
    [InlineData("sentry-source-awesome", "sentry-source-Awesome_1", "NAME_INVALID", true)]
    [InlineData("sentry-source-awesome", "sentry-source-", "NAME_INVALID", true)]
    [InlineData("index.js", "lib/none.js", "ENTRY_MISSING", true)]
    [InlineData("\"source\",", "", "KEYWORD_MISSING", false)]
    [InlineData("peerDependencies", "dependencies", "SHARED_LIBRARY", false)]
    [InlineData("{\"name\"", "[\"name\"", "MANIFEST_INVALID", true)]
    public void Each_rule_that_is_broken_is_named(string part, string replaced, string rule, bool isFatal)
    {
        var problems = SourcePackage.Check(Encoding.UTF8.GetBytes(Good.Replace(part, replaced)), Icon(128, 128), f => f == "index.js");

        Assert.Contains((rule, isFatal), problems.Select(p => (p.Rule, p.IsFatal)));
    }

    [Theory]
    [Trait("Line", "R1")]
    [InlineData(128, 64, "ICON_NOT_SQUARE", true)]
    [InlineData(64, 64, "ICON_SIZE", false)]
    [InlineData(0, 0, "ICON_NOT_SQUARE", true)]
    public void An_icon_is_square_and_best_of_128(int width, int height, string rule, bool isFatal)
    {
        var problem = Assert.Single(SourcePackage.Check(Encoding.UTF8.GetBytes(Good), Icon(width, height), _ => true));

        Assert.Equal((rule, isFatal), (problem.Rule, problem.IsFatal));
    }

    [Fact]
    [Trait("Line", "R1")]
    public void What_is_missing_is_named()
    {
        Assert.Equal(["MANIFEST_MISSING", "ICON_MISSING"], SourcePackage.Check(null, null, _ => false).Select(p => p.Rule));
        Assert.Equal(["ICON_INVALID"], SourcePackage.Check(Encoding.UTF8.GetBytes(Good), new byte[] { 1, 2, 3 }, _ => true).Select(p => p.Rule));
    }

    private static byte[] Icon(int width, int height)
    {
        var icon = new byte[33];
        new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R' }.CopyTo(icon, 0);
        BinaryPrimitives.WriteInt32BigEndian(icon.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(icon.AsSpan(20), height);
        return icon;
    }
}
