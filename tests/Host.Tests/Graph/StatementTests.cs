namespace GraphQLPlugins.Host.Tests.Graph;

/// <summary>How often the canonical operations go to the database, when their plans are known and however many things they show.</summary>
public sealed class StatementTests(FilledHost filled) : IClassFixture<FilledHost>
{
    [Theory]
    [MemberData(nameof(CanonicalQueries.Counted), MemberType = typeof(CanonicalQueries))]
    public async Task An_operation_sends_no_more_statements_than_it_has_kinds_of_things(string operation, string variables, int statements)
    {
        var given = filled.Variables(variables);
        var answer = await filled.Host.RunAsync(operation, given);
        Assert.False(answer.TryGetProperty("errors", out _), answer.ToString());

        var sent = await filled.Host.StatementsAsync(() => filled.Host.RunAsync(operation, given));

        Assert.True(statements == sent.Count, $"{operation}: {sent.Count}\n{string.Join("\n\n", sent)}");
    }

    [Theory]
    [InlineData("plugins(first: 50) { nodes { versions(first: 2, where: { channel: { eq: STABLE } }, order: [{ version: DESC }]) { nodes { version } } } }", 2)]
    [InlineData("plugins(first: 50) { nodes { versions(first: 2, where: { channel: { eq: STABLE } }, order: [{ version: DESC }]) { nodes { version } totalCount } } }", 3)]
    [InlineData("plugins(first: 5) { nodes { versions(last: 2, where: { version: { contains: \"1\" } }) { nodes { dependencies { pluginId } } totalCount } } }", 4)]
    public async Task Conditions_on_lists_in_lists_cost_one_statement_for_each_kind_of_list(string field, int statements)
    {
        var answer = await filled.Host.QueryAsync($"{{ {field} }}");
        Assert.False(answer.TryGetProperty("errors", out _), answer.ToString());

        var sent = await filled.Host.StatementsAsync(() => filled.Host.QueryAsync($"{{ {field} }}"));

        Assert.True(statements == sent.Count, $"{sent.Count}\n{string.Join("\n\n", sent)}");
    }
}
