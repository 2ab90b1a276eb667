using System.Net;
using System.Text.Json;
using GraphQLPlugins.Integrations.ExternalIssues;
using GraphQLPlugins.Integrations.Tests.FirstParty.Vendors;
using GraphQLPlugins.Integrations.VendorEvents;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.ModuleTesting;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Integrations.Tests.FirstParty;

/// <summary>What every vendor's events must do, as their documentation describes them.</summary>
public abstract class EventConformance<TServer> : ProviderConformance<TServer> where TServer : VendorServer, new()
{
    private EventAddress _address = null!;

    /// <summary>What the vendor signs with at one address for all; null when each integration has its own.</summary>
    protected virtual string? SharedSecret => null;

    /// <summary>Some event from which something follows, of what <see cref="IntegrationScene{TServer}.InstallAsync"/> connects.</summary>
    protected abstract string Sample(string deliveryId);

    /// <summary>The vendor's headers, signed.</summary>
    protected abstract Dictionary<string, string> Headers(string body, string secret, string deliveryId);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _address = await EventAddress.ServeAsync(Host);
    }

    public override async Task DisposeAsync()
    {
        await _address.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task An_event_is_there_when_it_is_answered_and_counts_once()
    {
        var (id, path, secret) = await ListenAsync();
        Assert.Equal((HttpStatusCode.Accepted, "accepted"), await TellAsync(path, secret, Sample("1"), "1"));
        var told = Assert.Single(await EventsAsync());
        Assert.Equal(("RECEIVED", "1", id), (Text(told, "status"), Text(told, "deliveryId"), Text(told.GetProperty("integration"), "id")));
        Assert.Equal(JsonDocument.Parse(Sample("1")).RootElement.ToString(), told.GetProperty("payload").ToString());

        Assert.Equal((HttpStatusCode.OK, "duplicate"), await TellAsync(path, secret, Sample("1"), "1"));
        await ApplyAsync();
        Assert.Equal((HttpStatusCode.OK, "duplicate"), await TellAsync(path, secret, Sample("1"), "1"));
        Assert.Equal((HttpStatusCode.Accepted, "accepted"), await TellAsync(path, secret, Sample("2"), "2"));
        Assert.Equal(2, (await EventsAsync()).Count);

        var again = (await DoAsync("replayIntegrationEvent", new { id = Text(told, "id") })).GetProperty("integrationEvent");
        Assert.Equal(("RECEIVED", 1), (Text(again, "status"), again.GetProperty("replays").GetInt32()));
        await ApplyAsync();
        Assert.DoesNotContain(await EventsAsync(), e => Text(e, "status") == "RECEIVED");
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task A_wrong_signature_none_and_an_unknown_address_get_the_same_answer()
    {
        var (_, path, secret) = await ListenAsync();
        var refused = (HttpStatusCode.Unauthorized, "unauthorized");
        var body = Sample("1");

        Assert.Equal(refused, await TellAsync(path, secret + "x", body, "1"));
        Assert.Equal(refused, await _address.SendAsync(path, body, Headers(body, secret, "1").Where(h => !IsSignature(h.Key)).ToDictionary()));
        Assert.Equal(refused, await _address.SendAsync(path, body, Headers(body, secret, "1").ToDictionary(h => h.Key, h => IsSignature(h.Key) ? "zz" : h.Value)));
        Assert.Equal(refused, await TellAsync($"/hooks/integrations/{Provider}/{new string('A', 43)}", secret, body, "1"));
        Assert.Equal(refused, await TellAsync($"/hooks/integrations/{Provider}/{new string('A', 4000)}", secret, body, "1"));
        Assert.Equal(refused, await TellAsync(path.Replace($"/{Provider}", "/nobody"), secret, body, "1"));
        Assert.Equal(refused, await TellAsync(path.Replace($"/{Provider}", Provider == "jira" ? "/pagerduty" : "/jira"), secret, body, "1"));
        if (SharedSecret is null) Assert.Equal(refused, await TellAsync($"/hooks/integrations/{Provider}", secret, body, "1"));
        if (IsBodySigned) Assert.Equal(refused, await _address.SendAsync(path, body + " ", Headers(body, secret, "1")));
        Assert.Empty(await EventsAsync());
    }

    [Fact]
    [Trait("Line", "N3")]
    public async Task A_body_that_is_too_large_or_no_event_is_refused()
    {
        var (_, path, secret) = await ListenAsync();
        var large = $$"""{"x":"{{new string('x', 5_000)}}"}""";
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "too large"), await TellAsync(path, secret, large, "1"));
        foreach (var body in (string[])["", "[]", "{", "null", "\"text\"", new string('[', 100), $"{Sample("1")}x"])
            Assert.Equal((HttpStatusCode.BadRequest, "unreadable"), await TellAsync(path, secret, body, "1"));
        Assert.Empty(await EventsAsync());
    }

    [Fact]
    [Trait("Line", "N4")]
    public async Task Each_organization_hears_of_its_own_part()
    {
        var (first, path, secret) = await ListenAsync();
        Host.Caller = ModuleHost.Identity("*", OtherOrganization, Ada);
        var second = Id(await InstallAsync());
        await TellAsync(path, secret, Sample("1"), "1");

        Assert.Equal(SharedSecret is null ? 0 : 1, (await EventsAsync()).Count);
        Host.Caller = ModuleHost.Identity("*", principalId: Ada);
        var mine = Assert.Single(await EventsAsync());
        Assert.Equal(first, Text(mine.GetProperty("integration"), "id"));
        Host.Caller = ModuleHost.Identity("*", OtherOrganization, Ada);
        Assert.Equal("INTEGRATION_EVENT_NOT_FOUND", await RefusalAsync("replayIntegrationEvent", new { id = Text(mine, "id") }));
        Assert.Equal(JsonValueKind.Null, (await Host.QueryAsync($$"""{ node(id: "{{Text(mine, "id")}}") { id } }""")).GetProperty("data").GetProperty("node").ValueKind);
        if (SharedSecret is null) Assert.Equal("INTEGRATION_NOT_FOUND", await RefusalAsync("configureIntegrationHook", new { integrationId = first }));
        Assert.NotEqual(first, second);
    }

    [Fact]
    [Trait("Line", "N4")]
    public async Task Of_what_was_removed_nothing_follows()
    {
        var (id, path, secret) = await ListenAsync();
        await DoAsync("removeIntegration", new { id });
        await TellAsync(path, secret, Sample("1"), "1");
        await ApplyAsync();
        var told = Assert.Single(await EventsAsync());
        Assert.Equal(("IGNORED", "The integration is not in use."), (Text(told, "status"), Text(told, "reason")));
    }

    [Fact]
    [Trait("Line", "N1")]
    public async Task What_is_told_while_it_is_switched_off_is_kept_and_can_be_replayed()
    {
        var (id, path, secret) = await ListenAsync();
        if (await RefusalAsync("disableIntegration", new { id }) is { } refusal)
        {
            Assert.Equal("INTEGRATION_ALWAYS_ENABLED", refusal);
            return;
        }
        Assert.Equal((HttpStatusCode.Accepted, "accepted"), await TellAsync(path, secret, Sample("1"), "1"));
        await ApplyAsync();
        var told = Assert.Single(await EventsAsync());
        Assert.Equal(("IGNORED", "The integration is switched off."), (Text(told, "status"), Text(told, "reason")));

        await DoAsync("enableIntegration", new { id });
        await DoAsync("replayIntegrationEvent", new { id = Text(told, "id") });
        await ApplyAsync();
        Assert.NotEqual("The integration is switched off.", Text(Assert.Single(await EventsAsync()), "reason"));
    }

    [Fact]
    public async Task A_secret_is_shown_once_and_works_a_while_longer_when_it_is_replaced()
    {
        if (SharedSecret is not null)
        {
            var error = await RefusedAsync("configureIntegrationHook", new { integrationId = Id(await InstallAsync()) });
            Assert.Equal("ACTION_NOT_SUPPORTED", Text(error, "code"));
            return;
        }
        var (id, path, first) = await ListenAsync();
        var replaced = await DoAsync("configureIntegrationHook", new { integrationId = id, secret = "given-by-the-vendor-0123" });
        Assert.Equal((JsonValueKind.Null, path), (replaced.GetProperty("secret").ValueKind, new Uri(Text(replaced, "hookUrl")!).AbsolutePath));
        Assert.Equal(HttpStatusCode.Accepted, (await TellAsync(path, first, Sample("1"), "1")).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await TellAsync(path, "given-by-the-vendor-0123", Sample("2"), "2")).Status);
        Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(HttpStatusCode.Unauthorized, (await TellAsync(path, first, Sample("3"), "3")).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await TellAsync(path, "given-by-the-vendor-0123", Sample("4"), "4")).Status);

        Assert.Equal("INPUT_INVALID", await RefusalAsync("configureIntegrationHook", new { integrationId = id, secret = "short" }));
        var gone = (await DoAsync("deleteIntegrationHook", new { integrationId = id })).GetProperty("integration");
        Assert.Equal(JsonValueKind.Null, gone.GetProperty("hookUrl").ValueKind);
        Assert.Equal(HttpStatusCode.Unauthorized, (await TellAsync(path, "given-by-the-vendor-0123", Sample("5"), "5")).Status);
    }

    protected override (string Name, string Value)[] Settings => [.. base.Settings, ("Integrations:PublicUrl", "https://plugins.example.org/"), ("Integrations:MaxHookBytes", "4096")];

    /// <summary>An integration that is set up, the path at which its vendor tells of it, and what the vendor signs with.</summary>
    protected async Task<(string Id, string Path, string Secret)> ListenAsync()
    {
        var id = Id(await InstallAsync());
        if (SharedSecret is { } shared)
        {
            var url = (await Host.QueryAsync($$"""{ integration(id: "{{id}}") { hookUrl } }""")).GetProperty("data").GetProperty("integration").GetProperty("hookUrl").GetString();
            Assert.Equal($"https://plugins.example.org/hooks/integrations/{Provider}", url);
            return (id, new Uri(url!).AbsolutePath, shared);
        }
        var made = await DoAsync("configureIntegrationHook", new { integrationId = id });
        return (id, new Uri(Text(made, "hookUrl")!).AbsolutePath, Text(made, "secret")!);
    }

    protected Task<(HttpStatusCode Status, string Word)> SendAsync(string path, string body, Dictionary<string, string> headers) => _address.SendAsync(path, body, headers);

    protected Task<(HttpStatusCode Status, string Word)> TellAsync(string path, string secret, string body, string deliveryId) => _address.SendAsync(path, body, Headers(body, secret, deliveryId));

    /// <summary>Does what follows from all that was told.</summary>
    protected async Task ApplyAsync()
    {
        await Host.Services.GetRequiredService<VendorEventLoop>().RunOnceAsync(default);
        await Host.Services.GetRequiredService<IssueSyncLoop>().RunOnceAsync(default);
        await Host.Services.GetRequiredService<JobRunner>().RunDueAsync();
    }

    /// <summary>Newest first.</summary>
    protected async Task<List<JsonElement>> EventsAsync() => [.. (await QueryAsync("integrationEvents", new { })).GetProperty("nodes").EnumerateArray()];

    /// <summary>Status, reason and what follows of the newest event.</summary>
    protected async Task<string> NewestAsync()
    {
        var told = (await EventsAsync())[0];
        return $"{Text(told, "status")} {Text(told, "action")} {Text(told, "subject")} {Text(told, "state")} {Text(told, "reason")}".TrimEnd();
    }

    protected async Task<JsonElement> IssueAsync() => Assert.Single((await QueryAsync("externalIssues", new { })).GetProperty("nodes").EnumerateArray());

    /// <summary>Names of the events that apps and plugins are told of, in their order.</summary>
    protected async Task<string> ToldAsync(string resource) =>
        await ScalarAsync($"SELECT coalesce(string_agg(type || ' ' || coalesce(resource, ''), ', ' ORDER BY id), '') FROM kernel.outbox WHERE type LIKE '{resource}.%'") ?? "";

    protected virtual bool IsBodySigned => true;

    private static bool IsSignature(string header) => header.Contains("Signature", StringComparison.OrdinalIgnoreCase) || header == "Authorization";
}
