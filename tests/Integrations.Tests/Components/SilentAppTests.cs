using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Tests.Components;

/// <summary>Apps that do not answer, with a short limit of time.</summary>
public sealed class SilentAppTests : AppScene
{
    protected override (string Name, string Value)[] Settings => [("Egress:AllowedNetworks:0", "127.0.0.0/8"), ("Integrations:ChoicesTimeout", "00:00:01")];

    [Fact]
    [Trait("Line", "A34")]
    public async Task An_app_that_does_not_answer_or_is_gone_is_told_by_its_error()
    {
        var never = new TaskCompletionSource();
        var server = await AppServer.StartAsync(_ => never.Task);
        await CreateAsync($$"""
            { "verifyInstall": false, "webhookUrl": "{{server.Url}}", "schema": { "elements": [{ "type": "alert-rule-action", "title": "T", "settings": { "type": "alert-rule-settings", "uri": "/s",
              "required_fields": [{ "type": "select", "name": "channel", "label": "Channel", "uri": "/channels" }] } }] } }
            """);
        await DoAsync("installApp", new { slug = "one" });
        var uuid = await ReadAsync(db => db.AppComponents.Select(c => c.Id).SingleAsync());

        Assert.Equal("The app did not answer within 1 s.", await ErrorAsync(uuid, null));
        never.SetResult();
        await server.DisposeAsync();
        Assert.Equal("The app cannot be reached.", await ErrorAsync(uuid, "other"));
    }

    private async Task<string?> ErrorAsync(Guid componentUuid, string? query) =>
        Text((await Host.RunAsync("componentOptions", new { componentUuid, field = "channel", query })).GetProperty("data").GetProperty("componentOptions"), "error");
}
