using System.Security.Claims;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Subscriptions;
using GraphQLPlugins.Engine.Types;
using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Engine.AspNetCore.Tests.Sample;

public enum PluginState
{
    Draft,
    Active,
    Deprecated,
    Archived,
}

public sealed record PluginVersion(string Version);

public sealed class Plugin(string id, string name, PluginState state)
{
    public string Id { get; } = id;

    public string Name { get; } = name;

    public PluginState State { get; } = state;

    public IReadOnlyList<PluginVersion> Versions { get; } = [new("1.1.0"), new("2.1.0"), new("3.1.0"), new("4.1.0")];

    // Not the last of its parts because it waits, but because nothing is deferred that is there already.
    public async Task<PluginVersion?> GetLatestVersionAsync()
    {
        await Task.Yield();
        return Versions[^1];
    }
}

public sealed class Bag
{
    public List<string?> NullableItems => ["a", null];
}

public sealed class Query
{
    public const string FirstId = "UGx1Z2luOnBsZy0wMDAwMQ==";

    public string? AddTwo(int a, int b = 2) => (a + b).ToString();

    public async Task<string> SlowAsync(int ms, CancellationToken ct)
    {
        await Task.Delay(ms, ct);
        return $"waited {ms}";
    }

    public Task<Plugin?> GetPluginByIdAsync([GraphQLType("ID!")] string id) =>
        Task.FromResult(id == FirstId ? new Plugin(FirstId, "Plugin 00001", PluginState.Active) : null);

    public string Boom() => throw new InvalidOperationException("secret internal message");

    public string? BoomNullable() => throw new InvalidOperationException("secret internal message");

    public Bag GetScalars() => new();

    public string? WhoAmI(ClaimsPrincipal user) => user.Identity?.Name;

    public string? Header(string name, HttpContext context) => context.Request.Headers[name];

    public string ScopeOf(ScopeProbe probe) => probe.Id;
}

/// <summary>Tells service scopes apart.</summary>
public sealed class ScopeProbe
{
    public string Id { get; } = Guid.NewGuid().ToString("N");
}

public sealed class Mutation
{
    public ExplodePayload Explode(ExplodeInput input) => throw new InvalidOperationException(input.Reason);

    public async Task<Plugin> UpdatePluginStateAsync([GraphQLType("ID!")] string id, PluginState state, ITopicEventSender sender, CancellationToken ct)
    {
        var plugin = new Plugin(id, "Plugin 00001", state);
        await sender.SendAsync(nameof(Subscription.OnPluginStateChanged), plugin, ct);
        return plugin;
    }

    public async Task<string> UploadAsync(IFile file, CancellationToken ct)
    {
        using var content = new MemoryStream();
        await file.CopyToAsync(content, ct);
        return $"{file.Name} {file.ContentType} {file.Length} {content.Length}";
    }

    public async Task<IReadOnlyList<string>> UploadAllAsync(Attachments input, CancellationToken ct)
    {
        var texts = new List<string>();
        foreach (var file in input.Files)
        {
            using var reader = new StreamReader(file.OpenReadStream());
            texts.Add($"{input.Title}:{await reader.ReadToEndAsync(ct)}");
        }
        return texts;
    }
}

public sealed record ExplodeInput(string Reason);

public sealed record ExplodePayload(string? String);

public sealed record Attachments(string Title, List<IFile> Files);

public sealed class Subscription
{
    [Subscribe]
    public Plugin OnPluginStateChanged([EventMessage] Plugin plugin) => plugin;

    [Subscribe(With = nameof(CountAsync))]
    public int Count([EventMessage] int number) => number;

    public async IAsyncEnumerable<int> CountAsync(int to, CountProbe probe)
    {
        for (var i = 1; i <= to; i++)
        {
            await Task.Yield();
            Volatile.Write(ref probe.Last, i);
            yield return i;
        }
    }
}

/// <summary>How far the last count has come.</summary>
public sealed class CountProbe
{
    public int Last;
}
