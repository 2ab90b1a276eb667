using System.Security.Cryptography;
using System.Text.Json;
using GraphQLPlugins.Catalog.Tests.Artifacts;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.ModuleTesting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Catalog.Tests.Installations;

/// <summary>Files by address and by upload, the way clients install them.</summary>
public sealed class InstallFileTests : IAsyncLifetime
{
    private InstallationHost _host = null!;

    public async Task InitializeAsync() => _host = await InstallationHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    [Trait("Line", "G17")]
    [Trait("Line", "G19")]
    [Trait("Line", "G14")]
    [Trait("Line", "T7")]
    public async Task A_file_is_installed_under_its_manifests_name_whatever_was_given()
    {
        var file = Archives.Gerrit("delete-project", "v3.9");

        var payload = await _host.UploadAsync(file, "renamed.jar", new { name = "other" });

        var installation = payload.GetProperty("installation");
        Assert.Equal(("CREATED", "delete-project", "v3.9", "RUNNING", "UPLOAD"), (Text(payload, "outcome"), Text(installation, "name"), Text(installation, "version"), Text(installation, "state"), Text(installation, "origin")));
        Assert.Equal(("renamed.jar", "plugins/delete-project/", Digest(file)), (Text(installation, "fileName"), Text(installation, "indexUrl"), Text(installation, "artifactDigest")));
        Assert.Equal("The file's manifest calls it 'delete-project', not 'other'; the manifest's name was taken.", payload.GetProperty("warnings")[0].GetString());
        Assert.Equal([Digest(file)], _host.Files().Select(Path.GetFileName));
        Assert.Equal("installPlugin:delete-project", await _host.Host.Database.ScalarAsync("SELECT string_agg(action || ':' || target, ',') FROM kernel.audit_entries"));
    }

    [Fact]
    [Trait("Line", "G21")]
    [Trait("Line", "T6")]
    public async Task The_outcome_follows_from_what_is_installed_under_the_resolved_name()
    {
        Assert.Equal("CREATED", Text(await _host.UploadAsync(Archives.Gerrit("bar", "1.0")), "outcome"));
        Assert.Equal("OVERWRITTEN", Text(await _host.UploadAsync(Archives.Gerrit("bar", "1.0", "X: y"), more: new { name = "foo" }), "outcome"));
        Assert.Equal("REINSTALLED", Text(await _host.UploadAsync(Archives.Gerrit("bar", "1.0", "X: y")), "outcome"));
        Assert.Equal("UPGRADED", Text(await _host.UploadAsync(Archives.Gerrit("bar", "1.1")), "outcome"));
        Assert.Equal("DOWNGRADED", Text(await _host.UploadAsync(Archives.Gerrit("bar", "0.9")), "outcome"));
        Assert.Equal(1, await _host.ReadAsync(db => db.Installations.CountAsync()));
    }

    [Fact]
    public async Task Repeated_with_a_key_a_file_is_installed_once()
    {
        var file = Archives.Gerrit("tool", "1");
        var first = await _host.UploadAsync(file, more: new { idempotencyKey = "once" });
        var again = await _host.UploadAsync(file, more: new { idempotencyKey = "once" });

        Assert.Equal(("CREATED", "CREATED"), (Text(first, "outcome"), Text(again, "outcome")));
        Assert.Equal(1, (await _host.FindAsync("tool")).GetProperty("generation").GetInt32());
        Assert.Equal("IDEMPOTENCY_CONFLICT", (await _host.RefusedUploadAsync([.. file, 0], more: new { idempotencyKey = "once" })).Code);
    }

    [Fact]
    [Trait("Line", "G20")]
    public async Task A_script_is_called_after_its_file()
    {
        var script = (await _host.UploadAsync("export default 1;"u8.ToArray(), "hello-2.1.js")).GetProperty("installation");
        Assert.Equal(("hello-2.1", "2.1"), (Text(script, "name"), Text(script, "version")));
        var page = (await _host.UploadAsync("<p>hello</p>"u8.ToArray(), "page.html")).GetProperty("installation");
        Assert.Equal(("page", ""), (Text(page, "name"), Text(page, "version")));
    }

    [Fact]
    public async Task A_name_that_differs_by_case_alone_is_refused()
    {
        await _host.UploadAsync(Archives.Gerrit("Tool", "1"));
        var before = await _host.KeptAsync();

        var (code, message) = await _host.RefusedUploadAsync(Archives.Gerrit("tool", "1"));

        Assert.Equal(("NAME_CLASH", "'tool' cannot be installed: 'Tool' is, and their names differ by case alone."), (code, message));
        Assert.Equal(before, await _host.KeptAsync());
    }

    [Fact]
    [Trait("Line", "G18")]
    public async Task A_file_is_fetched_by_its_address_and_a_secret_in_that_is_not_kept()
    {
        var file = Archives.Gerrit("tool", "1");
        var url = _host.Server.Serve("files/tool.jar?token=secret", file);

        var installation = (await _host.InstallUrlAsync(url, new { sha256 = Digest(file).ToUpperInvariant() })).GetProperty("installation");

        Assert.Equal(("tool", "URL", "tool.jar"), (Text(installation, "name"), Text(installation, "origin"), Text(installation, "fileName")));
        Assert.DoesNotContain("secret", (await _host.FindAsync("tool")).ToString());
    }

    [Fact]
    public async Task A_job_fetches_and_installs_with_steps_to_be_seen_and_fails_with_the_refusals_code()
    {
        var good = _host.Server.Serve("tool.jar?token=secret", Archives.Gerrit("tool", "1"));
        var bad = _host.Server.Serve("bad.jar", "broken"u8.ToArray());

        var job = (await _host.InstallUrlAsync(good, new { async = true })).GetProperty("job");
        var failing = (await _host.InstallUrlAsync(bad, new { async = true })).GetProperty("job");
        Assert.Equal(("QUEUED", 0), (Text(job, "status"), _host.Server.Requests));
        Assert.Equal(0L, await _host.Host.Database.ScalarAsync("SELECT count(*) FROM kernel.jobs WHERE payload_json LIKE '%secret%'"));
        await _host.Host.Services.GetRequiredService<JobRunner>().RunDueAsync();

        var done = await JobAsync(Text(job, "id"));
        Assert.Equal("SUCCEEDED", Text(done, "status"));
        Assert.Equal(["fetch and check the file", "start tool"], done.GetProperty("steps").EnumerateArray().Select(step => Text(step, "name")));
        Assert.Equal("""{"name":"tool","version":"1","outcome":"CREATED","warnings":[]}""", done.GetProperty("result").ToString());
        var failed = await JobAsync(Text(failing, "id"));
        Assert.Equal(("FAILED", "MANIFEST_INVALID"), (Text(failed, "status"), Text(failed.GetProperty("error"), "code")));
        Assert.Equal("tool", Text(await _host.FindAsync("tool"), "name"));
        Assert.Equal(1, await _host.ReadAsync(db => db.Installations.CountAsync()));

        Assert.Equal("INPUT_INVALID", (await _host.RefusedUploadAsync(Archives.Gerrit("x", "1"), more: new { async = true })).Code);
        await _host.ChangeAsync("updatePolicy", new { allowRemoteAdmin = false });
        Assert.Equal("REMOTE_ADMIN_DISABLED", (await _host.RefusedUrlAsync(good, new { async = true })).Code);
    }

    private async Task<JsonElement> JobAsync(string id) =>
        (await _host.Host.QueryAsync("query($id: ID!) { job(id: $id) { status steps { name status } result error { code } } }", new { id })).GetProperty("data").GetProperty("job");

    [Fact]
    public async Task A_rehearsal_tells_what_a_file_is_and_keeps_nothing()
    {
        var url = _host.Server.Serve("tool.jar", Archives.Gerrit("tool", "1"));

        var payload = await _host.InstallUrlAsync(url, new { dryRun = true });

        Assert.Equal(("CREATED", "tool"), (Text(payload, "outcome"), Text(payload.GetProperty("installation"), "name")));
        Assert.Equal("", await _host.KeptAsync());
    }

    [Fact]
    [Trait("Line", "G29")]
    [Trait("Line", "1F.1")]
    public async Task An_address_leads_to_public_hosts_and_into_the_drop_folder_alone()
    {
        await using var strict = await InstallationHost.StartAsync(("Egress:AllowedNetworks:0", "192.0.2.0/24"));
        foreach (var url in new[] { "http://127.0.0.1:1/a.jar", "http://[::1]/a.jar", "http://169.254.169.254/latest/a.jar", "http://0x7f000001/a.jar", "http://10.0.0.1/a.jar", "ftp://example.org/a.jar", "http://user:pw@example.org/a.jar", "gopher://x/", "not an address" })
            Assert.Equal("URL_NOT_ALLOWED", (await strict.RefusedUrlAsync(url)).Code);

        var inside = Path.Combine(_host.DropFolder, "tool.jar");
        await File.WriteAllBytesAsync(inside, Archives.Gerrit("tool", "1"));
        var outside = Path.Combine(Path.GetDirectoryName(_host.DropFolder)!, "outside.jar");
        await File.WriteAllBytesAsync(outside, Archives.Gerrit("outside", "1"));
        File.CreateSymbolicLink(Path.Combine(_host.DropFolder, "link.jar"), outside);
        File.CreateSymbolicLink(Path.Combine(_host.DropFolder, "good-link.jar"), inside);

        Assert.Equal("CREATED", Text(await _host.InstallUrlAsync(new Uri(inside).AbsoluteUri), "outcome"));
        Assert.Equal("REINSTALLED", Text(await _host.InstallUrlAsync(new Uri(Path.Combine(_host.DropFolder, "good-link.jar")).AbsoluteUri), "outcome"));
        foreach (var path in new[] { outside, Path.Combine(_host.DropFolder, "..", "outside.jar"), Path.Combine(_host.DropFolder, "link.jar"), _host.DropFolder, "/etc/passwd", Path.Combine(_host.DropFolder, "none.jar") })
            Assert.Equal("URL_NOT_ALLOWED", (await _host.RefusedUrlAsync("file://" + path)).Code);
        Assert.Equal("URL_NOT_ALLOWED", (await _host.RefusedUrlAsync("file://server/share/tool.jar")).Code);
        Assert.Equal(1, await _host.ReadAsync(db => db.Installations.CountAsync()));
    }

    [Fact]
    public async Task The_policy_names_the_hosts_that_files_are_fetched_from()
    {
        var url = _host.Server.Serve("tool.jar", Archives.Gerrit("tool", "1"));
        await _host.ChangeAsync("updatePolicy", new { egressAllow = new[] { "files.example.org" } });
        Assert.Equal("URL_NOT_ALLOWED", (await _host.RefusedUrlAsync(url)).Code);
        await _host.ChangeAsync("updatePolicy", new { egressAllow = Array.Empty<string>(), egressDeny = new[] { "127.0.0.1" } });
        Assert.Equal("URL_NOT_ALLOWED", (await _host.RefusedUrlAsync(url)).Code);
        Assert.Equal(0, _host.Server.Requests);
    }

    [Fact]
    [Trait("Line", "G24")]
    [Trait("Line", "G25")]
    [Trait("Line", "T11")]
    public async Task Whatever_a_host_or_a_file_does_the_old_version_serves_and_nothing_is_left()
    {
        var old = Archives.Gerrit("tool", "1");
        await _host.UploadAsync(old);
        await _host.ChangeAsync("updatePolicy", new { maxArtifactBytes = 100_000 });
        var before = await _host.KeptAsync();
        var good = Archives.Gerrit("tool", "2");
        var server = _host.Server;

        var cases = new (string Url, object? More, string Code)[]
        {
            (server.Redirect("private", "http://10.0.0.1/tool.jar"), null, "URL_NOT_ALLOWED"),
            (server.Redirect("elsewhere", "http://localhost/tool.jar"), null, "URL_NOT_ALLOWED"),
            (server.Redirect("around", "/around"), null, "URL_NOT_ALLOWED"),
            (server.Status("none.jar", "404 Not Found"), null, "UPSTREAM_UNAVAILABLE"),
            (server.Status("broken.jar", "500 Oops"), null, "UPSTREAM_UNAVAILABLE"),
            (server.Hang("hangs.jar", good[..100]), null, "UPSTREAM_UNAVAILABLE"),
            (server.On("silent.jar", _ => Task.CompletedTask), null, "UPSTREAM_UNAVAILABLE"),
            (server.Lie("more.jar", good.Length + 50, good), null, "UPSTREAM_UNAVAILABLE"),
            (server.Lie("less.jar", good.Length - 50, good), null, "MANIFEST_INVALID"),
            (server.Lie("huge.jar", 10_000_000_000, []), null, "PAYLOAD_TOO_LARGE"),
            (server.Endless("endless.jar"), null, "PAYLOAD_TOO_LARGE"),
            (server.Serve("other.jar", Archives.Gerrit("tool", "3")), new { sha256 = Digest(good) }, "CHECKSUM_MISMATCH"),
            (server.Serve("corrupt.jar", [.. good[..60], .. new byte[20], .. good[80..]]), null, "MANIFEST_INVALID"),
            (server.Serve("text.jar", "hello"u8.ToArray()), null, "MANIFEST_INVALID"),
            (server.Serve("wrong.jar", good), new { version = "3" }, "MANIFEST_INVALID"),
            (server.Serve("digest.jar", good), new { sha256 = "no digest" }, "INPUT_INVALID"),
            (server.Serve("etag.jar", good), new { expectedEtag = "\"other\"" }, "ETAG_MISMATCH"),
            (server.Serve("unstartable.zip", Archives.Zip(("plugin.json", """{"id":"tool","version":"2","entry":{"assembly":"None","class":"None.Plugin"}}"""))), null, "PLUGIN_LOAD_FAILED"),
            ("http://127.0.0.1:1/tool.jar", null, "UPSTREAM_UNAVAILABLE"),
        };
        foreach (var (url, more, code) in cases)
        {
            var refusal = await _host.RefusedUrlAsync(url, more);
            Assert.True(code == refusal.Code, $"{url}: {refusal}");
            Assert.DoesNotContain("   at ", refusal.Message);
            Assert.Equal(before, await _host.KeptAsync());
        }
        Assert.Equal("UPGRADED", Text(await _host.InstallUrlAsync(server.Serve("good.jar", good)), "outcome"));
    }

    [Fact]
    public async Task A_file_that_changes_between_two_requests_is_not_taken_for_the_one_that_was_looked_at()
    {
        var seen = Archives.Gerrit("tool", "1");
        var url = _host.Server.Serve("tool.jar", seen);
        var digest = Text((await _host.InstallUrlAsync(url, new { dryRun = true })).GetProperty("installation"), "artifactDigest");

        _host.Server.Serve("tool.jar", Archives.Gerrit("tool", "1", "Extra: evil"));

        Assert.Equal("CHECKSUM_MISMATCH", (await _host.RefusedUrlAsync(url, new { sha256 = digest })).Code);
        Assert.Equal("", await _host.KeptAsync());
    }

    [Fact]
    public async Task A_full_store_is_a_refusal_and_leaves_nothing()
    {
        await using var small = await InstallationHost.StartAsync(("Catalog:Artifacts:MaxStoreBytes", "1000"));
        await small.UploadAsync(Archives.Gerrit("one", "1"));
        var before = await small.KeptAsync();

        var (code, message) = await small.RefusedUploadAsync([.. Archives.Zip(("plugin.json", """{"id":"two"}"""), ("noise", Convert.ToBase64String(RandomNumberGenerator.GetBytes(2000))))], "two.zip");

        Assert.Equal("ARTIFACT_STORE_FULL", code);
        Assert.Contains("Catalog:Artifacts:MaxStoreBytes", message);
        Assert.Equal(before, await small.KeptAsync());
    }

    [Fact]
    public async Task A_store_that_cannot_be_written_leaves_the_old_version_in_use()
    {
        await _host.UploadAsync(Archives.Gerrit("tool", "1"));
        var before = await _host.KeptAsync();
        // Where the new file's folder should be there is a file, so it is received and checked but cannot be put into its place.
        var file = Archives.Gerrit("tool", "2");
        var place = Path.Combine(_host.StoreFolder, "sha256", Digest(file)[..2]);
        await File.WriteAllTextAsync(place, "");

        Assert.Equal("ARTIFACT_STORE_UNWRITABLE", (await _host.RefusedUploadAsync(file)).Code);

        File.Delete(place);
        Assert.Equal(before, await _host.KeptAsync());
    }

    [Theory]
    [InlineData("""{ "deniedPlugins": ["TOOL"] }""")]
    [InlineData("""{ "allowedRepositories": ["local"] }""")]
    [InlineData("""{ "allowedPublishers": ["somebody"] }""")]
    [InlineData("""{ "minimumReleaseAge": "P1D" }""")]
    public async Task What_a_policy_asks_for_a_file_cannot_evade(string policy)
    {
        await _host.ChangeAsync("updatePolicy", JsonDocument.Parse(policy).RootElement);

        Assert.Equal("PLUGIN_NOT_ALLOWED", (await _host.RefusedUploadAsync(Archives.Gerrit("tool", "1"))).Code);
        Assert.Equal("", await _host.KeptAsync());
    }

    [Fact]
    [Trait("Line", "O9")]
    public async Task Who_may_install_is_asked_before_anything_is_fetched_and_again_when_the_name_is_known()
    {
        var url = _host.Server.Serve("tool.jar", Archives.Gerrit("tool", "1"));
        _host.Host.Caller = ModuleHost.Identity("catalog:write");
        Assert.Equal("FORBIDDEN", (await _host.RefusedUrlAsync(url)).Code);
        Assert.Equal(0, _host.Server.Requests);

        _host.Host.Caller = ModuleHost.Identity("catalog:read plugins:install:git*");
        Assert.Equal("FORBIDDEN", (await _host.RefusedUrlAsync(url)).Code);
        Assert.Equal("", await _host.KeptAsync());

        _host.Host.Caller = ModuleHost.Identity("catalog:read plugins:install:to*");
        Assert.Equal("CREATED", Text(await _host.InstallUrlAsync(url), "outcome"));
    }

    [Fact]
    [Trait("Line", "G23")]
    public async Task A_file_whose_name_ends_in_disabled_stays_out_of_use_however_it_comes()
    {
        await _host.UploadAsync(Archives.Gerrit("sent", "1"), "sent.jar.disabled");
        await _host.InstallUrlAsync(_host.Server.Serve("fetched.jar.disabled", Archives.Gerrit("fetched", "1")));
        Assert.Equal(("DISABLED", "DISABLED", "sent.jar"), (Text(await _host.FindAsync("sent"), "state"), Text(await _host.FindAsync("fetched"), "state"), Text(await _host.FindAsync("sent"), "fileName")));

        await _host.UploadAsync(Archives.Gerrit("sent", "1"), "sent.jar");
        Assert.Equal("RUNNING", Text(await _host.FindAsync("sent"), "state"));
    }

    [Fact]
    [Trait("Line", "G22")]
    [Trait("Line", "G23")]
    public async Task Installing_over_a_disabled_plugin_puts_it_into_use_and_may_leave_it_out_of_use()
    {
        await _host.UploadAsync(Archives.Gerrit("tool", "1"), more: new { activate = false });
        Assert.Equal("DISABLED", Text(await _host.FindAsync("tool"), "state"));

        Assert.Equal("RUNNING", Text((await _host.UploadAsync(Archives.Gerrit("tool", "2"))).GetProperty("installation"), "state"));
        Assert.Equal("DISABLED", Text((await _host.UploadAsync(Archives.Gerrit("tool", "3"), more: new { activate = false })).GetProperty("installation"), "state"));
    }

    private static string Digest(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));

    private static string Text(JsonElement node, string member) => node.GetProperty(member).GetString()!;
}
