using System.Text;

namespace GraphQLPlugins.Engine.Tests.Validation;

/// <summary>Spec 5.3.</summary>
public sealed class FieldRulesTests
{
    private const string Conflict = "Encountered fields for the same object that cannot be merged.";

    [Theory]
    [InlineData("{ nope }", "1:3 The field `nope` does not exist on the type `Query`.")]
    [InlineData("{ node(id: 1) { name } }", "1:17 The field `name` does not exist on the type `Node`.")]
    [InlineData("{ owner(ids: 1) { name } }", "1:19 The field `name` does not exist on the type `Owner`.")]
    [InlineData("{ nope { also { nope } } }", "1:3 The field `nope` does not exist on the type `Query`.")]
    [InlineData("{ owner(ids: 1) { __typename } }", "")]
    [InlineData("{ plugins }", "1:3 Field \"plugins\" of type \"[Plugin!]!\" must have a selection of subfields. Did you mean \"plugins { ... }\"?")]
    [InlineData("{ plugins { } }", "1:3 Field \"plugins\" of type \"[Plugin!]!\" must have a selection of subfields. Did you mean \"plugins { ... }\"?")]
    [InlineData("{ count { x } }", "1:3 Field \"count\" must not have a selection since type \"Int!\" has no subfields.")]
    [InlineData("{ }", "1:1 The operation selects nothing; at least one field is needed.")]
    [InlineData("{ count ... { } }", "1:9 The fragment selects nothing; at least one field is needed.")]
    public void Selections(string document, string errors) => Assert.Equal(errors, Validating.Text(document));

    [Fact]
    public void A_field_of_a_fragment_has_the_path_of_the_first_spread()
    {
        var errors = Validating.Errors("{ list: plugins { ...F } plugins { ...F } } fragment F on Plugin { latest { nope } }");
        Assert.Equal("/list/latest", Assert.Single(errors).Path!.Print());
    }

    [Theory]
    [InlineData("name name", "")]
    [InlineData("a: name a: name", "")]
    [InlineData("a: name a: id", "1:13 1:21")]
    [InlineData("name: id name", "1:13 1:22")]
    [InlineData("tags(first: 1) tags(first: 1)", "")]
    [InlineData("tags(first: 1, contains: [\"a\"]) tags(contains: [\"a\"], first: 1)", "")]
    [InlineData("tags(first: 1) tags(first: 2)", "1:13 1:28")]
    [InlineData("tags(first: 1) tags", "1:13 1:28")]
    [InlineData("latest { x: id } latest { x: name }", "1:22 1:39")]
    [InlineData("... { name } ... { name: id }", "1:19 1:32")]
    [InlineData("latest { ...V } latest { plugin { a: id } }", "", "fragment V on Version { plugin { b: id } }")]
    [InlineData("latest { ...V } latest { plugin { a: id } }", "1:94 1:47", "fragment V on Version { plugin { a: name } }")]
    public void Fields_under_one_name_are_the_same(string selections, string places, string more = "") =>
        Assert.Equal(places.Length == 0 ? "" : $"{places} {Conflict}", Validating.Text($"{{ plugins {{ {selections} }} }} {more}"));

    [Theory]
    [InlineData("... on Plugin { a: name } ... on Version { a: version(major: true) }", "")]
    [InlineData("... on Plugin { a: size } ... on Version { a: name }", "")]
    [InlineData("... on Plugin { a: size } ... on Version { a: size }", "1:33 1:60")]
    [InlineData("... on Plugin { a: name } ... on Version { a: name }", "1:33 1:60")]
    [InlineData("... on Plugin { a: tags } ... on Version { a: notes }", "1:33 1:60")]
    [InlineData("... on Plugin { o: latest { a: id } } ... on Version { o: owner { ... on Team { b: id } } }", "")]
    [InlineData("... on Plugin { o: latest { a: id } } ... on Version { o: owner { ... on Team { a: id } } }", "")]
    [InlineData("... on Plugin { o: latest { a: id } } ... on Version { o: owner { ... on Team { a: name } } }", "1:45 1:97")]
    [InlineData("... on Plugin { o: latest { id } } ... on Version { o: plugin { id } }", "1:33 1:69")]
    [InlineData("id ... on Plugin { id: name }", "1:17 1:36")]
    public void Fields_of_different_objects_look_alike(string selections, string places) =>
        Assert.Equal(places.Length == 0 ? "" : $"{places} {Conflict}", Validating.Text($"{{ node(id: 1) {{ {selections} }} }}"));

    [Fact]
    public void Abstract_parents_meet_every_object()
    {
        const string document = "{ node(id: 1) { ... on Plugin { latest { x: id } } ... on Node { ...P } } } fragment P on Named { ... on Plugin { latest { x: name } } }";
        Assert.Equal($"1:42 1:124 {Conflict}", Validating.Text(document));
    }

    [Fact]
    public void Many_fields_under_one_name_take_no_time()
    {
        var document = new StringBuilder("{ plugins { ");
        for (var i = 0; i < 20_000; i++) document.Append("a: name ");
        Assert.Equal("", Validating.Text(document.Append("} }").ToString()));
    }

    [Fact]
    public void Many_selection_sets_under_one_name_take_no_time()
    {
        var document = new StringBuilder("{ ");
        for (var i = 0; i < 5_000; i++) document.Append("plugins { latest { owner { ... on User { name } } } } ");
        Assert.Equal("", Validating.Text(document.Append('}').ToString()));
    }

    [Fact]
    public void Fragments_that_double_at_every_step_take_no_time()
    {
        var document = new StringBuilder("{ plugins { ...F0 ...G0 } }");
        for (var i = 0; i < 400; i++)
        {
            document.Append($" fragment F{i} on Plugin {{ latest {{ plugin {{ ...F{i + 1} ...G{i + 1} }} }} }}");
            document.Append($" fragment G{i} on Plugin {{ latest {{ plugin {{ ...F{i + 1} ...G{i + 1} }} }} }}");
        }

        document.Append(" fragment F400 on Plugin { id } fragment G400 on Plugin { id: name }");
        var conflict = Assert.Single(Validating.Errors(document.ToString()));
        Assert.Equal(Conflict, conflict.Message);
    }

    [Fact]
    public void Sets_of_sets_that_grow_without_bound_are_refused()
    {
        // Each level's two fields lead to different subsets of the next level's fragments: level n has two to the n merged sets.
        const int depth = 14;
        var document = new StringBuilder("{ plugins { ...F0_0 } }");
        for (var level = 0; level < depth; level++)
        {
            for (var i = 0; i <= level; i++)
            {
                var next = i == 0 ? $"...F{level + 1}_0" : $"...F{level + 1}_{i + 1}";
                var other = i == 0 ? $"...F{level + 1}_1" : "";
                document.Append($" fragment F{level}_{i} on Plugin {{ a: latest {{ plugin {{ {next} }} }} b: latest {{ plugin {{ {next} {other} }} }} }}");
            }
        }

        for (var i = 0; i <= depth; i++) document.Append($" fragment F{depth}_{i} on Plugin {{ id }}");
        var options = Engine.Validation.ValidationOptions.SpecificationOnly with { MaxFieldMergeComparisons = 20_000 };
        var error = Assert.Single(Validating.Errors(document.ToString(), options));
        Assert.Equal("The document needs more field comparisons than MaxFieldMergeComparisons allows: 20000.", error.Message);
    }
}
