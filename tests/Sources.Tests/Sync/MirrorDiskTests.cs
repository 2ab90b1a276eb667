using System.Text.Json;
using GraphQLPlugins.Sources.Git;
using Path = System.IO.Path;

namespace GraphQLPlugins.Sources.Tests.Sync;

/// <summary>A disk without room for copies. Git gets a limit for its files by the shell that starts it.</summary>
public sealed class MirrorDiskTests : IAsyncLifetime
{
    private const string Repo = "ada/repo-0000";
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("small-disk-");
    private readonly MovedClock _clock = new();
    private SyncHost _sync = null!;

    private string Limit => Path.Combine(_folder.FullName, "limit");

    public async Task InitializeAsync()
    {
        var git = Path.Combine(_folder.FullName, "git");
        await File.WriteAllTextAsync(git, $"#!/bin/sh\ntrap '' XFSZ\nulimit -f $(cat '{Limit}')\nexec git \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(git, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await SetLimitAsync("unlimited");
        _sync = await SyncHost.StartAsync(null, _clock, 1, ("Sources:Mirrors:Git", git));
    }

    public async Task DisposeAsync()
    {
        await _sync.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    [Trait("Line", "R7")]
    public async Task An_activation_without_room_is_refused_as_such_and_leaves_nothing()
    {
        await _sync.Git.CommitAsync(Repo, "main", ("noise.txt", Noise(1)));
        await SetLimitAsync("16");

        var refused = await _sync.Host.MutateAsync("activateRepository", new { provider = "github", repoId = Repo });

        Assert.Equal("GIT_STORE_FULL", refused.Code());
        Assert.True(refused.GetProperty("errors")[0].GetProperty("retryable").GetBoolean());
        Assert.DoesNotContain(_folder.FullName, refused.Message());
        Assert.Empty(_sync.GitHub.Hooks);
        Assert.Equal(["locks"], Directory.EnumerateFileSystemEntries(_sync.Mirrors).Select(Path.GetFileName));
        Assert.Equal(0, await _sync.Host.DbAsync(db => Task.FromResult(db.Repositories.Count())));
        await SetLimitAsync("unlimited");
        await _sync.ActivateAsync();
    }

    [Fact]
    [Trait("Line", "R10")]
    public async Task A_sync_without_room_keeps_the_copy_and_is_tried_again_by_itself()
    {
        var id = await _sync.ActivateAsync();
        await _sync.RunAsync();
        await _sync.Git.CommitAsync(Repo, "main", ("noise.txt", Noise(2)));
        await SetLimitAsync("16");
        await _sync.PushedAsync();
        await _sync.RunAsync();

        var record = await _sync.RecordAsync(id);
        Assert.Equal(("ACTIVE", "GIT_STORE_FULL", JsonValueKind.String), (record.GetProperty("status").GetString(), record.GetProperty("lastErrorCode").GetString(), record.GetProperty("nextSyncAt").ValueKind));
        Assert.Equal(["README.md"], await FilesAsync(id));
        Assert.DoesNotContain(Directory.EnumerateFiles(_sync.Mirrors, "tmp_*", SearchOption.AllDirectories), _ => true);

        await SetLimitAsync("unlimited");
        _clock.Ahead += TimeSpan.FromMinutes(2);
        Assert.Equal(1, await _sync.RetryAsync());
        Assert.Equal(["README.md", "noise.txt"], await FilesAsync(id));
        Assert.Equal(JsonValueKind.Null, (await _sync.RecordAsync(id)).GetProperty("lastErrorCode").ValueKind);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_told_as_such()
    {
        await File.WriteAllTextAsync(_sync.Mirrors, "");

        Assert.Equal("GIT_STORE_UNWRITABLE", (await _sync.Host.MutateAsync("activateRepository", new { provider = "github", repoId = Repo })).Code());
        Assert.Empty(_sync.GitHub.Hooks);
    }

    [Theory]
    [InlineData("fatal: sha1 file '/m/x.git/objects/pack/tmp_pack_1' write error: No space left on device\nfatal: fetch-pack: invalid index-pack output", "GIT_STORE_FULL")]
    [InlineData("error: file write error: Disk quota exceeded\nfatal: packfile /m/x.pack cannot be accessed", "GIT_STORE_FULL")]
    [InlineData("fatal: cannot mkdir objects: Read-only file system", "GIT_STORE_UNWRITABLE")]
    [InlineData("error: insufficient permission for adding an object to repository database objects", "GIT_STORE_UNWRITABLE")]
    [InlineData("remote: No space left on device\nfatal: Could not read from remote repository.", "GIT_FAILED")]
    [InlineData("fatal: remote error: No space left on device", "GIT_FAILED")]
    [InlineData("git@example.org: Permission denied (publickey).", "GIT_UNAUTHORIZED")]
    public void What_git_says_of_this_server_s_disk_is_told_from_what_another_one_says(string errors, string code) => Assert.Equal(code, GitFailures.Read(errors, "example.org").Code);

    private Task SetLimitAsync(string blocks) => File.WriteAllTextAsync(Limit, blocks);

    /// <summary>Text that cannot be packed into 8 KiB.</summary>
    private static string Noise(int seed)
    {
        var bytes = new byte[100_000];
        new Random(seed).NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }

    private async Task<List<string>> FilesAsync(string id) =>
        [.. (await _sync.Host.QueryAsync("query($id: ID!) { matchingFiles(repositoryId: $id, first: 10) { nodes { path } } }", new { id })).GetProperty("data").GetProperty("matchingFiles").GetProperty("nodes")
            .EnumerateArray().Select(f => f.GetProperty("path").GetString()!)];
}
