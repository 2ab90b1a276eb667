using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Plugins.Sdk;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Options.Tests.Plugins;

/// <summary>What a running plugin gets of its own options.</summary>
public sealed class ReleaseTests : IAsyncLifetime
{
    private GreeterHost _host = null!;

    public async Task InitializeAsync() => _host = await GreeterHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_plugin_gets_the_values_that_count_and_its_secrets_in_plain_text()
    {
        await _host.SetAsync("Key", "a secret of some length");
        await _host.SetAsync("Greeting", "Good day", new { kind = "ORGANIZATION" });

        var options = await ReadAsync("greeter", 1);

        Assert.Equal(("Good day", "a secret of some length"), (options.Text("Greeting"), options.Text("Key")));
        Assert.Equal((false, true), (options.IsSecret("Greeting"), options.IsSecret("Key")));
    }

    [Fact]
    public async Task The_first_release_of_a_load_at_a_scope_is_audited_and_holds_no_secret()
    {
        await _host.SetAsync("Key", "a secret of some length");

        await ReadAsync("greeter", 1);
        await ReadAsync("greeter", 1);
        await ReadAsync("greeter", 2);

        await using var db = await _host.Modules.Services.GetRequiredService<IDbContextFactory<KernelDb>>().CreateDbContextAsync();
        var entries = await db.AuditEntries.Where(a => a.Action == "releaseSecrets").OrderBy(a => a.Id).ToListAsync();
        Assert.Equal(["greeter (generation 1)", "greeter (generation 2)"], entries.Select(e => e.Target));
        Assert.All(entries, e => Assert.Equal(($"organization:{Organization.DefaultId:N}", null, null), (e.Scope, e.BeforeDigest, e.AfterDigest)));
    }

    [Fact]
    public async Task Without_secrets_nothing_is_audited()
    {
        await ReadAsync("greeter", 1);

        await using var db = await _host.Modules.Services.GetRequiredService<IDbContextFactory<KernelDb>>().CreateDbContextAsync();
        Assert.False(await db.AuditEntries.AnyAsync(a => a.Action == "releaseSecrets"));
    }

    [Fact]
    public async Task A_secret_of_another_plugin_is_not_among_them()
    {
        await _host.SetAsync("Key", "a secret of some length");

        var options = await ReadAsync("quiet", 1);

        Assert.Equal(["Greeting", "enabled"], options.Keys.Order(StringComparer.Ordinal));
    }

    private async Task<OptionValues> ReadAsync(string plugin, int generation)
    {
        await using var scope = _host.Modules.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IPluginOptionValues>().ReadAsync(Organization.DefaultId, plugin, generation, new PluginScope(), default);
    }
}
