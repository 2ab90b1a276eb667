namespace GraphQLPlugins.Host.Tests.Graph;

public sealed class SchemaTests
{
    [Fact]
    public async Task The_committed_schema_is_the_one_that_is_served()
    {
        await using var data = new DataDirectory();
        var (exitCode, output) = await HostProcess.RunAsync(data.Path, ["schema", "export"]);
        Assert.Equal(0, exitCode);
        var committed = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "schema", "schema.graphql"));
        Assert.True(committed.Trim() == output.Trim(), "schema/schema.graphql is outdated. Renew it: dotnet run --project src/Host -- schema export --output schema/schema.graphql");
        Assert.False(Directory.Exists(data.Path));
    }

    [Fact]
    public async Task Every_canonical_document_is_valid()
    {
        await using var data = new DataDirectory();
        var (exitCode, output) = await HostProcess.RunAsync(data.Path, ["schema", "validate", "--operations", Path.Combine(Repository.Root, "schema", "operations")]);
        Assert.Matches(@"^The schema is valid, and so are \d+ documents\.\n$", output);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public async Task Every_mutation_has_a_canonical_document()
    {
        var schema = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "schema", "schema.graphql"));
        var body = schema[schema.IndexOf("\ntype Mutation {", StringComparison.Ordinal)..];
        var mutations = body[..body.IndexOf("\n}", StringComparison.Ordinal)].Split('\n').Where(l => l.StartsWith("  ", StringComparison.Ordinal) && char.IsLower(l[2])).Select(l => l[2..l.IndexOfAny([':', '('])]);
        Assert.All(mutations, m => Assert.True(File.Exists(Path.Combine(Repository.Root, "schema", "operations", m + ".graphql")), m));
    }
}
