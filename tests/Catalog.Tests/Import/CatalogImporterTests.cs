using System.Text;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Catalog.Repositories;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Catalog.Tests.Import;

public sealed class CatalogImporterTests : IAsyncLifetime
{
    private CatalogHost _host = null!;

    public async Task InitializeAsync() => _host = await CatalogHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [SharedDataFact]
    public async Task The_whole_jenkins_set_goes_in_and_a_second_import_changes_nothing()
    {
        var first = await ImportFileAsync("jenkins.ndjson.gz");

        Assert.Equal(("jenkins", 2219, 2219, 0, 0), (first.Repository, first.Records, first.PluginsCreated, first.PluginsUpdated, first.PluginsUnchanged));
        Assert.Equal((22174, 61932, 1437), (first.VersionsCreated, first.DependenciesWritten, first.AdvisoriesWritten));
        Assert.Empty(first.Problems);
        Assert.Equal((2219, 22174, 61932, 1437), await CountsAsync());

        var second = await ImportFileAsync("jenkins.ndjson.gz");

        Assert.False(second.Changed);
        Assert.Equal(2219, second.PluginsUnchanged);
        Assert.Equal((2219, 22174, 61932, 1437), await CountsAsync());
    }

    [SharedDataFact]
    public async Task The_update_center_document_keeps_the_versions_that_it_does_not_name()
    {
        await ImportFileAsync("jenkins.ndjson.gz");

        var report = await ImportFileAsync("jenkins-update-center.json.gz");

        Assert.Equal((2095, 2095), (report.Records, report.PluginsUpdated));
        Assert.Equal((0, 0), (report.PluginsCreated, report.VersionsCreated));
        var (plugins, versions, _, _) = await CountsAsync();
        Assert.Equal((2219, 22174), (plugins, versions));
        Assert.False((await ImportFileAsync("jenkins-update-center.json.gz")).Changed);
    }

    [SharedDataFact]
    public async Task Catalogs_of_other_ecosystems_go_into_repositories_of_their_own()
    {
        await ImportFileAsync("mattermost-marketplace-plugins.json");
        var report = await ImportFileAsync("cloudforet-managed-plugins.json");

        Assert.Equal(("managed", 35), (report.Repository, report.PluginsCreated));
        var repositories = await _host.ReadAsync(db => db.Repositories.OrderBy(repository => repository.Priority).Select(repository => new { repository.Name, repository.Type }).ToListAsync());
        Assert.Equal([("local", RepositoryType.Local), ("managed", RepositoryType.Managed), ("mattermost", RepositoryType.Imported)], repositories.Select(repository => (repository.Name, repository.Type)));
        var plugin = await _host.ReadAsync(db => db.Plugins.SingleAsync(plugin => plugin.PluginId == "plugin-k8s-opencost-cost-datasource"));
        Assert.Equal("cloudforet/plugin-k8s-opencost-cost-datasource", plugin.Image);
    }

    [Fact]
    public async Task A_dry_run_tells_what_would_change_and_writes_nothing()
    {
        var report = await ImportAsync(Line("a", "1", "b"), new ImportOptions { DryRun = true });

        Assert.Equal((true, 1, 1, 1), (report.DryRun, report.PluginsCreated, report.VersionsCreated, report.DependenciesWritten));
        Assert.Equal((0, 0, 0, 0), await CountsAsync());
        Assert.Equal(["local"], await _host.ReadAsync(db => db.Repositories.Select(repository => repository.Name).ToListAsync()));
    }

    [Fact]
    public async Task A_changed_record_replaces_its_plugin_and_touches_only_the_versions_that_differ()
    {
        await ImportAsync("""{"ecosystem":"e","pluginId":"a","name":"A","versions":[{"version":"1","dependencies":[{"pluginId":"x"}]},{"version":"2","dependencies":[{"pluginId":"y"}]}],"advisories":[{"id":"S-1","ranges":[{"lastVersion":"1"}]}]}""");

        var report = await ImportAsync("""{"ecosystem":"e","pluginId":"a","name":"B","versions":[{"version":"2","dependencies":[{"pluginId":"z","minVersion":"3"}]},{"version":"3"}],"advisories":[{"id":"S-2","ranges":[{"lastVersion":"2"}]}]}""");

        Assert.Equal((1, 1, 1, 1, 1), (report.PluginsUpdated, report.VersionsCreated, report.VersionsUpdated, report.DependenciesWritten, report.AdvisoriesWritten));
        var plugin = await _host.ReadAsync(db => db.Plugins.Include(plugin => plugin.Versions).SingleAsync());
        Assert.Equal(("B", "3", 2), (plugin.Name, plugin.LatestVersion, plugin.Revision));
        Assert.Equal(["1", "2", "3"], plugin.Versions.Select(version => version.Version).Order());
        Assert.Equal([("x", null), ("z", "3")], (await _host.ReadAsync(db => db.Dependencies.OrderBy(dependency => dependency.PluginId).ToListAsync())).Select(dependency => (dependency.PluginId, dependency.MinVersion)));
        Assert.Equal(["S-2"], await _host.ReadAsync(db => db.Advisories.Select(advisory => advisory.AdvisoryId).ToListAsync()));
    }

    [Fact]
    public async Task Ids_that_differ_only_by_case_are_reported_and_the_first_one_stays()
    {
        var report = await ImportAsync($"{Line("Git", "1")}\n{Line("git", "2")}");

        Assert.Equal(new ImportProblem(2, "git", "The file has this plugin twice; ids that differ only by case count as the same."), Assert.Single(report.Problems));
        Assert.Equal(["Git"], await _host.ReadAsync(db => db.Plugins.Select(plugin => plugin.PluginId).ToListAsync()));
        Assert.Equal(new ImportProblem(1, "git", "The repository has 'Git', which differs only by case."), Assert.Single((await ImportAsync(Line("git", "2"))).Problems));
    }

    [Theory]
    [InlineData("{\"pluginId\":\"a\"}\n{\"pluginId\":\"b")]
    [InlineData("{\"pluginId\":\"a\"}\n{\"pluginId\":\"b\"}\n[")]
    public async Task A_file_that_is_cut_off_changes_nothing(string text)
    {
        await Assert.ThrowsAsync<ImportFileTruncatedException>(() => ImportAsync(text));

        Assert.Equal((0, 0, 0, 0), await CountsAsync());
    }

    [Fact]
    public async Task An_import_that_was_broken_off_is_taken_up_where_it_stopped()
    {
        var lines = string.Join('\n', Enumerable.Range(0, 450).Select(i => Line($"p{i:D3}", "1")));
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ImportAsync(lines, progress: new Teller(_ => stop.Cancel()), ct: stop.Token));
        Assert.Equal(200, (await CountsAsync()).Plugins);

        var report = await ImportAsync(lines);

        Assert.Equal((200, 250), (report.PluginsUnchanged, report.PluginsCreated));
        Assert.Equal(450, (await CountsAsync()).Plugins);
    }

    [Fact]
    public async Task Progress_is_told_with_the_total_from_the_beginning()
    {
        var seen = new List<(int Done, int Total)>();

        await ImportAsync(string.Join('\n', Enumerable.Range(0, 250).Select(i => Line($"p{i}", "1"))), progress: new Teller(progress => seen.Add((progress.Done, progress.Total))));

        Assert.Equal([(200, 250), (250, 250)], seen);
    }

    [Fact]
    public async Task Two_imports_into_one_repository_do_not_run_at_once()
    {
        var inside = new TaskCompletionSource();
        var leave = new TaskCompletionSource();
        var lines = string.Join('\n', Enumerable.Range(0, 250).Select(i => Line($"p{i}", "1")));
        var first = Task.Run(() => ImportAsync(lines, progress: new Teller(_ =>
        {
            inside.TrySetResult();
            leave.Task.Wait();
        })));
        await inside.Task;

        await Assert.ThrowsAsync<ImportBusyException>(() => ImportAsync(lines));

        leave.SetResult();
        Assert.Equal(250, (await first).PluginsCreated);
    }

    private async Task<ImportReport> ImportFileAsync(string name)
    {
        await using var stream = File.OpenRead(SharedData.Path(name));
        return await _host.Importer.ImportAsync(stream, new ImportOptions());
    }

    private Task<ImportReport> ImportAsync(string text, ImportOptions? options = null, IProgress<ImportProgress>? progress = null, CancellationToken ct = default) =>
        _host.Importer.ImportAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), options ?? new ImportOptions(), progress, ct);

    private Task<(int Plugins, int Versions, int Dependencies, int Advisories)> CountsAsync() => _host.ReadAsync(async db =>
        (await db.Plugins.CountAsync(), await db.Versions.CountAsync(), await db.Dependencies.CountAsync(), await db.Advisories.CountAsync()));

    private static string Line(string id, string version, string? dependency = null) =>
        $$"""{"ecosystem":"e","pluginId":"{{id}}","name":"{{id}}","versions":[{"version":"{{version}}","dependencies":[{{(dependency is null ? "" : $$"""{"pluginId":"{{dependency}}"}""")}}]}]}""";

    private sealed class Teller(Action<ImportProgress> tell) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => tell(value);
    }
}
