using System.Text.Json;
using GraphQLPlugins.Integrations.Tests.FirstParty.Vendors;
using GraphQLPlugins.ModuleTesting;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Integrations.Tests.FirstParty;

/// <summary>What every integration must do, against a server that speaks its vendor's protocol.</summary>
public abstract class ProviderConformance<TServer> : IntegrationScene<TServer> where TServer : VendorServer, new()
{
    /// <summary>The features that it has.</summary>
    protected abstract string Features { get; }

    /// <summary>The vendor's id and name of what is connected.</summary>
    protected abstract (string ExternalId, string Name) Expected { get; }

    /// <summary>Asks the vendor for something by the graph, for an integration that is set up. The answer is the error's code; null when there is none.</summary>
    protected abstract Task<string?> ProbeAsync(string integrationId);

    [Fact]
    [Trait("Line", "N1")]
    [Trait("Line", "N2")]
    public async Task It_describes_itself()
    {
        var info = (await QueryAsync("integrationProviders", new { })).EnumerateArray().Single(p => Text(p, "key") == Provider);
        var features = info.GetProperty("metadata").GetProperty("features").EnumerateArray().ToList();

        Assert.Equal(Features, string.Join(' ', features.Select(f => Text(f, "feature"))));
        Assert.All(features, f => Assert.Equal($"integrations-{Text(f, "feature")!.ToLowerInvariant().Replace('_', '-')}", Text(f, "featureGate")));
        Assert.All(features, f => Assert.True(f.GetProperty("isEnabled").GetBoolean()));
        Assert.Equal((600, 600, true, true), (info.GetProperty("setupDialogWidth").GetInt32(), info.GetProperty("setupDialogHeight").GetInt32(), info.GetProperty("isVisible").GetBoolean(), info.GetProperty("isConfigured").GetBoolean()));
        Assert.All(info.GetProperty("requiredConfig").EnumerateArray(), path => Assert.StartsWith("Integrations:", path.GetString()));
        Assert.NotEqual(0, info.GetProperty("setupSteps").GetArrayLength());
    }

    [Fact]
    [Trait("Line", "N4")]
    [Trait("Line", "N5")]
    public async Task A_setup_ends_in_an_integration_that_is_in_use()
    {
        var done = await InstallAsync();
        var installed = done.GetProperty("integration");

        Assert.Equal(("ACTIVE", Provider, Expected.ExternalId, Expected.Name),
            (Text(installed, "status"), Text(installed.GetProperty("integration"), "provider"), Text(installed.GetProperty("integration"), "externalId"), Text(installed.GetProperty("integration"), "name")));
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (done.GetProperty("setup").GetProperty("state").ValueKind, done.GetProperty("setup").GetProperty("step").ValueKind));
        Assert.Equal(Id(done), Text(Assert.Single(await IntegrationsAsync()), "id"));
        Assert.Null(await ProbeAsync(Id(done)));
        Assert.Equal("1", await ScalarAsync("SELECT count(*) FROM kernel.audit_entries WHERE action = 'startIntegrationSetup' AND target = '" + Provider + "'"));
        Assert.NotEqual("0", await ScalarAsync("SELECT count(*) FROM kernel.audit_entries WHERE action = 'advanceIntegrationSetup'"));
        Assert.Equal("1", await ScalarAsync($"SELECT count(*) FROM kernel.outbox WHERE type = 'integration.added' AND resource = '{Provider}'"));
    }

    [Fact]
    [Trait("Line", "N5")]
    public async Task A_state_is_good_for_its_caller_alone_and_for_some_time()
    {
        var mine = await StartAsync();
        var input = new { state = Text(mine, "state"), values = Json("""{ "code": "x", "config": "{}", "configurationId": "x" }""") };

        Host.Caller = ModuleHost.Identity("*", principalId: Grace);
        Assert.Equal("SETUP_STATE_INVALID", Text(await RefusedAsync("advanceIntegrationSetup", input), "code"));
        Host.Caller = ModuleHost.Identity("*", OtherOrganization, Ada);
        Assert.Equal("SETUP_STATE_INVALID", Text(await RefusedAsync("advanceIntegrationSetup", input), "code"));
        Host.Caller = ModuleHost.Identity("*", principalId: Ada);
        Clock.Advance(TimeSpan.FromMinutes(31));
        Assert.Equal("SETUP_STATE_INVALID", Text(await RefusedAsync("advanceIntegrationSetup", input), "code"));
        Assert.Empty(await IntegrationsAsync());
    }

    [Fact]
    [Trait("Line", "N4")]
    public async Task Organizations_share_it_and_each_has_its_own_part()
    {
        var first = Id(await InstallAsync());
        Host.Caller = ModuleHost.Identity("*", OtherOrganization, Ada);
        var second = Id(await InstallAsync());

        Assert.NotEqual(first, second);
        Assert.Equal("1", await ScalarAsync("SELECT count(*) FROM integrations.integrations"));
        Assert.Equal(second, Text(Assert.Single(await IntegrationsAsync()), "id"));
        Assert.Equal(JsonValueKind.Null, (await QueryAsync("integration", new { id = first })).ValueKind);
        Assert.Equal("INTEGRATION_NOT_FOUND", Text(await RefusedAsync("removeIntegration", new { id = first }), "code"));

        await DoAsync("removeIntegration", new { id = second });
        Assert.Empty(await IntegrationsAsync());
        Host.Caller = ModuleHost.Identity("*", principalId: Ada);
        Assert.Equal("ACTIVE", Text(Assert.Single(await IntegrationsAsync()), "status"));
        Assert.Null(await ProbeAsync(first));
    }

    [Fact]
    [Trait("Line", "N4")]
    public async Task Once_removed_it_is_of_no_use_and_another_setup_finds_it_again()
    {
        var id = Id(await InstallAsync());
        var removed = (await DoAsync("removeIntegration", new { id })).GetProperty("integration");

        Assert.Equal("PENDING_DELETION", Text(removed, "status"));
        Assert.Equal(JsonValueKind.String, removed.GetProperty("gracePeriodEnd").ValueKind);
        Assert.Equal("INTEGRATION_NOT_ACTIVE", await ProbeAsync(id));
        Assert.Equal("0", await ScalarAsync("SELECT count(*) FROM integrations.organization_integrations WHERE sealed_credentials IS NOT NULL"));

        Assert.Equal(id, Id(await InstallAsync()));
        Assert.Equal(id, Id(await InstallAsync(id)));
        Assert.Null(await ProbeAsync(id));
        Assert.Equal("2", await ScalarAsync($"SELECT count(*) FROM kernel.outbox WHERE type = 'integration.reinstalled' AND resource = '{Provider}'"));
    }

    [Fact]
    [Trait("Line", "N1")]
    [Trait("Line", "N8")]
    public async Task It_is_switched_off_and_on_where_it_says_so()
    {
        var id = Id(await InstallAsync());
        var canDisable = (await QueryAsync("integrationProviders", new { })).EnumerateArray().Single(p => Text(p, "key") == Provider).GetProperty("canDisable").GetBoolean();
        if (!canDisable)
        {
            Assert.Equal("INTEGRATION_ALWAYS_ENABLED", await RefusalAsync("disableIntegration", new { id }));
            Assert.Equal("ACTIVE", Text(Assert.Single(await IntegrationsAsync()), "status"));
            return;
        }
        var before = await ScalarAsync("SELECT concat_ws(' ', config, encode(sealed_credentials, 'hex')) FROM integrations.organization_integrations");
        for (var i = 0; i < 2; i++) Assert.Equal("DISABLED", Text((await DoAsync("disableIntegration", new { id })).GetProperty("integration"), "status"));
        var asked = Server.Requests.Count;
        Assert.Equal("INTEGRATION_NOT_ACTIVE", await ProbeAsync(id));
        Assert.Equal(asked, Server.Requests.Count);
        Assert.Equal("FIRST_PARTY DISABLED", await EntryAsync());
        Host.Caller = ModuleHost.Identity("*", OtherOrganization, Ada);
        Assert.Equal("INTEGRATION_NOT_FOUND", await RefusalAsync("disableIntegration", new { id }));
        Assert.Equal("INTEGRATION_NOT_FOUND", await RefusalAsync("enableIntegration", new { id }));
        Host.Caller = ModuleHost.Identity("*", principalId: Ada);

        for (var i = 0; i < 2; i++) Assert.Equal("ACTIVE", Text((await DoAsync("enableIntegration", new { id })).GetProperty("integration"), "status"));
        Assert.Equal(before, await ScalarAsync("SELECT concat_ws(' ', config, encode(sealed_credentials, 'hex')) FROM integrations.organization_integrations"));
        Assert.Null(await ProbeAsync(id));
        Assert.Equal("FIRST_PARTY INSTALLED", await EntryAsync());
        Assert.Equal("integration.disabled,integration.enabled", await ScalarAsync($"SELECT string_agg(type, ',' ORDER BY id) FROM kernel.outbox WHERE type LIKE 'integration.%abled' AND resource = '{Provider}'"));

        await DoAsync("removeIntegration", new { id });
        Assert.Equal("INTEGRATION_NOT_ACTIVE", await RefusalAsync("disableIntegration", new { id }));
        Assert.Equal("INTEGRATION_NOT_ACTIVE", await RefusalAsync("enableIntegration", new { id }));
    }

    [Fact]
    [Trait("Line", "N7")]
    public async Task What_goes_wrong_at_the_vendor_is_told_by_its_kind()
    {
        var id = Id(await InstallAsync());
        foreach (var (status, code) in Troubles)
        {
            Server.Trouble = async http =>
            {
                if (status == 0)
                {
                    http.Abort();
                    return;
                }
                http.Response.StatusCode = status;
                if (status == 429) http.Response.Headers.RetryAfter = "120";
                await http.Response.WriteAsync("<html>no JSON</html>");
            };
            Assert.Equal((status, code), (status, await ProbeAsync(id)));
        }
    }

    private static readonly (int Status, string Code)[] Troubles =
    [
        (401, "PROVIDER_UNAUTHORIZED"), (403, "PROVIDER_UNAUTHORIZED"), (409, "PROVIDER_CONFLICT"), (429, "PROVIDER_RATE_LIMITED"), (500, "PROVIDER_UNREACHABLE"), (503, "PROVIDER_UNREACHABLE"),
        (0, "PROVIDER_UNREACHABLE"), (200, "PROVIDER_BAD_RESPONSE"),
    ];

    [Fact]
    [Trait("Line", "N8")]
    public async Task The_directory_shows_it_and_how_it_does()
    {
        Assert.Equal("FIRST_PARTY NOT_INSTALLED", await EntryAsync());
        var id = Id(await InstallAsync());
        Assert.Equal("FIRST_PARTY INSTALLED", await EntryAsync());
        await DoAsync("removeIntegration", new { id });
        Assert.Equal("FIRST_PARTY NOT_INSTALLED", await EntryAsync());
    }

    [Fact]
    public async Task A_rehearsed_step_changes_nothing_and_leaves_the_state_good()
    {
        var setup = await StartAsync();
        var before = Server.Requests.Count;
        var rehearsed = await DoAsync("advanceIntegrationSetup", new { state = Text(setup, "state"), values = FirstStep(setup), dryRun = true });

        Assert.Equal(before, Server.Requests.Count);
        Assert.Equal(Text(setup, "state"), Text(rehearsed.GetProperty("setup"), "state"));
        await AdvanceAsync(setup, FirstStep(setup));
        Assert.Equal("SETUP_STATE_INVALID", Text(await RefusedAsync("advanceIntegrationSetup", new { state = Text(setup, "state"), values = FirstStep(setup) }), "code"));
    }

    /// <summary>What the vendor gives back at the first step.</summary>
    protected abstract object FirstStep(JsonElement setup);

    /// <summary>The code of a query's only error; null when there is none.</summary>
    protected async Task<string?> CodeAsync(string operation, object variables) => CodeOf(await Host.RunAsync(operation, variables));

    /// <summary>The code of a mutation's only error; null when there is none.</summary>
    protected async Task<string?> RefusalAsync(string operation, object input)
    {
        var payload = (await Host.RunAsync(operation, new { input })).GetProperty("data").GetProperty(operation);
        return payload.GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors ? Text(errors[0], "code") : null;
    }

    protected async Task<string?> ScalarAsync(string sql) => (await Host.Database.ScalarAsync(sql))?.ToString();

    private async Task<string> EntryAsync()
    {
        var entry = Assert.Single((await QueryAsync("directory", new { kind = "FIRST_PARTY" })).GetProperty("nodes").EnumerateArray());
        Assert.Equal(Provider, Text(entry, "slug"));
        return $"{Text(entry, "kind")} {Text(entry, "status")}";
    }
}
