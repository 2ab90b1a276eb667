using System.Text.Json;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.Upgrades;

namespace GraphQLPlugins.Options.Tests.Upgrades;

[Trait("Line", "O15")]
public sealed class DefinitionDifferenceTests
{
    [Fact]
    public void Options_that_come_go_or_change_are_named()
    {
        var difference = DefinitionDifference.Of(
            Schema("""[{"name":"gone","required":false},{"name":"kind","type":"text","required":false},{"name":"key","type":"text","required":false},{"name":"must","required":false},{"name":"same","default":1}]"""),
            Schema("""[{"name":"kind","type":"number","required":false},{"name":"key","type":"secret","required":false},{"name":"must"},{"name":"same","default":1},{"name":"fresh","required":false}]"""));

        Assert.Equal(["fresh"], difference.Added);
        Assert.Equal(["gone"], difference.Removed);
        Assert.Equal(["kind", "key"], difference.Retyped);
        Assert.Equal(["must"], difference.NowRequired);
        Assert.Equal(["key"], difference.NowSecret);
        Assert.Equal(["fresh", "gone", "kind", "key"], difference.Affected);
    }

    [Fact]
    public void Another_default_changes_what_counts()
    {
        var difference = DefinitionDifference.Of(Schema("""[{"name":"a","default":1},{"name":"b","default":2}]"""), Schema("""[{"name":"a","default":3},{"name":"b","default":2}]"""));

        Assert.Equal(["a"], difference.Affected);
        Assert.False(difference.IsEmpty);
    }

    [Fact]
    public void Other_words_change_nothing() =>
        Assert.True(DefinitionDifference.Of(Schema("""[{"name":"a","label":"One"}]"""), Schema("""[{"name":"a","label":"Two","help":"Words."}]""")).IsEmpty);

    private static OptionSchema Schema(string json) => OptionSchema.Read(JsonDocument.Parse(json).RootElement);
}
