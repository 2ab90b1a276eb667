namespace GraphQLPlugins.Host.Tests.Commands;

public sealed class ImportTests
{
    private const string Records = """
        {"ecosystem":"example","pluginId":"one","versions":[{"version":"1.0"},{"version":"1.1"}]}
        {"ecosystem":"example","versions":[]}
        {"ecosystem":"example","pluginId":"two","versions":[{"version":"2.0"}]}

        """;

    [Fact]
    public async Task A_file_is_imported_beside_a_running_host_and_again_without_changing_anything()
    {
        await using var data = new DataDirectory();
        var file = Path.Combine(Directory.CreateDirectory(data.Path).FullName, "catalog.ndjson");
        await File.WriteAllTextAsync(file, Records);
        await using var host = await HostProcess.StartAsync(data.Path);

        var (first, imported) = await HostProcess.RunAsync(data.Path, ["import", file]);
        Assert.Equal(2, first);
        Assert.Matches(@"^3 records into example in \d+\.\d s:\n  plugins 2 created, 0 updated, 0 unchanged\n  versions 3 created, 0 updated; 0 dependencies, 0 advisories\n  1 left out:\n    line 2: .+\n$", imported);

        var (second, again) = await HostProcess.RunAsync(data.Path, ["import", file]);
        Assert.Equal(2, second);
        Assert.Matches(@"^3 records into example in \d+\.\d s:\n  nothing changed, all of it was there already\n  1 left out:\n    line 2: .+\n$", again);

        using var answer = await host.Http.PostAsync("/graphql", new StringContent("""{"query":"{ plugins(order: [{ name: ASC }]) { totalCount nodes { pluginId } } }"}""", null, "application/json"));
        Assert.Equal("""{"data":{"plugins":{"totalCount":2,"nodes":[{"pluginId":"one"},{"pluginId":"two"}]}}}""", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_rehearsal_says_what_would_change_and_changes_nothing()
    {
        await using var data = new DataDirectory();
        await using var database = await PostgresServer.CreateDatabaseAsync();
        var settings = new Dictionary<string, string> { ["Storage__Provider"] = "PostgreSql", ["ConnectionStrings__Default"] = database.ConnectionString };
        var file = Path.Combine(Directory.CreateDirectory(data.Path).FullName, "catalog.ndjson");
        await File.WriteAllTextAsync(file, Records);
        var (_, output) = await HostProcess.RunAsync(data.Path, ["import", file, "--dry-run"], settings);
        Assert.Contains("\n  plugins would be 2 created, 0 updated, 0 unchanged\n", output);
        Assert.Equal(0L, await database.ScalarAsync("SELECT count(*) FROM catalog.plugins"));
    }

    [Fact]
    public async Task A_file_that_is_no_catalog_is_refused_in_one_sentence()
    {
        await using var data = new DataDirectory();
        await using var database = await PostgresServer.CreateDatabaseAsync();
        var settings = new Dictionary<string, string> { ["Storage__Provider"] = "PostgreSql", ["ConnectionStrings__Default"] = database.ConnectionString };
        var file = Path.Combine(Directory.CreateDirectory(data.Path).FullName, "empty");
        await File.WriteAllTextAsync(file, "");
        Assert.Equal((1, "The file is empty.\n"), await HostProcess.RunAsync(data.Path, ["import", file], settings));
    }
}
