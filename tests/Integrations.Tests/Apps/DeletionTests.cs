using GraphQLPlugins.Kernel.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Integrations.Tests.Apps;

/// <summary>What is gone is removed later, once it could be told.</summary>
public sealed class DeletionTests : AppScene
{
    [Fact]
    [Trait("Line", "A43")]
    public async Task An_uninstalled_app_is_removed_after_a_day()
    {
        await CreateAsync();
        var uuid = Text((await DoAsync("installApp", new { slug = "one" })).GetProperty("installation"), "uuid");
        await DoAsync("uninstallApp", new { installationUuid = uuid });

        await RunJobsAsync();
        Assert.Equal(1, await ReadAsync(db => db.Installations.CountAsync()));
        Clock.Advance(TimeSpan.FromDays(1));
        await RunJobsAsync();

        Assert.Equal(0, await ReadAsync(db => db.Installations.CountAsync()));
        Assert.Equal(2, await ReadAsync(db => db.InstallationEvents.CountAsync()));
    }

    [Fact]
    [Trait("Line", "A13")]
    public async Task Of_a_deleted_app_only_the_slug_stays()
    {
        await CreateAsync("""{ "schema": { "elements": [{ "type": "stacktrace-link", "uri": "/open" }] } }""");
        await DoAsync("installApp", new { slug = "one" });
        await DoAsync("deleteApp", new { slug = "one" });
        Clock.Advance(TimeSpan.FromDays(1));

        await RunJobsAsync();

        Assert.Equal("null", (await AppAsync("one")).GetRawText());
        Assert.Equal((0, 0, 0), (await ReadAsync(db => db.AppSecrets.CountAsync()), await ReadAsync(db => db.AppComponents.CountAsync()), await ReadAsync(db => db.Installations.CountAsync())));
        Assert.Equal("AppSlugTakenError", Type(await RefusedAsync("createApp", Good())));
    }

    private async Task RunJobsAsync() => await Host.Services.GetRequiredService<JobRunner>().RunDueAsync();
}
