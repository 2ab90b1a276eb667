using System.Text.RegularExpressions;

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
        // Lines of descriptions are indented as well.
        var mutations = Body(schema, "\ntype Mutation {").Select(l => Regex.Match(l, @"^  (\w+)(\(input: |: )")).Where(m => m.Success).Select(m => m.Groups[1].Value);
        Assert.All(mutations, m => Assert.True(File.Exists(Path.Combine(Repository.Root, "schema", "operations", m + ".graphql")), m));
    }

    [Fact]
    public async Task Every_mutation_can_be_repeated_and_rehearsed()
    {
        var schema = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "schema", "schema.graphql"));
        var mutations = Body(schema, "\ntype Mutation {").Select(l => Regex.Match(l, @"^  (\w+)\(input: ")).Where(m => m.Success).Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(mutations);
        Assert.All(mutations, m =>
        {
            var name = char.ToUpperInvariant(m[0]) + m[1..];
            var input = Body(schema, $"\ninput {name}Input {{").ToList();
            Assert.True(input.Exists(l => l.StartsWith("  idempotencyKey: String", StringComparison.Ordinal)), m);
            Assert.True(input.Exists(l => l.StartsWith("  dryRun: Boolean", StringComparison.Ordinal)), m);
            Assert.Contains("IdempotencyConflictError", schema.Split('\n').Single(l => l.StartsWith($"union {name}Error =", StringComparison.Ordinal)));
        });
    }

    private static IEnumerable<string> Body(string schema, string start)
    {
        var body = schema[schema.IndexOf(start, StringComparison.Ordinal)..];
        return body[..body.IndexOf("\n}", StringComparison.Ordinal)].Split('\n').Where(l => l.StartsWith("  ", StringComparison.Ordinal));
    }
}
