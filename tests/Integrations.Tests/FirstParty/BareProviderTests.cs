namespace GraphQLPlugins.Integrations.Tests.FirstParty;

/// <summary>A server whose operator has configured no vendor.</summary>
public sealed class BareProviderTests : AppScene
{
    [Fact]
    [Trait("Line", "N1")]
    public async Task Without_settings_an_integration_is_shown_and_cannot_be_set_up()
    {
        var providers = (await Host.RunAsync("integrationProviders")).GetProperty("data").GetProperty("integrationProviders").EnumerateArray().ToList();
        Assert.Contains("github", providers.Select(p => Text(p, "key")));
        foreach (var provider in providers)
        {
            Assert.False(provider.GetProperty("isConfigured").GetBoolean());
            var error = await RefusedAsync("startIntegrationSetup", new { provider = Text(provider, "key") });
            Assert.Equal("INTEGRATION_NOT_CONFIGURED", Text(error, "code"));
            Assert.Contains(provider.GetProperty("requiredConfig")[0].GetString()!, Text(error, "message"));
        }
        Assert.Equal("INTEGRATION_PROVIDER_NOT_FOUND", Text(await RefusedAsync("startIntegrationSetup", new { provider = "none" }), "code"));
    }
}
