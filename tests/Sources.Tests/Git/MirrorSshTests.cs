using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Git;
using Path = System.IO.Path;

namespace GraphQLPlugins.Sources.Tests.Git;

public sealed class MirrorSshTests
{
    private static readonly CloneCredentials WithKey = new(null, null, "deploy");

    [SshFact]
    [Trait("Line", "R12")]
    [Trait("Line", "R13")]
    public async Task A_key_of_the_settings_opens_a_repository_by_ssh_and_leaves_no_file_behind()
    {
        await using var server = await SshServer.StartAsync();
        await using var host = MirrorHost.Start(("Sources:SshKeys:deploy", server.Key), ("Sources:Mirrors:KnownHosts:0", server.Known));
        // As keys are that an orchestrator mounts, which ssh itself would refuse.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(server.Key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        var commit = host.Sample.Commit("main", "First", ("a", "b"));

        Assert.Equal([commit], (await host.UpdateAsync(Url(server, host), WithKey)).After.Values);

        Assert.Equal([$"{host.Id:N}.git"], host.Left());
    }

    [SshFact]
    [Trait("Line", "1F.6")]
    public async Task A_server_whose_key_is_unknown_or_another_one_is_refused()
    {
        await using var server = await SshServer.StartAsync();
        await using var unknowing = MirrorHost.Start(("Sources:SshKeys:deploy", server.Key));
        await Assert.ThrowsAsync<GitHostKeyException>(() => unknowing.UpdateAsync(Url(server, unknowing), WithKey));
        Assert.Empty(unknowing.Left());

        await using var misled = MirrorHost.Start(("Sources:SshKeys:deploy", server.Key), ("Sources:Mirrors:KnownHosts:0", server.WrongKnown), ("Sources:Mirrors:AcceptNewHostKeys", "true"));
        await Assert.ThrowsAsync<GitHostKeyException>(() => misled.UpdateAsync(Url(server, misled), WithKey));
        Assert.Empty(misled.Left());
    }

    [SshFact]
    public async Task A_new_server_may_be_believed_once_by_the_settings()
    {
        await using var server = await SshServer.StartAsync();
        await using var host = MirrorHost.Start(("Sources:SshKeys:deploy", server.Key), ("Sources:Mirrors:AcceptNewHostKeys", "true"));
        host.Sample.Commit("main", "First", ("a", "b"));
        await host.UpdateAsync(Url(server, host), WithKey);
        Assert.Equal(server.Known, (await File.ReadAllTextAsync(host.Folder.LearnedHosts)).Trim());

        // The server is another one from now on, as far as anybody knows.
        await File.WriteAllTextAsync(host.Folder.LearnedHosts, server.WrongKnown + "\n");
        await Assert.ThrowsAsync<GitHostKeyException>(() => host.UpdateAsync(Url(server, host), WithKey));
    }

    [SshFact]
    [Trait("Line", "1F.6")]
    public async Task A_key_that_is_not_let_in_and_none_at_all_are_refused()
    {
        await using var server = await SshServer.StartAsync();
        await using var host = MirrorHost.Start(("Sources:SshKeys:deploy", server.OtherKey), ("Sources:Mirrors:KnownHosts:0", server.Known));

        await Assert.ThrowsAsync<GitUnauthorizedException>(() => host.UpdateAsync(Url(server, host), WithKey));
        await Assert.ThrowsAsync<GitUnauthorizedException>(() => host.UpdateAsync(Url(server, host)));
        await Assert.ThrowsAsync<GitUnauthorizedException>(() => host.UpdateAsync(Url(server, host), new CloneCredentials(null, null, "none")));
        Assert.Empty(host.Left());
    }

    [SshFact]
    [Trait("Line", "1F.6")]
    public async Task A_path_that_is_a_command_is_only_a_path()
    {
        await using var server = await SshServer.StartAsync();
        await using var host = MirrorHost.Start(("Sources:SshKeys:deploy", server.Key), ("Sources:Mirrors:KnownHosts:0", server.Known));
        var owned = Path.Combine(host.Sample.Root, "owned");

        await Assert.ThrowsAsync<GitRepositoryNotFoundException>(() => host.UpdateAsync($"{Url(server, host)};touch${{IFS}}{owned};$(touch${{IFS}}{owned})", WithKey));
        Assert.False(File.Exists(owned));
    }

    private static string Url(SshServer server, MirrorHost host) => $"ssh://{Environment.UserName}@127.0.0.1:{server.Port}{host.Sample.Folder}";
}
