using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using GraphQLPlugins.ModuleTesting;

namespace GraphQLPlugins.Sources.Tests.Providers;

public sealed class SourcePackageRulesTests : IAsyncLifetime
{
    private const string Good = """{"name":"sentry-source-stash","version":"1.0.0","keywords":["sentry","source","stash"]}""";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("source-packages-");
    private ModuleHost _host = null!;

    public async Task InitializeAsync() => _host = await SourcesHost.StartAsync(("Catalog:AllowRemoteAdmin", "true"), ("Catalog:Artifacts:Directory", _folder.FullName));

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    [Trait("Line", "R1")]
    public async Task A_package_of_a_source_that_keeps_the_rules_is_installed()
    {
        var payload = await InstallAsync("sentry-source-stash", ("package.json", Bytes(Good)), ("index.js", Bytes("module.exports = class {}")), ("icon.png", Icon(128, 128)));

        Assert.Equal(JsonValueKind.Null, payload.GetProperty("errors").ValueKind);
        Assert.Equal("sentry-source-stash", payload.GetProperty("installation").GetProperty("name").GetString());
        Assert.Equal(0, payload.GetProperty("warnings").GetArrayLength());
    }

    [Fact]
    [Trait("Line", "R1")]
    public async Task What_could_be_better_is_a_warning()
    {
        var payload = await InstallAsync("sentry-source-stash", ("package.json", Bytes(Good.Replace(",\"stash\"]", "]"))), ("index.js", Bytes("")), ("icon.png", Icon(64, 64)));

        Assert.Equal(JsonValueKind.Null, payload.GetProperty("errors").ValueKind);
        Assert.Equal(
            ["The keywords lack \"stash\".", "icon.png is 64x64; 128x128 is a good size."], payload.GetProperty("warnings").EnumerateArray().Select(w => w.GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Line", "R1")]
    public async Task A_package_of_a_source_that_breaks_rules_is_refused_with_each_of_them_and_nothing_is_installed()
    {
        var payload = await InstallAsync("sentry-source-stash", ("package.json", Bytes(Good)), ("icon.png", Icon(128, 64)));

        var error = Assert.Single(payload.GetProperty("errors").EnumerateArray());
        Assert.Equal("PACKAGE_RULES_BROKEN", error.GetProperty("code").GetString());
        Assert.Equal(["ENTRY_MISSING", "ICON_NOT_SQUARE"], error.GetProperty("problems").EnumerateArray().Select(p => p.GetProperty("rule").GetString()).Order(StringComparer.Ordinal));
        Assert.Empty((await _host.RunAsync("installations")).GetProperty("data").GetProperty("installations").EnumerateArray());
    }

    [Fact]
    [Trait("Line", "R1")]
    public async Task Other_packages_are_none_of_its_business()
    {
        var payload = await InstallAsync("stash", ("package.json", Bytes(Good.Replace("sentry-source-", "x-"))));

        Assert.Equal(JsonValueKind.Null, payload.GetProperty("errors").ValueKind);
    }

    private async Task<JsonElement> InstallAsync(string name, params (string Path, byte[] Content)[] files)
    {
        var bytes = new MemoryStream();
        await using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        await using (var tar = new TarWriter(gzip, leaveOpen: true))
            foreach (var (path, content) in files) await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, $"package/{path}") { DataStream = new MemoryStream(content) });
        var answer = await _host.UploadAsync("installPlugin", new Dictionary<string, object?>
        {
            ["source"] = new Dictionary<string, object?> { ["upload"] = new StreamFile($"{name}-1.0.0.tgz", () => new MemoryStream(bytes.ToArray())) },
        });
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data").GetProperty("installPlugin");
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Icon(int width, int height)
    {
        byte[] icon = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R', .. new byte[17]];
        BinaryPrimitives.WriteInt32BigEndian(icon.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(icon.AsSpan(20), height);
        return icon;
    }
}
