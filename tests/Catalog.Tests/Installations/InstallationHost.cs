using System.Text;
using System.Text.Json;
using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Catalog.Installations;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.ModuleTesting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Catalog.Tests.Installations;

/// <summary>A host with a content store and a drop folder of its own, and a server to fetch files from.</summary>
internal sealed class InstallationHost : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly (string Name, string Value)[] _settings;

    private InstallationHost(ModuleHost host, DirectoryInfo folder, (string Name, string Value)[] settings)
    {
        Host = host;
        _folder = folder;
        _settings = settings;
    }

    public ModuleHost Host { get; }

    public FileServer Server { get; } = new();

    public string DropFolder => Path.Combine(_folder.FullName, "drop");

    public string StoreFolder => Path.Combine(_folder.FullName, "store");

    public static async Task<InstallationHost> StartAsync(params (string Name, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("installations-");
        folder.CreateSubdirectory("drop");
        var all = new Dictionary<string, string>
        {
            ["Catalog:AllowRemoteAdmin"] = "true",
            ["Catalog:Artifacts:Directory"] = Path.Combine(folder.FullName, "store"),
            ["Catalog:Artifacts:DropFolder"] = Path.Combine(folder.FullName, "drop"),
            ["Catalog:Artifacts:StallTimeout"] = "00:00:00.3",
            ["Egress:AllowedNetworks:0"] = "127.0.0.1/32",
        };
        foreach (var (name, value) in settings)
            all[name] = value;
        (string, string)[] given = [.. all.Select(setting => (setting.Key, setting.Value))];
        return new InstallationHost(await ModuleHost.StartAsync("installations", () => [new CatalogModule()], _ => Task.CompletedTask, given), folder, given);
    }

    /// <summary>Another host of the same database and folders.</summary>
    public ModuleHost Join() => Host.Join(() => [new CatalogModule()], null, _settings);

    /// <summary>The settings of this host and some more, for another one.</summary>
    public (string Name, string Value)[] Settings(params (string Name, string Value)[] more) => [.. _settings.ExceptBy(more.Select(setting => setting.Name), setting => setting.Name), .. more];

    public Task<JsonElement> InstallUrlAsync(string url, object? more = null) => ChangeAsync("installPlugin", Merge(new { source = new { url } }, more));

    public async Task<JsonElement> UploadAsync(byte[] file, string fileName = "plugin.jar", object? more = null) => Payload("installPlugin", await Host.UploadAsync("installPlugin", UploadInput(file, fileName, more)));

    public async Task<(string Code, string Message)> RefusedUploadAsync(byte[] file, string fileName = "plugin.jar", object? more = null) => Refusal("installPlugin", await Host.UploadAsync("installPlugin", UploadInput(file, fileName, more)));

    public Task<(string Code, string Message)> RefusedUrlAsync(string url, object? more = null) => RefusedAsync("installPlugin", Merge(new { source = new { url } }, more));

    public async Task<JsonElement> ChangeAsync(string mutation, object input) => Payload(mutation, await Host.RunAsync(mutation, new { input }));

    public async Task<(string Code, string Message)> RefusedAsync(string mutation, object input) => Refusal(mutation, await Host.RunAsync(mutation, new { input }));

    public async Task<JsonElement> FindAsync(string name) => (await Host.RunAsync("installation", new { name })).GetProperty("data").GetProperty("installation");

    public async Task<T> ReadAsync<T>(Func<CatalogDb, Task<T>> read)
    {
        await using var db = await Host.Services.GetRequiredService<IDbContextFactory<CatalogDb>>().CreateDbContextAsync();
        return await read(db);
    }

    /// <summary>Versions of a plugin <c>tool</c> in a repository whose files are fetched.</summary>
    public Task ImportAsync(params string[] versions) => ImportAsync([], versions);

    /// <summary>The same by authors, each a JSON text.</summary>
    public Task ImportAsync(IReadOnlyList<string> authors, IReadOnlyList<string> versions) => Host.Services.GetRequiredService<CatalogImporter>().ImportAsync(
        new MemoryStream(Encoding.UTF8.GetBytes($$"""{"ecosystem":"gerrit","pluginId":"tool","name":"Tool","authors":[{{string.Join(',', authors)}}],"versions":[{{string.Join(',', versions)}}]}""")), new ImportOptions());

    /// <summary>All files below the store, half written ones included.</summary>
    public string[] Files() => Directory.Exists(StoreFolder) ? Directory.GetFiles(StoreFolder, "*", SearchOption.AllDirectories) : [];

    /// <summary>What is kept, in the database and on disk: digests of files, and names with versions of installations.</summary>
    public async Task<string> KeptAsync()
    {
        var artifacts = await ReadAsync(db => db.Artifacts.OrderBy(artifact => artifact.Digest).Select(artifact => artifact.Digest + artifact.Holds).ToListAsync());
        var installations = await ReadAsync(db => db.Installations.OrderBy(i => i.Name).Select(i => $"{i.Name} {i.Version} {i.State} {i.Generation} {i.ArtifactDigest}").ToListAsync());
        return string.Join('\n', [.. installations, .. artifacts, .. Files().Select(Path.GetFileName).Order(StringComparer.Ordinal)!]);
    }

    internal ContentStore Store => Host.Services.GetRequiredService<ContentStore>();

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static Dictionary<string, object?> UploadInput(byte[] file, string fileName, object? more)
    {
        var input = JsonSerializer.SerializeToElement(more ?? new { }).EnumerateObject().ToDictionary(member => member.Name, member => Plain(member.Value));
        input["source"] = new Dictionary<string, object?> { ["upload"] = new StreamFile(fileName, () => new MemoryStream(file), file.Length) };
        return input;
    }

    private static object? Plain(JsonElement value) => value.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, JsonValueKind.String => value.GetString(), _ => null };

    private static Dictionary<string, object?> Merge(object first, object? second)
    {
        var all = JsonSerializer.SerializeToElement(first).EnumerateObject().ToDictionary(member => member.Name, member => (object?)member.Value);
        foreach (var member in JsonSerializer.SerializeToElement(second ?? new { }).EnumerateObject())
            all[member.Name] = member.Value;
        return all;
    }

    private static JsonElement Payload(string mutation, JsonElement answer)
    {
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        var payload = answer.GetProperty("data").GetProperty(mutation);
        Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Null, payload.ToString());
        return payload;
    }

    private static (string Code, string Message) Refusal(string mutation, JsonElement answer)
    {
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        var error = Assert.Single(answer.GetProperty("data").GetProperty(mutation).GetProperty("errors").EnumerateArray());
        return (error.GetProperty("code").GetString()!, error.GetProperty("message").GetString()!);
    }
}
