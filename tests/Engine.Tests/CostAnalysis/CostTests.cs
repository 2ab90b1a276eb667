namespace GraphQLPlugins.Engine.Tests.CostAnalysis;

public class CostTests
{
    private readonly CostSchema _schema = new();

    [Theory]
    [InlineData("{ addTwo(a: 1) }", "0/1")]
    [InlineData("{ __typename }", "0/1")]
    [InlineData("{ unsized { id labels } }", "2/2")]
    [InlineData("{ plugins(first: 20) { nodes { id name versions { version } latestVersion { id } } } }", "231/62")]
    [InlineData("{ plugins(first: 50) { nodes { id latestVersion { id } } } }", "511/102")]
    [InlineData("{ plugins(first: 1, where: { state: { eq: ACTIVE } }, order: { id: ASC }) { nodes { name } } }", "52/3")]
    [InlineData("{ plugins(first: 1, where: { and: [{ name: { contains: \"a\" } }, { state: { in: [ACTIVE, DRAFT] } }] }) { nodes { name } } }", "54/3")]
    [InlineData("{ plugins(first: 2) { totalCount pageInfo { endCursor } edges { cursor node { id } } nodes { id } } }", "25/9")]
    [InlineData("mutation { rename(input: { id: 1, name: \"a\" }) { id } }", "11/2")]
    public async Task Weights_of_fields_arguments_and_input_fields_add_up(string query, string cost) => Assert.Equal(cost, await _schema.CostAsync(query));

    [Theory]
    [InlineData("{ plugins { nodes { id } } }", "11/12")]
    [InlineData("{ plugins(first: null) { nodes { id } } }", "11/12")]
    [InlineData("{ plugins(first: 3, last: 5) { nodes { id } } }", "11/7")]
    [InlineData("{ plugins(first: -3) { nodes { latestVersion { id } } } }", "11/2")]
    [InlineData("{ defaulted { latestVersion { id } } }", "71/15")]
    [InlineData("{ defaulted(first: 2) { latestVersion { id } } }", "21/5")]
    [InlineData("{ assumed { latestVersion { id } } }", "301/61")]
    public async Task The_size_of_a_list_is_its_largest_slicing_argument_else_its_defaults(string query, string cost) =>
        Assert.Equal(cost, await _schema.CostAsync(query));

    [Theory]
    [InlineData("{\"n\": 20}", "231/62")]
    [InlineData("{\"n\": 1}", "22/5")]
    [InlineData("{\"n\": null}", "121/32")]
    [InlineData("{}", "121/32")]
    public async Task A_page_size_given_as_a_variable_counts_with_its_value(string variables, string cost) =>
        Assert.Equal(cost, await _schema.CostAsync("query($n: Int) { plugins(first: $n) { nodes { id name versions { version } latestVersion { id } } } }", variables));

    [Theory]
    [InlineData("{\"w\": {\"state\": {\"eq\": \"ACTIVE\"}}}", "32/3")]
    [InlineData("{\"w\": {\"or\": [{\"state\": {\"eq\": \"ACTIVE\"}}, {\"name\": {\"contains\": \"a\", \"eq\": \"b\"}}]}}", "64/3")]
    [InlineData("{\"w\": {\"or\": {\"state\": {\"eq\": \"ACTIVE\"}}}}", "33/3")]
    [InlineData("{\"w\": {}}", "21/3")]
    [InlineData("{\"w\": null}", "21/3")]
    [InlineData("{}", "21/3")]
    public async Task A_filter_given_as_one_variable_is_priced_by_what_it_holds(string variables, string cost) =>
        Assert.Equal(cost, await _schema.CostAsync("query($w: PluginFilterInput) { plugins(first: 1, where: $w) { nodes { id } } }", variables));

    [Theory]
    [InlineData("query($s: PluginState) { plugins(first: 1, where: { state: { eq: $s } }, order: { id: ASC }) { nodes { name } } }", "{\"s\": \"ACTIVE\"}")]
    [InlineData("query($w: PluginStateOperationFilterInput) { plugins(first: 1, where: { state: $w }, order: { id: ASC }) { nodes { name } } }", "{\"w\": {\"eq\": \"ACTIVE\"}}")]
    [InlineData("query($o: [PluginSortInput!]) { plugins(first: 1, where: { state: { eq: ACTIVE } }, order: $o) { nodes { name } } }", "{\"o\": {\"id\": \"ASC\"}}")]
    public async Task A_variable_inside_a_literal_costs_what_its_value_costs_as_a_literal(string query, string variables) =>
        Assert.Equal("52/3", await _schema.CostAsync(query, variables));

    [Fact]
    public async Task A_field_that_variables_skip_costs_nothing()
    {
        const string query = "query($x: Boolean!) { unsized { id latestVersion @include(if: $x) { id } } assumed @skip(if: $x) { id } }";
        Assert.Equal("11/3", await _schema.CostAsync(query, "{\"x\": true}"));
        Assert.Equal("2/32", await _schema.CostAsync(query, "{\"x\": false}"));
    }

    [Theory]
    [InlineData("{ anything { ... on Plugin { latestVersion { id } } ... on PluginVersion { version } ... on Heavy { version } } }", "41/4")]
    [InlineData("{ anything { ... on Plugin { latestVersion { id } } } }", "11/4")]
    [InlineData("{ anything { __typename } }", "1/4")]
    [InlineData("{ node { id } }", "10/4")]
    public async Task The_dearest_object_type_of_an_interface_or_union_counts(string query, string cost) => Assert.Equal(cost, await _schema.CostAsync(query));

    [Fact]
    public async Task A_response_name_counts_once_however_often_it_is_selected() =>
        Assert.Equal("31/6", await _schema.CostAsync("""
            { plugins(first: 2) { nodes { latestVersion { id } } ...F nodes { latestVersion { version } } } }
            fragment F on PluginsConnection { nodes { id latestVersion { version } } }
            """));

    [Fact]
    public async Task A_negative_weight_makes_no_operation_cheaper_than_nothing() => Assert.Equal("0/1", await _schema.CostAsync("{ cheap }"));

    [Fact]
    public async Task Nested_interfaces_do_not_multiply()
    {
        var query = string.Concat(Enumerable.Repeat("{ id related ", 20)) + "{ id }" + new string('}', 20);
        Assert.Equal("30/64", await _schema.CostAsync($"{{ node {query} }}"));
    }

    [Fact]
    public async Task The_introspection_documents_of_common_tools_are_far_below_the_limits()
    {
        var cost = await _schema.CostAsync(Introspection.IntrospectionDocuments.Full);
        Assert.Equal("72/72", cost);
    }
}
