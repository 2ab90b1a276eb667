using System.Security.Claims;
using System.Text.Json;
using GraphQLPlugins.Integrations.Storage;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authentication;
using GraphQLPlugins.ModuleTesting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Integrations.Tests;

/// <summary>What most tests of apps begin with: a host, a second organization, apps, and payloads taken apart.</summary>
public abstract class AppScene : IAsyncLifetime
{
    protected static readonly Guid OtherOrganization = new("01900000-0000-7000-8000-0000000000aa");

    protected ModuleHost Host { get; private set; } = null!;

    protected TestClock Clock { get; } = new();

    public virtual async Task InitializeAsync()
    {
        Host = await IntegrationsHost.StartAsync(Clock, Settings);
        await Host.Database.ExecuteAsync($"INSERT INTO kernel.organizations (id, name, created_at) VALUES ('{OtherOrganization}', 'other', now())");
    }

    public virtual async Task DisposeAsync() => await Host.DisposeAsync();

    protected virtual (string Name, string Value)[] Settings => [];

    protected static PrincipalIdentity Other(string capabilities = "*") => ModuleHost.Identity(capabilities, OtherOrganization);

    /// <summary>A mutation's payload, which has no errors.</summary>
    protected async Task<JsonElement> DoAsync(string mutation, object input)
    {
        var payload = await PayloadAsync(mutation, input);
        Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Null, payload.ToString());
        return payload;
    }

    /// <summary>The only error of a mutation.</summary>
    protected async Task<JsonElement> RefusedAsync(string mutation, object input)
    {
        var payload = await PayloadAsync(mutation, input);
        Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Array, payload.ToString());
        return Assert.Single(payload.GetProperty("errors").EnumerateArray());
    }

    /// <summary>A good app with some members replaced, of the caller's organization.</summary>
    protected async Task<JsonElement> CreateAsync(string json = "{}") => (await DoAsync("createApp", new { input = Good(json) }.input)).GetProperty("app");

    protected static Dictionary<string, JsonElement> Good(string json = "{}")
    {
        var input = new Dictionary<string, JsonElement>();
        foreach (var member in JsonDocument.Parse("""{ "name": "One", "author": "Me", "webhookUrl": "https://example.com/hook" }""").RootElement.EnumerateObject().Concat(JsonDocument.Parse(json).RootElement.EnumerateObject()))
            input[member.Name] = member.Value;
        return input;
    }

    /// <summary>Publishes an app as the server's staff, whoever the caller is.</summary>
    protected async Task PublishAsync(string slug)
    {
        var caller = Host.Caller;
        Host.Caller = ModuleHost.Identity("*");
        await DoAsync("reviewAppPublish", new { slug, approve = true });
        Host.Caller = caller;
    }

    protected async Task<JsonElement> AppAsync(string slug) => (await Host.RunAsync("app", new { slug })).GetProperty("data").GetProperty("app");

    /// <summary>Who a bearer token lets in; null when it is refused.</summary>
    protected async Task<PrincipalIdentity?> AuthenticateAsync(string? token) =>
        (await Host.Services.GetRequiredService<TokenAuthenticator>().AuthenticateAsync(token!, default))?.Identity as PrincipalIdentity;

    /// <summary>Reads rows as a resolver would.</summary>
    private protected async Task<T> ReadAsync<T>(Func<IntegrationsDb, Task<T>> read)
    {
        await using var db = await Host.Services.GetRequiredService<IDbContextFactory<IntegrationsDb>>().CreateDbContextAsync();
        return await read(db);
    }

    protected async Task<string> OrganizationIdAsync() =>
        (await Host.QueryAsync("{ viewer { organization { id } } }")).GetProperty("data").GetProperty("viewer").GetProperty("organization").GetProperty("id").GetString()!;

    protected static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    protected static string? Type(JsonElement error) => Text(error, "__typename");

    protected static string? CodeOf(JsonElement answer) =>
        answer.TryGetProperty("errors", out var errors) ? errors[0].GetProperty("extensions").GetProperty("code").GetString() : null;

    private async Task<JsonElement> PayloadAsync(string mutation, object input)
    {
        var answer = await Host.RunAsync(mutation, new { input });
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data").GetProperty(mutation);
    }
}

/// <summary>A clock that tests move.</summary>
public sealed class TestClock : TimeProvider
{
    private TimeSpan _ahead;
    private DateTimeOffset? _stopped;

    public void Advance(TimeSpan by) => _ahead += by;

    /// <summary>From now on only <see cref="Advance"/> moves it, however long the test takes.</summary>
    public void Stop() => _stopped = System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => (_stopped ?? System.GetUtcNow()) + _ahead;
}
