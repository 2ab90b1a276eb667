using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Git;
using GraphQLPlugins.Testing.Git;
using Microsoft.AspNetCore.Http;
using Path = System.IO.Path;

namespace GraphQLPlugins.Sources.Tests.Git;

public sealed class MirrorFailureTests
{
    private const string Password = "correct-horse-battery";

    [Theory]
    [InlineData(401, "GIT_UNAUTHORIZED", false)]
    [InlineData(403, "GIT_UNAUTHORIZED", false)]
    [InlineData(404, "GIT_REPOSITORY_NOT_FOUND", false)]
    [InlineData(429, "GIT_UNREACHABLE", true)]
    [InlineData(500, "GIT_UNREACHABLE", true)]
    [InlineData(503, "GIT_UNREACHABLE", true)]
    [Trait("Line", "1F.6")]
    public async Task A_server_that_refuses_leaves_an_error_of_its_kind_and_nothing_else(int status, string code, bool isRetryable)
    {
        await using var host = MirrorHost.Start();
        await using var server = await GitHttpServer.StartAsync(host.Sample.Root);
        server.Before = http =>
        {
            http.Response.StatusCode = status;
            return Task.FromResult(false);
        };

        var failure = await Assert.ThrowsAnyAsync<GitException>(() => host.UpdateAsync(server.Url + host.Sample.Name));

        Assert.Equal((code, isRetryable), (failure.Code, failure.Retryable));
        Assert.Contains("127.0.0.1", failure.Message, StringComparison.Ordinal);
        Assert.Empty(host.Left());
    }

    [Fact]
    [Trait("Line", "1F.6")]
    public async Task A_repository_that_is_not_there_is_told_from_one_that_is()
    {
        await using var host = MirrorHost.Start();
        await using var server = await GitHttpServer.StartAsync(host.Sample.Root);

        await Assert.ThrowsAsync<GitRepositoryNotFoundException>(() => host.UpdateAsync(server.Url + "none.git"));
    }

    [Fact]
    [Trait("Line", "1F.6")]
    public async Task Credentials_are_in_no_list_of_processes_and_in_no_file()
    {
        await using var host = MirrorHost.Start();
        host.Sample.Commit("main", "First", ("a", "b"));
        await using var server = await GitHttpServer.StartAsync(host.Sample.Root);
        server.Authorization = GitHttpServer.Basic("x-access-token", Password);
        var url = server.Url + host.Sample.Name;
        await Assert.ThrowsAsync<GitUnauthorizedException>(() => host.UpdateAsync(url));
        await Assert.ThrowsAsync<GitUnauthorizedException>(() => host.UpdateAsync(url, new CloneCredentials("x-access-token", "wrong")));
        Assert.Empty(host.Left());
        var seen = new List<string>();
        server.Before = _ =>
        {
            lock (seen) seen.AddRange(MirrorHost.AllArguments());
            return Task.FromResult(true);
        };

        await host.UpdateAsync(url, new CloneCredentials("x-access-token", Password));

        // The processes that talk to the server were there to be seen.
        Assert.Contains(seen, arguments => arguments.Contains(" fetch ", StringComparison.Ordinal) && arguments.Contains(url, StringComparison.Ordinal));
        Assert.Contains(seen, arguments => arguments.Contains("remote-http", StringComparison.Ordinal));
        string[] secrets = [Password, server.Authorization["Basic ".Length..]];
        Assert.DoesNotContain(seen, arguments => secrets.Any(secret => arguments.Contains(secret, StringComparison.Ordinal)));
        foreach (var file in Directory.EnumerateFiles(host.Folder.Root, "*", SearchOption.AllDirectories))
        {
            var text = Encoding.Latin1.GetString(File.ReadAllBytes(file));
            Assert.DoesNotContain(secrets, secret => text.Contains(secret, StringComparison.Ordinal));
            Assert.False(file.EndsWith("config", StringComparison.Ordinal) && text.Contains("http", StringComparison.Ordinal), text);
        }
    }

    [Fact]
    [Trait("Line", "1F.6")]
    public async Task Redirects_are_not_followed()
    {
        await using var host = MirrorHost.Start();
        host.Sample.Commit("main", "First", ("a", "b"));
        await using var other = await GitHttpServer.StartAsync(host.Sample.Root);
        await using var server = await GitHttpServer.StartAsync(host.Sample.Root);
        server.Before = http =>
        {
            http.Response.Redirect($"{other.Url}{host.Sample.Name}/info/refs{http.Request.QueryString}");
            return Task.FromResult(false);
        };

        await Assert.ThrowsAsync<GitProtocolRefusedException>(() => host.UpdateAsync(server.Url + host.Sample.Name));

        Assert.Empty(other.Requests);
        Assert.Empty(host.Left());
    }

    [Fact]
    [Trait("Line", "1F.6")]
    public async Task A_certificate_must_be_vouched_for()
    {
        using var certificate = MakeCertificate();
        await using var host = MirrorHost.Start();
        host.Sample.Commit("main", "First", ("a", "b"));
        await using var server = await GitHttpServer.StartAsync(host.Sample.Root, certificate);

        await Assert.ThrowsAsync<GitCertificateException>(() => host.UpdateAsync(server.Url + host.Sample.Name));
        Assert.Empty(host.Left());

        var authorities = Path.Combine(host.Sample.Root, "authorities.pem");
        await File.WriteAllTextAsync(authorities, certificate.ExportCertificatePem());
        await using var trusting = MirrorHost.Start(("Sources:Mirrors:CertificateAuthorities", authorities));
        Assert.Equal(["refs/heads/main"], (await trusting.UpdateAsync(server.Url + host.Sample.Name)).After.Keys);
    }

    [Fact]
    [Trait("Line", "1F.6")]
    public async Task A_server_that_falls_silent_is_given_up_on_and_nothing_keeps_running()
    {
        await using var host = MirrorHost.Start(("Sources:Mirrors:Timeout", "00:00:03"));
        host.Sample.Commit("main", "First", ("a", "b"));
        await using var server = await GitHttpServer.StartAsync(host.Sample.Root);
        server.Before = async http =>
        {
            if (HttpMethods.IsPost(http.Request.Method)) await Task.Delay(TimeSpan.FromMinutes(2), http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return !HttpMethods.IsPost(http.Request.Method);
        };

        var failure = await Assert.ThrowsAsync<GitTimeoutException>(() => host.UpdateAsync(server.Url + host.Sample.Name));

        Assert.True(failure.Retryable);
        Assert.Empty(host.Left());
        await MirrorHost.UntilAsync(() => host.Processes().Count == 0);
    }

    [Fact]
    public async Task Git_ends_with_the_host_that_started_it()
    {
        var host = MirrorHost.Start();
        await using var server = await GitHttpServer.StartAsync(host.Sample.Root);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Before = async http =>
        {
            asked.TrySetResult();
            await Task.Delay(TimeSpan.FromMinutes(2), http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return false;
        };
        var update = host.UpdateAsync(server.Url + host.Sample.Name);
        await asked.Task.WaitAsync(TimeSpan.FromMinutes(1));

        await host.DisposeAsync();

        await Assert.ThrowsAsync<GitFailedException>(() => update.WaitAsync(TimeSpan.FromMinutes(1)));
        await MirrorHost.UntilAsync(() => !MirrorHost.AllArguments().Exists(arguments => arguments.Contains(server.Url, StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("Line", "1F.6")]
    public async Task A_server_that_hangs_is_noticed_by_git_itself()
    {
        await using var host = MirrorHost.Start(("Sources:Mirrors:StallTimeout", "00:00:01"));
        await using var server = await GitHttpServer.StartAsync(host.Sample.Root);
        server.Before = async http =>
        {
            await Task.Delay(TimeSpan.FromMinutes(2), http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            return false;
        };

        await Assert.ThrowsAsync<GitUnreachableException>(() => host.UpdateAsync(server.Url + host.Sample.Name));
    }

    [Fact]
    [Trait("Line", "1F.6")]
    public async Task A_history_beyond_the_quota_is_refused_and_an_older_copy_stays()
    {
        await using var host = MirrorHost.Start(("Sources:Mirrors:MaxBytes", "1000000"));
        await using var server = await GitHttpServer.StartAsync(host.Sample.Root);
        var url = server.Url + host.Sample.Name;
        var small = host.Sample.Commit("main", "Small", ("a", "b"));
        await host.UpdateAsync(url);

        var noise = RandomNumberGenerator.GetBytes(3_000_000);
        host.Sample.CommitTree("main", "Large", ("100644", "noise"u8.ToArray(), host.Sample.Blob(noise)));
        var failure = await Assert.ThrowsAsync<GitTooLargeException>(() => host.UpdateAsync(url));

        Assert.Equal(1_000_000, failure.Max);
        Assert.False(failure.Retryable);
        // Whether git was ended before it had taken the new commit depends on how fast it was.
        if (host.Folder.Holds(host.Id)) Assert.Equal(small, await host.Open().ResolveAsync("main", default));
        Assert.True(MirrorFolder.SizeOf(host.Folder.Root) < 1_000_000);

        await host.Mirrors.DeleteAsync(host.Id, default);
        await Assert.ThrowsAsync<GitTooLargeException>(() => host.UpdateAsync(url));
        Assert.Empty(host.Left());
    }

    [Fact]
    [Trait("Line", "1F.6")]
    public async Task More_branches_and_tags_than_allowed_are_refused()
    {
        await using var host = MirrorHost.Start(("Sources:Mirrors:MaxReferences", "3"));
        await using var server = await GitHttpServer.StartAsync(host.Sample.Root);
        var commit = host.Sample.Commit("main", "First", ("a", "b"));
        foreach (var tag in new[] { "a", "b" }) host.Sample.Tag(tag, commit);
        Assert.Equal(3, (await host.UpdateAsync(server.Url + host.Sample.Name)).After.Count);

        host.Sample.Tag("c", commit);
        Assert.Equal(3, (await Assert.ThrowsAsync<GitTooLargeException>(() => host.UpdateAsync(server.Url + host.Sample.Name))).Max);
        Assert.Empty(host.Left());
    }

    [Fact]
    [Trait("Line", "1F.6")]
    public async Task Forged_trees_are_refused()
    {
        await using var host = MirrorHost.Start();
        await using var server = await GitHttpServer.StartAsync(host.Sample.Root);
        var blob = host.Sample.Blob("[core] fsmonitor = touch /tmp/forged"u8.ToArray());
        var inner = host.Sample.Run(Encoding.UTF8.GetBytes($"100644 blob {blob}\tconfig\n"), "mktree");
        var tree = host.Sample.Run(Encoding.UTF8.GetBytes($"040000 tree {inner}\t.git\n"), "mktree");
        host.Sample.Run(null, "update-ref", "refs/heads/main", host.Sample.Run("Forged"u8.ToArray(), "commit-tree", tree));

        await Assert.ThrowsAsync<GitContentRefusedException>(() => host.UpdateAsync(server.Url + host.Sample.Name));
        Assert.Empty(host.Left());
    }

    [Theory]
    [InlineData("ext::sh -c touch% /tmp/owned")]
    [InlineData("file:///etc")]
    [InlineData("/etc")]
    [InlineData("--upload-pack=touch /tmp/owned")]
    [InlineData("https://git.example.org/--upload-pack=x")]
    [InlineData("ssh://-oProxyCommand=touch/x")]
    [InlineData("ssh://ada:secret@git.example.org/x")]
    [InlineData("git@git.example.org:x.git")]
    [InlineData("git://git.example.org/x.git")]
    [InlineData("https://git.example.org/../x")]
    [InlineData("https://git.example.org./x")]
    [InlineData("https://git.example.org\\@10.0.0.7/x")]
    [Trait("Line", "1F.6")]
    public async Task Addresses_that_git_would_take_for_something_else_never_reach_it(string url)
    {
        await using var host = MirrorHost.Start();

        await Assert.ThrowsAsync<FormatException>(() => host.UpdateAsync(url));
        Assert.Empty(host.Left());
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest.git")]
    [InlineData("http://10.0.0.7/x.git")]
    [InlineData("http://167772167/x.git")]
    [InlineData("http://0x0a.7/x.git")]
    [InlineData("ssh://git@10.0.0.7/x.git")]
    [Trait("Line", "1F.6")]
    public async Task Hosts_that_the_egress_rules_forbid_are_not_called(string url)
    {
        await using var host = MirrorHost.Start();

        await Assert.ThrowsAsync<UrlNotAllowedException>(() => host.UpdateAsync(url));
        Assert.Empty(host.Left());
    }

    [Fact]
    [Trait("Line", "1F.6")]
    public async Task Gits_own_protocol_is_used_only_when_the_settings_allow_it()
    {
        await using var host = MirrorHost.Start(("Sources:Mirrors:AllowGitProtocol", "true"));
        var commit = host.Sample.Commit("main", "First", ("a", "b"));
        await using var daemon = await GitDaemon.StartAsync(host.Sample.Root);
        var url = $"git://127.0.0.1:{daemon.Port}/{host.Sample.Name}";

        Assert.Equal([commit], (await host.UpdateAsync(url)).After.Values);
        Assert.IsAssignableFrom<GitException>(await Record.ExceptionAsync(() => host.Mirrors.UpdateAsync(Guid.CreateVersion7(), $"git://127.0.0.1:{daemon.Port}/none.git", null, new CloneCredentials(null, null), default)));

        await using var strict = MirrorHost.Start();
        await Assert.ThrowsAsync<FormatException>(() => strict.UpdateAsync(url));
    }

    [Fact]
    [Trait("Line", "1F.6")]
    public async Task A_host_without_git_says_so()
    {
        await using var host = MirrorHost.Start(("Sources:Mirrors:Git", "/bin/false"));
        await using var server = await GitHttpServer.StartAsync(host.Sample.Root);

        var failure = await Assert.ThrowsAsync<GitUnavailableException>(() => host.UpdateAsync(server.Url + host.Sample.Name));
        Assert.Contains("Sources:Mirrors:Git", failure.Message, StringComparison.Ordinal);
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
