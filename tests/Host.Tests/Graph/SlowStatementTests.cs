using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.ModuleTesting;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Host.Tests.Graph;

/// <summary>A statement that takes longer than <c>Storage:CommandTimeout</c> is ended, and the client learns that and no more.</summary>
public sealed class SlowStatementTests : IAsyncLifetime
{
    // Both sleep longer than any test would wait, whichever is looked at first, and before a row is: OFFSET keeps conditions out.
    private const string Slow = """
        ALTER TABLE catalog.plugins RENAME TO quick_plugins;
        CREATE VIEW catalog.plugins AS SELECT p.* FROM (SELECT pg_sleep(600) OFFSET 0) s LEFT JOIN catalog.quick_plugins p ON TRUE OFFSET 0;
        ALTER TABLE catalog.repositories RENAME TO quick_repositories;
        CREATE VIEW catalog.repositories AS SELECT r.* FROM (SELECT pg_sleep(600) OFFSET 0) s LEFT JOIN catalog.quick_repositories r ON TRUE OFFSET 0
        """;

    private ModuleHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await ModuleHost.StartAsync("slow-statements", FilledHost.Modules, _ => Task.CompletedTask);
        _host.Services.GetRequiredService<StorageOptions>().CommandTimeout = TimeSpan.FromSeconds(1);
        _host.Caller = ModuleHost.Identity("*", principalId: Principal.AdministratorId);
        await _host.Database.ExecuteAsync(Slow);
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Theory]
    [InlineData("plugins", "{ plugins { nodes { name } } }")]
    [InlineData("repositories", "{ repositories { name } }")]
    [InlineData("plugin", "{ plugin(pluginId: \"git\") { name } }")]
    [InlineData("effectiveOptions", "{ effectiveOptions(pluginId: \"git\") { provenance } }")]
    public async Task It_is_an_error_of_its_field(string field, string document)
    {
        var answer = await _host.QueryAsync(document);

        var error = answer.GetProperty("errors")[0];
        Assert.Equal("""{"code":"HC0045"}""", error.GetProperty("extensions").GetRawText());
        Assert.Equal("The database did not answer in time.", error.GetProperty("message").GetString());
        Assert.Equal($"[\"{field}\"]", error.GetProperty("path").GetRawText());
        Assert.DoesNotContain("select", answer.GetRawText(), StringComparison.OrdinalIgnoreCase);
        await EndedAsync();
    }

    /// <summary>Waits until no statement sleeps any more.</summary>
    private async Task EndedAsync()
    {
        for (var i = 0; i < 1_000; i++)
        {
            if (await _host.Database.ScalarAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'") is 0L) return;
            await Task.Delay(10);
        }
        Assert.Fail("The statement goes on.");
    }
}
