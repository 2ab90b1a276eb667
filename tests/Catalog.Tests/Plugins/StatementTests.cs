namespace GraphQLPlugins.Catalog.Tests.Plugins;

/// <summary>How often a question goes to the database, however many plugins it is about.</summary>
public sealed class StatementTests : IAsyncLifetime
{
    private CatalogHost _host = null!;

    public async Task InitializeAsync() => _host = await CatalogHost.StartWithDemoAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("{ plugins(first: 50) { nodes { name } } }", 1)]
    [InlineData("{ plugins(first: 50) { totalCount nodes { name } } }", 2)]
    [InlineData("{ plugins(first: 50) { totalCount } }", 1)]
    [InlineData("{ plugins(first: 50) { nodes { name repository { name pluginCount } latestVersion { version } advisories { advisoryId } } } }", 5)]
    [InlineData("{ plugins(first: 50, order: { installs: DESC }) { nodes { versions(first: 5) { nodes { version dependencies { pluginId plugin { name } } } } } } }", 4)]
    [InlineData("{ plugin(pluginId: \"git\") { name } }", 1)]
    [InlineData("{ installations(all: true) { name plugin { name } } }", 1)]
    public async Task A_level_of_nesting_is_one_statement(string query, int statements)
    {
        await _host.QueryAsync(query);

        var sent = await _host.StatementsAsync(async () => Assert.False((await _host.QueryAsync(query)).TryGetProperty("errors", out _)));

        Assert.True(statements == sent.Count, string.Join("\n\n", sent));
    }
}
