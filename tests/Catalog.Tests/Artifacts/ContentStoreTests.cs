using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Tests.Installations;

namespace GraphQLPlugins.Catalog.Tests.Artifacts;

/// <summary>Disks that are full, and folders that cannot be written.</summary>
public sealed class ContentStoreTests
{
    [Fact]
    public void What_the_system_says_of_a_full_disk_is_understood()
    {
        if (!File.Exists("/dev/full"))
            return;
        // The system's own device that is always full.
        using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0);
        var fault = Assert.ThrowsAny<IOException>(() => full.Write([1]));

        Assert.Equal("The file cannot be kept: the disk is full.", Assert.IsType<ArtifactStoreFullException>(StoreFaults.Of(fault)).Message);
        Assert.Null(StoreFaults.Of(new IOException("The client has gone.")));
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_is_a_typed_error_without_its_path_and_nothing_is_left()
    {
        await using var host = await InstallationHost.StartAsync();
        // Also for root, whom no rights keep out: a file where the folder should be.
        await File.WriteAllTextAsync(host.StoreFolder, "no folder");

        var (code, message) = await host.RefusedUploadAsync(Archives.Gerrit("tool", "1"));
        var (byUrl, _) = await host.RefusedUrlAsync(host.Server.Serve("tool.jar", Archives.Gerrit("tool", "1")));

        Assert.Equal(("ARTIFACT_STORE_UNWRITABLE", "ARTIFACT_STORE_UNWRITABLE"), (code, byUrl));
        Assert.DoesNotContain(host.StoreFolder, message);
        Assert.Contains("Catalog:Artifacts:Directory", message);
        Assert.Equal("no folder", await File.ReadAllTextAsync(host.StoreFolder));
        File.Delete(host.StoreFolder);
        await host.UploadAsync(Archives.Gerrit("tool", "1"));
        Assert.Single(host.Files());
    }
}
