using System.Text.Json;
using GraphQLPlugins.Options.Definitions;
using GraphQLPlugins.Options.Values;

namespace GraphQLPlugins.Options.Tests.Values;

public sealed class EffectiveOptionsTests
{
    private static readonly OptionScope Organization = new(OptionScopeKind.Organization, Guid.Parse("00000000-0000-0000-0000-000000000001"));
    private static readonly OptionScope Project = new(OptionScopeKind.Project, Organization.OrganizationId, Guid.Parse("00000000-0000-0000-0000-000000000002"));
    private static readonly OptionScope User = new(OptionScopeKind.User, UserId: Guid.Parse("00000000-0000-0000-0000-000000000003"));

    [Fact]
    [Trait("Line", "P7")]
    public void The_innermost_scope_that_sets_a_key_wins_and_is_named()
    {
        var value = Merge(Text("a"), Layer(User), Layer(Project, ("a", "\"project\"")), Layer(OptionScope.Instance, ("a", "\"instance\"")));

        Assert.Null(value.Configured);
        Assert.Equal("project", value.Effective!.Value.GetString());
        Assert.Equal((OptionProvenance.Project, Project), (value.Provenance, value.Source));
    }

    [Fact]
    [Trait("Line", "G54")]
    public void An_own_value_is_shown_beside_the_one_it_hides()
    {
        var value = Merge(Text("a"), Layer(Project, ("a", "\"own\"")), Layer(Organization, ("a", "\"theirs\"")));

        Assert.Equal("own", value.Configured!.Value.GetString());
        Assert.Equal("theirs", value.Inherited!.Value.GetString());
        Assert.Equal("own", value.Effective!.Value.GetString());
    }

    [Fact]
    public void Without_any_value_the_default_counts_and_without_a_default_nothing_does()
    {
        var withDefault = Merge(Text("a") with { Default = Json("\"d\"") }, Layer(User));
        var without = Merge(Text("a"), Layer(User));

        Assert.Equal((OptionProvenance.Default, "d"), (withDefault.Provenance, withDefault.Effective!.Value.GetString()));
        Assert.Equal(OptionProvenance.Unset, without.Provenance);
        Assert.Null(without.Effective);
    }

    [Fact]
    [Trait("Line", "P25")]
    public void Stored_false_and_empty_text_win_over_outer_values()
    {
        var value = Merge(Text("a"), Layer(User, ("a", "\"\"")), Layer(Organization, ("a", "\"outer\"")));

        Assert.Equal("", value.Effective!.Value.GetString());
    }

    [Fact]
    public void What_is_not_inheritable_stays_where_it_was_set()
    {
        var value = Merge(Text("a") with { Inheritable = false }, Layer(User), Layer(Organization, ("a", "\"outer\"")));

        Assert.Equal(OptionProvenance.Unset, value.Provenance);
    }

    [Fact]
    [Trait("Line", "G58")]
    public void Merged_lists_put_inner_values_first_and_each_value_once()
    {
        var definition = new OptionDefinition { Key = "a", Label = "A", Type = OptionType.Array, Inheritance = OptionInheritance.Merge };
        var value = Merge(definition, Layer(Project, ("a", """["x","y"]""")), Layer(Organization, ("a", """["y","z"]""")));

        Assert.Equal(["x", "y", "z"], value.Effective!.Value.EnumerateArray().Select(e => e.GetString()));
        Assert.Equal(OptionProvenance.Project, value.Provenance);
    }

    [Fact]
    public void Random_trees_of_scopes_agree_with_a_plain_search_outwards()
    {
        var random = new Random(20260101);
        for (var round = 0; round < 500; round++)
        {
            var layers = Enumerable.Range(0, random.Next(1, 6))
                .Select(i => (Scope: new OptionScope(OptionScopeKind.Project, ProjectId: new Guid(i + 1, 0, 0, new byte[8])), Value: random.Next(3) == 0 ? (int?)null : random.Next(100)))
                .ToArray();
            var expected = layers.Select(l => l.Value).FirstOrDefault(v => v is not null);

            var actual = Merge(new OptionDefinition { Key = "n", Label = "N", Type = OptionType.Int },
                [.. layers.Select(l => l.Value is { } v ? Layer(l.Scope, ("n", v.ToString())) : Layer(l.Scope))]);

            Assert.Equal(expected, actual.Effective?.GetInt32());
        }
    }

    private static OptionDefinition Text(string key) => new() { Key = key, Label = key, Type = OptionType.String };

    private static OptionLayer Layer(OptionScope scope, params (string Key, string Json)[] values) =>
        new(scope, values.ToDictionary(v => v.Key, v => Json(v.Json)));

    private static EffectiveValue Merge(OptionDefinition definition, params OptionLayer[] layers) =>
        Assert.Single(EffectiveOptions.Merge(new OptionSchema([definition]), layers));

    private static JsonElement Json(string json) => JsonDocument.Parse(json).RootElement;
}
