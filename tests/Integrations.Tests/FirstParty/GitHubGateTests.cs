using GraphQLPlugins.Integrations.Tests.FirstParty.Vendors;

namespace GraphQLPlugins.Integrations.Tests.FirstParty;

/// <summary>What is left of an integration when the operator switches a feature off.</summary>
public sealed class GitHubGateTests : IntegrationScene<GitHubServer>
{
    protected override string Provider => "github";

    protected override (string Name, string Value)[] Vendor =>
    [
        ("Integrations:GitHub:Url", Server.Url.AbsoluteUri), ("Integrations:GitHub:AppId", GitHubServer.AppId), ("Integrations:GitHub:AppSlug", "plugins"),
        ("Integrations:GitHub:ClientId", VendorServer.ClientId), ("Integrations:GitHub:ClientSecret", VendorServer.ClientSecret), ("Integrations:GitHub:PrivateKey", Server.PrivateKey),
        ("Integrations:DisabledFeatures", "integrations-commits"),
    ];

    protected override async Task<System.Text.Json.JsonElement> InstallAsync(string? integrationId = null)
    {
        var setup = await StartAsync(integrationId);
        return await AdvanceAsync((await AdvanceAsync(setup, new { code = Server.LogIn(Url(setup)) })).GetProperty("setup"), new { installation_id = "1001" });
    }

    [Fact]
    [Trait("Line", "N2")]
    public async Task What_is_switched_off_is_refused_and_the_rest_works()
    {
        var id = Id(await InstallAsync());

        Assert.Equal("FEATURE_DISABLED", CodeOf(await Host.RunAsync("integrationRepositories", new { integrationId = id })));
        Assert.Equal("ada/engine", Choices(await QueryAsync("externalIssueFields", new { integrationId = id }), "repo"));
    }
}
