using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Artifacts.Inspection;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Versions;

namespace GraphQLPlugins.Catalog.Tests.Artifacts;

public sealed class ArtifactInspectorTests
{
    private static readonly string[] PlainJar = ["Gerrit-PluginName: delete-project", "Implementation-Version: v3.9"];

    [Fact]
    [Trait("Line", "G19")]
    public void A_manifests_name_beats_the_name_that_was_given_with_a_warning()
    {
        var found = Inspect(Archives.Jar(PlainJar), "x.jar", "other");

        Assert.Equal(("delete-project", "v3.9", ArtifactKind.Jar), (found.Name, found.Manifest.Version, found.Manifest.Kind));
        Assert.Equal(["The file's manifest calls it 'delete-project', not 'other'; the manifest's name was taken."], found.Warnings);
        Assert.Empty(Inspect(Archives.Jar(PlainJar), "x.jar", "delete-project.jar").Warnings);
    }

    [Theory]
    [Trait("Line", "G20")]
    [InlineData("my.plugin.jar", null, "my.plugin")]
    [InlineData("my.plugin.jar.disabled", null, "my.plugin")]
    [InlineData("my.plugin.jar", "given", "given")]
    [InlineData("my.plugin.jar", "given.jar", "given")]
    [InlineData("folder/my.jar", null, "my")]
    public void Without_a_manifests_name_it_is_called_as_given_or_after_its_file(string file, string? given, string name) =>
        Assert.Equal(name, Inspect(Archives.Jar(), file, given).Name);

    [Theory]
    [Trait("Line", "G20")]
    [InlineData("hello-1.2.js", "hello-1.2", "1.2", ArtifactKind.JavaScript)]
    [InlineData("my-plugin-1.0.js", "my-plugin-1.0", "plugin-1.0", ArtifactKind.JavaScript)]
    [InlineData("hello.js", "hello", "", ArtifactKind.JavaScript)]
    [InlineData("page.html", "page", "", ArtifactKind.Html)]
    internal void A_script_has_its_name_and_version_in_its_files_name(string file, string name, string version, ArtifactKind kind)
    {
        var found = Inspect("export default 1;"u8.ToArray(), file);

        Assert.Equal((name, version, kind), (found.Name, found.Manifest.Version, found.Manifest.Kind));
    }

    [Fact]
    public void A_line_of_a_jars_manifest_goes_on_after_72_bytes_even_in_the_middle_of_a_character()
    {
        var manifest = Encoding.UTF8.GetBytes("Manifest-Version: 1.0\nGerrit-PluginName: caf\u00e9-plugin\nImplementation-Version: 1.0\n\nName: later\nGerrit-PluginName: not-this\n");
        var at = manifest.AsSpan().IndexOf("\u00e9"u8) + 1;
        byte[] folded = [.. manifest[..at], .. "\r\n "u8, .. manifest[at..]];
        var jar = ZipOf(("META-INF/MANIFEST.MF", folded));

        Assert.Equal("caf\u00e9-plugin", Inspect(jar, "x.jar").Name);
    }

    [Fact]
    [Trait("Line", "G50")]
    [Trait("Line", "G39")]
    [Trait("Line", "G48")]
    public void The_attributes_of_server_plugins_are_read()
    {
        var found = Inspect(Archives.Gerrit("a", "1", "Gerrit-ReloadMode: ReSTART", "Gerrit-ApiType: Plugin", "Gerrit-LoadPriority: 7"), "a.jar");
        Assert.Equal((ReloadMode.Restart, ApiType.Plugin, 7), (found.Manifest.ReloadMode, found.Manifest.ApiType, found.Manifest.LoadPriority));

        var odd = Inspect(Archives.Gerrit("a", "1", "Gerrit-ReloadMode: sometimes", "Gerrit-LoadPriority: high"), "a.jar");
        Assert.Equal((ReloadMode.Restart, ApiType.Extension, 0), (odd.Manifest.ReloadMode, odd.Manifest.ApiType, odd.Manifest.LoadPriority));
        Assert.Equal(["The reload mode 'sometimes' is not known; the plugin is restarted.", "The load priority 'high' is no number; 0 was taken."], odd.Warnings);

        Assert.Equal(ReloadMode.Reload, Inspect(Archives.Gerrit("a", "1", "Gerrit-ReloadMode: Reload"), "a.jar").Manifest.ReloadMode);
    }

    [Fact]
    public void The_attributes_of_Jenkins_plugins_are_read()
    {
        var hpi = Archives.Jar("Short-Name: git", "Plugin-Version: 5.2.1", "Implementation-Version: 9", "Jenkins-Version: 2.387.3", "Plugin-Dependencies: credentials:2.1,scm-api:6;resolution:=optional,bare");

        var manifest = Inspect(hpi, "git.hpi").Manifest;

        Assert.Equal(("git", "5.2.1", "2.387.3", "jenkins"), (manifest.Name, manifest.Version, manifest.MinHostVersion, manifest.Ecosystem));
        Assert.Equal([new ManifestDependency("credentials", "2.1", false), new ManifestDependency("scm-api", "6", true), new ManifestDependency("bare", null, false)], manifest.Dependencies);
    }

    [Fact]
    public void Packages_and_bundles_are_read()
    {
        var nuget = Inspect(Archives.Zip(("My.Plugin.nuspec", """<?xml version="1.0"?><package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd"><metadata><id>My.Plugin</id><version>1.2.3</version></metadata></package>"""), ("lib/net10.0/My.Plugin.dll", "x")), "renamed.nupkg");
        Assert.Equal(("My.Plugin", "1.2.3", ArtifactKind.NuGet), (nuget.Name, nuget.Manifest.Version, nuget.Manifest.Kind));

        var npm = Inspect(Archives.Tar(("package/package.json", """{"name":"@scope/tool","version":"2.0.0"}"""), ("package/node_modules/x/package.json", "{}")), "tool-2.0.0.tgz");
        Assert.Equal(("@scope/tool", "2.0.0", ArtifactKind.Npm), (npm.Name, npm.Manifest.Version, npm.Manifest.Kind));

        var grafana = Inspect(Archives.Zip(("clock/plugin.json", """{"id":"grafana-clock-panel","name":"Clock","info":{"version":"2.1"},"dependencies":{"grafanaDependency":">=10","plugins":[{"id":"base","version":"1.x"}]}}"""), ("clock/module.js", "x")), "clock.zip");
        Assert.Equal(("grafana-clock-panel", "2.1", ArtifactKind.Bundle), (grafana.Name, grafana.Manifest.Version, grafana.Manifest.Kind));
        Assert.Equal([new ManifestDependency("base", "1.x", false)], grafana.Manifest.Dependencies);

        var mattermost = Inspect(Archives.Tar(("com.example.todo/plugin.json", """{"id":"com.example.todo","name":"Todo","version":"0.7.1","min_server_version":"5.12.0"}""")), "todo.tar.gz");
        Assert.Equal(("com.example.todo", "0.7.1", "5.12.0"), (mattermost.Name, mattermost.Manifest.Version, mattermost.Manifest.MinHostVersion));
    }

    [Fact]
    [Trait("Line", "G26")]
    public void What_a_file_is_follows_from_its_content_when_its_name_does_not_tell()
    {
        Assert.Equal("delete-project", Inspect(Archives.Jar(PlainJar), "download").Name);
        Assert.Equal("a", Inspect(Archives.Zip(("plugin.json", """{"id":"a"}""")), "download").Name);

        var both = Archives.Zip(("plugin.json", """{"id":"a"}"""), ("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n"));
        var ambiguous = Assert.Throws<ArtifactAmbiguousException>(() => Inspect(both, "both.zip"));
        Assert.Equal(("The file could be any of JAR, BUNDLE. Give it a name with the ending of its kind.", "ARTIFACT_AMBIGUOUS"), (ambiguous.Message, ambiguous.Code));
        Assert.Equal("both", Inspect(both, "both.jar").Name);

        Refused("of no kind that is supported", "MZ"u8.ToArray(), "tool.exe");
        Refused("it is no archive of that kind", "plain"u8.ToArray(), "x.jar");
        Refused("it has no plugin.json", Archives.Zip(("readme.txt", "x")), "x.zip");
    }

    [Fact]
    public void A_manifest_that_contradicts_itself_is_refused()
    {
        Refused("its manifest gives it two names: 'a' and 'b'", Archives.Jar("Gerrit-PluginName: a", "Short-Name: b"), "x.jar");
        Refused("its manifest names 'Gerrit-PluginName' twice", Archives.Jar("Gerrit-PluginName: a", "Gerrit-PluginName: b"), "x.jar");
        Refused("it has two manifests: 'META-INF/MANIFEST.MF' and 'meta-inf/manifest.mf'", Archives.Zip(("META-INF/MANIFEST.MF", "A: b\n"), ("meta-inf/manifest.mf", "A: b\n")), "x.jar");
        Refused("it has two manifests: 'a/plugin.json' and 'b/plugin.json'", Archives.Zip(("a/plugin.json", """{"id":"a"}"""), ("b/plugin.json", """{"id":"b"}""")), "x.zip");
        Refused("it has two manifests: 'a.nuspec' and 'b.nuspec'", Archives.Zip(("a.nuspec", "x"), ("b.nuspec", "x")), "x.nupkg");
        Refused("its plugin.json is no JSON that can be read", Archives.Zip(("plugin.json", """{"id":"a","id":"b"}""")), "x.zip");
        Refused("Gerrit-ApiType is 'module'", Archives.Gerrit("a", "1", "Gerrit-ApiType: module"), "x.jar");
        Refused("a path that leads elsewhere", Archives.Gerrit("../a", "1"), "x.jar");
        Refused("its .nuspec is no XML", Archives.Zip(("a.nuspec", """<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><package><metadata><id>&e;</id></metadata></package>""")), "x.nupkg");
        Refused("its version has 129 characters", Archives.Gerrit("a", new string('1', 60) + "." + new string('2', 60) + "." + "1234567"), "x.jar");
    }

    [Theory]
    [InlineData("../evil.txt", "leads out of the archive")]
    [InlineData("a/../../evil.txt", "leads out of the archive")]
    [InlineData("/etc/evil.txt", "absolute path")]
    [InlineData("C:/evil.txt", "absolute path")]
    [InlineData("a\\evil.txt", "backslash")]
    [InlineData("a\u0001b", "control character")]
    public void An_entry_that_would_be_unpacked_elsewhere_is_refused(string name, string reason)
    {
        Refused(reason, Archives.Zip(("plugin.json", """{"id":"a"}"""), (name, "x")), "x.zip");
        Refused(reason, Archives.Tar(("package/package.json", """{"name":"a","version":"1"}"""), (name, "x")), "x.tgz");
    }

    [Fact]
    public void Links_devices_and_encrypted_entries_are_refused()
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            zip.CreateEntry("link").ExternalAttributes = unchecked((int)0xA1FF0000);
        var link = Archives.PatchDirectory(bytes.ToArray(), 5, 3);
        Refused("the entry 'link' is a link or a device", link, "x.zip");
        Refused("the entry 'package/link' is a link or a device", Archives.Tar(tar => tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "package/link") { LinkName = "/etc/passwd" })), "x.tgz");
        Refused("changes an entry's size or makes it a link", Archives.Tar(tar => tar.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "package/link", new Dictionary<string, string> { ["linkpath"] = new string('a', 200) }) { LinkName = new string('a', 200) })), "x.tgz");

        Refused("is encrypted", Archives.PatchDirectory(Archives.Jar(PlainJar), 8, 1), "x.jar");
        Refused("is packed by method 93", Archives.PatchDirectory(Archives.Jar(PlainJar), 10, 93), "x.jar");
    }

    [Fact]
    public void An_archive_that_is_cut_off_or_was_changed_is_refused()
    {
        var jar = Archives.Jar(PlainJar);
        for (var length = 4; length < jar.Length; length += 7)
            Refused("the archive is damaged", jar[..length], "x.jar");
        var changed = jar.ToArray();
        changed[45] ^= 0x40;
        Refused("the archive is damaged", changed, "x.jar");
        Refused("the archive is damaged", [.. jar, .. "tail"u8], "x.jar");
        Refused("it is no archive of that kind", [.. "head"u8, .. jar], "x.jar");
        // The directory says another name than the entry: two readers would see two archives.
        Refused("is not what the directory says", Archives.PatchDirectory(jar, 46, (byte)'N'), "x.jar");
        Refused("does not have the size and checksum", Archives.PatchDirectory(jar, 16, 1, 2, 3, 4), "x.jar");

        var tar = Archives.Tar(("package/package.json", """{"name":"a","version":"1"}"""), ("package/more", new string('x', 5000)));
        Refused("the archive is damaged", tar[..(tar.Length / 2)], "x.tgz");
        Refused("it is empty", [], "x.tgz");
    }

    [Fact]
    public void An_entry_that_is_there_twice_is_refused()
    {
        Refused("it holds 'plugin.json' twice", Archives.Zip(("plugin.json", """{"id":"a"}"""), ("plugin.json", """{"id":"b"}""")), "x.zip");
        Refused("it holds 'package/package.json' twice", Archives.Tar(("package/package.json", "{}"), ("package/package.json", "{}")), "x.tgz");
    }

    [Fact]
    public void Bombs_are_refused_by_count_by_size_and_by_ratio()
    {
        var zeros = new string('0', 6 * 1024 * 1024);
        Refused("unpacks to more than 200 times its size", Archives.Zip(("plugin.json", """{"id":"a"}"""), ("zeros", zeros)), "x.zip");
        Refused("unpacks to more than 200 times its size", Archives.Tar(("package/package.json", """{"name":"a","version":"1"}"""), ("zeros", zeros)), "x.tgz");

        var limits = new ArtifactOptions { MaxEntries = 2, MaxUnpackedBytes = 4096 };
        Refused("it has 3 entries; at most 2 are allowed", Archives.Zip(("a", ""), ("b", ""), ("c", "")), "x.zip", limits);
        Refused("it has more than the 2 entries that are allowed", Archives.Tar(("a", ""), ("b", ""), ("c", "")), "x.tgz", new ArtifactOptions { MaxEntries = 2 });
        Refused("more than the 4096 bytes that are allowed unpacked", Archives.Zip(("a", zeros[..3000]), ("b", zeros[..3000])), "x.zip", limits);
        Refused("more than the 4096 bytes that are allowed unpacked", Archives.Tar(("a", zeros[..3000]), ("b", zeros[..3000])), "x.tgz", limits);
        Refused("'plugin.json' has 1048577 bytes; at most 1048576 are allowed", Archives.Zip(("plugin.json", zeros[..1048577])), "x.zip");

        // An entry that says it is smaller than it is, and two entries that share their bytes.
        var jar = Archives.Jar(PlainJar);
        Refused("is not what the directory says", Archives.PatchDirectory(jar, 24, 1, 0, 0, 0), "x.jar");
        Refused("overlaps another one", ShareBytes(Archives.Zip(("a", "same"), ("b", "same"))), "x.zip");
    }

    [Fact]
    public void A_script_must_be_text()
    {
        Refused("it is no UTF-8 text", [0xFF, 0xFE, 0x41], "x.js");
        Refused("it is no text", "a\0b"u8.ToArray(), "x.html");
    }

    /// <summary>Both directory entries lead to the first entry's bytes.</summary>
    private static byte[] ShareBytes(byte[] zip)
    {
        var second = zip.AsSpan().LastIndexOf("PK\x01\x02"u8);
        zip.AsSpan(second + 42, 4).Clear();
        return zip;
    }

    private static byte[] ZipOf(params (string Name, byte[] Content)[] entries)
    {
        var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        return bytes.ToArray();
    }

    private static void Refused(string reason, byte[] content, string fileName, ArtifactOptions? limits = null)
    {
        var refusal = Assert.Throws<ManifestInvalidException>(() => Inspect(content, fileName, limits: limits));
        Assert.Contains(reason, refusal.Message);
    }

    private static Inspection Inspect(byte[] content, string fileName, string? givenName = null, ArtifactOptions? limits = null) =>
        new ArtifactInspector(new CatalogOptions { Artifacts = limits ?? new ArtifactOptions() }, []).Inspect(new MemoryStream(content), fileName, givenName, default);
}
