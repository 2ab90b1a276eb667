using GraphQLPlugins.Catalog.Import;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GraphQLPlugins.Catalog.Tests.Import;

public sealed class ManagedFileTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("managed-");
    private CatalogHost _host = null!;

    private string File => Path.Combine(_folder.FullName, "managed.json");

    private ManagedFile Managed => _host.Services.GetServices<IHostedService>().OfType<ManagedFile>().Single();

    public async Task InitializeAsync() => _host = await CatalogHost.StartAsync(("Catalog:ManagedFile", File));

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    [Trait("Line", "O8")]
    public async Task The_managed_repository_follows_its_file()
    {
        var managed = Managed;
        Assert.Null(await managed.LookAsync(default));

        Write("""[{ "name": "A", "image": "plugin-a" }]""", 1);
        Assert.Equal(("managed", 1), await managed.LookAsync(default) is { } first ? (first.Repository, first.PluginsCreated) : default);
        Assert.Null(await managed.LookAsync(default));

        Write("""[{ "name": "A", "image": "plugin-a" }, { "name": "B", "image": "plugin-b" }]""", 2);
        Assert.Equal((1, 1), await managed.LookAsync(default) is { } second ? (second.PluginsCreated, second.PluginsUnchanged) : default);
        Assert.Equal(["plugin-a", "plugin-b"], await ManagedPluginsAsync());
    }

    [Fact]
    public async Task A_file_that_is_cut_off_or_goes_away_changes_nothing()
    {
        var managed = Managed;
        Write("""[{ "name": "A", "image": "plugin-a" }]""", 1);
        await managed.LookAsync(default);

        Write("""[{ "name": "B", "image": "plugin-b" }, { "name": "C", "ima""", 2);
        Assert.Null(await managed.LookAsync(default));
        System.IO.File.Delete(File);
        Assert.Null(await managed.LookAsync(default));
        Assert.Equal(["plugin-a"], await ManagedPluginsAsync());

        Write("""[{ "name": "B", "image": "plugin-b" }]""", 3);
        Assert.Equal(1, (await managed.LookAsync(default))?.PluginsCreated);
    }

    private void Write(string text, int second)
    {
        System.IO.File.WriteAllText(File, text);
        System.IO.File.SetLastWriteTimeUtc(File, new DateTime(2026, 1, 1, 0, 0, second, DateTimeKind.Utc));
    }

    private async Task<IEnumerable<string>> ManagedPluginsAsync() =>
        ((string)(await _host.Database.ScalarAsync(
            "SELECT string_agg(p.plugin_id, ' ' ORDER BY p.plugin_id) FROM catalog.plugins p JOIN catalog.repositories r ON r.id = p.repository_key WHERE r.type = 'Managed'"))!).Split(' ');
}
