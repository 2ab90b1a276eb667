using System.Security.Cryptography;
using System.Text.Json;
using GraphQLPlugins.Catalog.Signatures;
using GraphQLPlugins.Catalog.Tests.Artifacts;
using GraphQLPlugins.Catalog.Tests.Installations;
using GraphQLPlugins.ModuleTesting;

namespace GraphQLPlugins.Catalog.Tests.Signatures;

/// <summary>Keys that an organization trusts, and files that they signed or did not.</summary>
public sealed class SignatureTests : IAsyncLifetime, IDisposable
{
    private static readonly byte[] Tool1 = Archives.Gerrit("tool", "1");

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private InstallationHost _host = null!;

    public async Task InitializeAsync()
    {
        _host = await InstallationHost.StartAsync(("Catalog:Artifacts:FetchImported", "true"), ("Catalog:CheckImages", "false"), ("Catalog:RegistryUrls:DockerHub", "http://127.0.0.1:1"));
        await _host.ChangeAsync("updatePolicy", new { requireSignature = true });
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    public void Dispose() => _key.Dispose();

    [Fact]
    public async Task A_version_of_the_catalog_is_installed_when_a_trusted_key_signed_what_arrives()
    {
        await TrustAsync(_key.ExportSubjectPublicKeyInfoPem());
        await ImportAsync(Version("1", Tool1, Sign(Tool1)), Version("2", Archives.Gerrit("tool", "2"), Sign(Tool1)), Version("3", Archives.Gerrit("tool", "3"), null));

        Assert.Equal("CREATED", (await InstallAsync("1")).GetProperty("outcome").GetString());
        var before = await _host.KeptAsync();
        Assert.Equal(("SIGNATURE_INVALID", "The signature of the file of 'tool' is not valid: none of the keys that the organization trusts made it."), await RefusedAsync("2"));
        Assert.Equal("PLUGIN_NOT_ALLOWED", (await RefusedAsync("3")).Code);
        Assert.Equal("SIGNATURE_INVALID", (await _host.RefusedAsync("upgradePlugin", new { name = "tool", version = "2" })).Code);

        Assert.Equal(before, await _host.KeptAsync());
    }

    [Fact]
    public async Task A_file_of_the_drop_folder_needs_the_signature_beside_it_or_one_that_is_published()
    {
        await TrustAsync(_key.ExportSubjectPublicKeyInfoPem());
        var path = Path.Combine(_host.DropFolder, "tool.jar");
        await File.WriteAllBytesAsync(path, Tool1);
        Assert.Equal("tool.jar SIGNATURE_INVALID", await ScanAsync());
        Assert.Equal("", await ScanAsync());

        // What lies beside the file counts as a change of it, so the times must differ.
        await SignAsync(Sign(Archives.Gerrit("tool", "2")), 2);
        Assert.Equal("tool.jar SIGNATURE_INVALID", await ScanAsync());
        Assert.Equal("", await _host.KeptAsync());
        await SignAsync(Sign(Tool1), 4);
        Assert.Equal("", await ScanAsync());
        Assert.Equal("1", (await _host.FindAsync("tool")).GetProperty("version").GetString());

        var published = Archives.Gerrit("tool", "3");
        await ImportAsync($$"""{"version":"3","downloadUrl":"{{_host.Server.Serve("tool-3.jar", published)}}","sha256":"{{Convert.ToHexStringLower(SHA256.HashData(published))}}","signature":"{{Sign(published)}}"}""");
        File.Delete(path + ".sig");
        await File.WriteAllBytesAsync(path, published);
        Assert.Equal("", await ScanAsync());
        Assert.Equal("3", (await _host.FindAsync("tool")).GetProperty("version").GetString());

        async Task SignAsync(string signature, int seconds)
        {
            await File.WriteAllTextAsync(path + ".sig", signature + "\n");
            File.SetLastWriteTimeUtc(path + ".sig", DateTime.UtcNow.AddSeconds(seconds));
        }

        async Task<string> ScanAsync() => string.Join(',', (await _host.ChangeAsync("rescanPlugins", new { })).GetProperty("report").GetProperty("failed").EnumerateArray()
            .Select(fault => $"{fault.GetProperty("fileName").GetString()} {fault.GetProperty("code").GetString()}"));
    }

    [Theory]
    [InlineData("P-384")]
    [InlineData("RSA-PSS")]
    [InlineData("RSA-PKCS1")]
    public async Task Signatures_of_every_kind_of_key_are_understood(string kind)
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        var padding = kind == "RSA-PSS" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        var (pem, signature) = kind == "P-384"
            ? (ecdsa.ExportSubjectPublicKeyInfoPem(), Sign(Tool1, ecdsa))
            : (rsa.ExportSubjectPublicKeyInfoPem(), Convert.ToBase64String(rsa.SignData(Tool1, HashAlgorithmName.SHA256, padding)));
        await TrustAsync(pem);

        Assert.Equal("SIGNATURE_INVALID", (await _host.RefusedUploadAsync(Archives.Gerrit("tool", "1", "Other: yes"), more: new { signature })).Code);
        await _host.UploadAsync(Tool1, more: new { signature });

        Assert.Equal("1", (await _host.FindAsync("tool")).GetProperty("version").GetString());
    }

    [Fact]
    public void A_signature_made_by_openssl_is_understood()
    {
        // openssl ecparam -name prime256v1 -genkey; openssl pkey -pubout; openssl dgst -sha256 -sign key.pem FILE | base64, of a file "hello\n".
        const string pem = """
            -----BEGIN PUBLIC KEY-----
            MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEbc3lBp+gGLP1KpuKnDf7nubLzp/W
            f5qvoE6jQkeIoJsDBZQoG+KNKCrjCni0rNWb8TQf9K3w4BkWZUR7sZ3n+g==
            -----END PUBLIC KEY-----
            """;
        var signature = Convert.FromBase64String("MEYCIQCLq06H2ja94Ss4s73p0S1oBuDpKy4zeVvy8kunltQhSAIhAPFrtdbLg7aFl5UXOInLnr1GOhjZjE+gkSWV9nnkT1nm");
        var key = PublisherKey.Register(Guid.Empty, new RegisterPublisherKey("key", pem, null), "tester", DateTimeOffset.UnixEpoch);

        Assert.True(key.Verifies(SHA256.HashData("hello\n"u8), signature));
        Assert.False(key.Verifies(SHA256.HashData("hello"u8), signature));
        Assert.False(key.Verifies(SHA256.HashData("hello\n"u8), signature[..^1]));
    }

    [Fact]
    public async Task Files_and_what_is_only_recorded_need_a_signature_too_where_the_policy_asks_for_it()
    {
        await TrustAsync(_key.ExportSubjectPublicKeyInfoPem());
        var url = _host.Server.Serve("tool.jar", Tool1);
        Assert.Equal(("SIGNATURE_INVALID", "The signature of the file of 'tool' is not valid: the policy asks for one, and there is none."), await _host.RefusedUrlAsync(url));
        Assert.Equal(("SIGNATURE_INVALID", "The signature of the file of 'tool' is not valid: it is no base64."), await _host.RefusedUrlAsync(url, new { signature = "?" }));
        Assert.Equal("SIGNATURE_INVALID", (await _host.RefusedUrlAsync(url, new { signature = Convert.ToBase64String(new byte[70]) })).Code);
        Assert.Empty(_host.Files());
        await _host.InstallUrlAsync(url, new { signature = Sign(Tool1) });

        // A signature that is given is checked also where none is asked for.
        await _host.ChangeAsync("updatePolicy", new { requireSignature = false });
        Assert.Equal("SIGNATURE_INVALID", (await _host.RefusedUrlAsync(url, new { signature = Sign("other"u8.ToArray()) })).Code);
        await _host.InstallUrlAsync(url);
        await _host.ChangeAsync("updatePolicy", new { requireSignature = true });

        await using var recording = _host.Host.Join(() => [new CatalogModule()], null, _host.Settings(("Catalog:Artifacts:FetchImported", "false")));
        var digest = Convert.ToHexStringLower(SHA256.HashData(Tool1));
        await ImportAsync(
            $$"""{"version":"5","downloadUrl":"https://files.example.org/5","sha256":"{{digest}}","signature":"{{Sign(Tool1)}}"}""",
            $$"""{"version":"6","downloadUrl":"https://files.example.org/6","sha256":"{{digest}}","signature":"{{Sign("other"u8.ToArray())}}"}""",
            $$"""{"version":"7","downloadUrl":"https://files.example.org/7","signature":"{{Sign(Tool1)}}"}""");
        Assert.Equal("SIGNATURE_INVALID", CodeOf(await recording.RunAsync("installPlugin", Input("6"))));
        Assert.Equal("SIGNATURE_INVALID", CodeOf(await recording.RunAsync("installPlugin", Input("7"))));
        Assert.Null(CodeOf(await recording.RunAsync("installPlugin", Input("5"))));
    }

    [Fact]
    public async Task A_key_of_a_publisher_vouches_for_its_plugins_and_a_revoked_one_for_none()
    {
        await ImportAsync(Version("1", Tool1, Sign(Tool1)));
        Assert.Contains("trusts no key yet", (await RefusedAsync("1")).Message);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await TrustAsync(_key.ExportSubjectPublicKeyInfoPem(), "somebody else");
        Assert.Contains("vouches for its authors", (await RefusedAsync("1")).Message);
        await RevokeAllAsync();
        Assert.Equal("PUBLISHER_KEY_ALREADY_EXISTS", (await _host.RefusedAsync("registerPublisherKey", new { name = "again", publicKey = _key.ExportSubjectPublicKeyInfoPem() })).Code);
        await TrustAsync(other.ExportSubjectPublicKeyInfoPem(), "maker");
        Assert.Contains("made it", (await RefusedAsync("1")).Message);
        await _host.UploadAsync(Archives.Gerrit("tool", "2"), more: new { signature = Sign(Archives.Gerrit("tool", "2"), other) });
        await RevokeAllAsync();
        Assert.Contains("trusts no key yet", (await RefusedAsync("1")).Message);
    }

    [Fact]
    public async Task Keys_belong_to_an_organization_and_are_listed_with_what_became_of_them()
    {
        var pem = _key.ExportSubjectPublicKeyInfoPem();
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()));
        Assert.Equal(fingerprint, await TrustAsync(pem, "maker"));
        Assert.Equal("PUBLISHER_KEY_ALREADY_EXISTS", (await _host.RefusedAsync("registerPublisherKey", new { name = "b", publicKey = pem })).Code);
        Assert.Equal("PUBLISHER_KEY_NOT_FOUND", (await _host.RefusedAsync("revokePublisherKey", new { fingerprint = "0", reason = "x" })).Code);
        Assert.Equal("INPUT_INVALID", (await _host.RefusedAsync("revokePublisherKey", new { fingerprint, reason = " " })).Code);

        _host.Host.Caller = ModuleHost.Identity("*", Guid.NewGuid());
        Assert.Equal(0, (await KeysAsync()).GetProperty("totalCount").GetInt32());
        Assert.Equal("PUBLISHER_KEY_NOT_FOUND", (await _host.RefusedAsync("revokePublisherKey", new { fingerprint, reason = "x" })).Code);
        _host.Host.Caller = ModuleHost.Identity("catalog:read");
        Assert.Equal("maker", Assert.Single((await KeysAsync()).GetProperty("nodes").EnumerateArray()).GetProperty("publisher").GetString());
        Assert.Contains("AUTH_NOT_AUTHORIZED", (await _host.Host.RunAsync("registerPublisherKey", new { input = new { name = "c", publicKey = pem } })).GetProperty("errors").ToString());

        _host.Host.Caller = ModuleHost.Identity("*");
        await _host.ChangeAsync("revokePublisherKey", new { fingerprint, reason = "It leaked." });
        Assert.Equal(0, (await KeysAsync()).GetProperty("totalCount").GetInt32());
        var revoked = (await KeysAsync(includeRevoked: true)).GetProperty("nodes")[0];
        Assert.Equal(("tester", "ECDSA", "It leaked."), (revoked.GetProperty("registeredBy").GetString(), revoked.GetProperty("algorithm").GetString(), revoked.GetProperty("revokeReason").GetString()));
    }

    [Fact]
    public async Task Only_public_keys_of_the_kinds_that_are_checked_are_taken()
    {
        using var small = RSA.Create(1024);
        using var odd = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        foreach (var (pem, reason) in new[]
        {
            ("no key", "PEM"), (_key.ExportPkcs8PrivateKeyPem(), "private key"), (small.ExportSubjectPublicKeyInfoPem(), "2048"), (odd.ExportSubjectPublicKeyInfoPem(), "P-256"),
            (small.ExportRSAPublicKeyPem(), "'PUBLIC KEY' is"), (PemEncoding.WriteString("PUBLIC KEY", [1, 2, 3]), "expected"), (new string('x', 10_001), "10000"),
        })
        {
            var (code, message) = await _host.RefusedAsync("registerPublisherKey", new { name = "k", publicKey = pem });
            Assert.Equal("INPUT_INVALID", code);
            Assert.Contains(reason, message);
            Assert.DoesNotContain(pem, message);
        }
        Assert.Equal(0L, await _host.Host.Database.ScalarAsync("SELECT count(*) FROM catalog.publisher_keys"));
    }

    [Fact]
    public async Task An_organization_that_trusts_keys_publishes_no_signature_that_none_of_them_made()
    {
        await _host.ChangeAsync("registerPlugin", new { name = "Tool", resourceType = "a.B", image = "plugin-tool" });
        var digest = Convert.ToHexStringLower(SHA256.HashData(Tool1));
        object Publish(string version, string? signature, string? sha256) => new { pluginId = "plugin-tool", version, artifacts = new[] { new { url = "https://files.example.org/tool", sha256, signature } } };
        await _host.ChangeAsync("publishPluginVersion", Publish("0", "cGdw", null));
        await TrustAsync(_key.ExportSubjectPublicKeyInfoPem());

        Assert.Equal("SIGNATURE_INVALID", (await _host.RefusedAsync("publishPluginVersion", Publish("1", "cGdw", digest))).Code);
        Assert.Equal("INPUT_INVALID", (await _host.RefusedAsync("publishPluginVersion", Publish("1", Sign(Tool1), null))).Code);
        await _host.ChangeAsync("publishPluginVersion", Publish("1", Sign(Tool1), digest));
        await _host.ChangeAsync("publishPluginVersion", Publish("2", null, digest));
    }

    private Task<string> TrustAsync(string pem, string? publisher = null) => FingerprintAsync(_host.ChangeAsync("registerPublisherKey", new { name = "key", publicKey = pem, publisher }));

    private static async Task<string> FingerprintAsync(Task<JsonElement> payload) => (await payload).GetProperty("publisherKey").GetProperty("fingerprint").GetString()!;

    private async Task RevokeAllAsync()
    {
        foreach (var key in (await KeysAsync()).GetProperty("nodes").EnumerateArray())
            await _host.ChangeAsync("revokePublisherKey", new { fingerprint = key.GetProperty("fingerprint").GetString(), reason = "Over." });
    }

    private async Task<JsonElement> KeysAsync(bool includeRevoked = false) => (await _host.Host.RunAsync("publisherKeys", new { includeRevoked })).GetProperty("data").GetProperty("publisherKeys");

    private string Sign(byte[] content, ECDsa? key = null) => Convert.ToBase64String((key ?? _key).SignData(content, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

    private string Version(string version, byte[] file, string? signature) =>
        JsonSerializer.Serialize(new { version, downloadUrl = _host.Server.Serve($"tool-{version}.jar", file), signature });

    private Task ImportAsync(params string[] versions) => _host.ImportAsync(["\"maker\""], versions);

    private Task<JsonElement> InstallAsync(string version) => _host.ChangeAsync("installPlugin", new { source = new { catalog = new { pluginId = "tool" } }, version });

    private Task<(string Code, string Message)> RefusedAsync(string version) => _host.RefusedAsync("installPlugin", new { source = new { catalog = new { pluginId = "tool" } }, version });

    private static object Input(string version) => new { input = new { source = new { catalog = new { pluginId = "tool" } }, version } };

    private static string? CodeOf(JsonElement answer) =>
        answer.GetProperty("data").GetProperty("installPlugin").GetProperty("errors") is { ValueKind: JsonValueKind.Array } errors ? errors[0].GetProperty("code").GetString() : null;
}
