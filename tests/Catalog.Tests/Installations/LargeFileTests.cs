using System.Security.Cryptography;
using GraphQLPlugins.Catalog.Tests.Artifacts;

namespace GraphQLPlugins.Catalog.Tests.Installations;

/// <summary>Tests that count what the whole process allocates, so that nothing else may run meanwhile.</summary>
[CollectionDefinition("Allocations", DisableParallelization = true)]
public sealed class Allocations;

[Collection("Allocations")]
public sealed class LargeFileTests
{
    [Fact]
    public async Task A_large_file_streams_through()
    {
        await using var host = await InstallationHost.StartAsync();
        var noise = RandomNumberGenerator.GetBytes(1024 * 1024);
        var bytes = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(bytes, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            using (var entry = zip.CreateEntry("plugin.json").Open())
                entry.Write("""{"id":"large","version":"1"}"""u8);
            using var large = zip.CreateEntry("noise", System.IO.Compression.CompressionLevel.NoCompression).Open();
            for (var i = 0; i < 49; i++)
                large.Write(noise);
        }
        var url = host.Server.Serve("large.zip", bytes.ToArray());
        await host.InstallUrlAsync(host.Server.Serve("warm.jar", Archives.Gerrit("warm", "1")));
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await host.InstallUrlAsync(url);

        // The whole process, the test's own server included, allocates less than the file is long.
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 40 * 1024 * 1024);
        Assert.Equal("large", (await host.FindAsync("large")).GetProperty("name").GetString());
    }
}
