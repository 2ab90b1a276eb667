using System.Text;
using GraphQLPlugins.Catalog.Contracts;

namespace GraphQLPlugins.Catalog.Tests.Contracts;

public sealed class SourceManifestTests
{
    [Theory]
    [InlineData("plugin.json", SourceManifestKind.Plugin)]
    [InlineData("src/greeter/plugin.json", SourceManifestKind.Plugin)]
    [InlineData("web/package.json", SourceManifestKind.Npm)]
    [InlineData("src/Greeter/Greeter.csproj", SourceManifestKind.Project)]
    [InlineData("src/main/resources/META-INF/MANIFEST.MF", SourceManifestKind.Jar)]
    [InlineData("MANIFEST.MF", null)]
    [InlineData("XMETA-INF/MANIFEST.MF", null)]
    [InlineData("node_modules/left/package.json", null)]
    [InlineData("web/node_modules/left/package.json", null)]
    [InlineData("package.json.txt", null)]
    [InlineData("", null)]
    public void A_manifest_is_known_by_its_path(string path, SourceManifestKind? kind) => Assert.Equal(kind, SourceManifest.KindOf(path));

    [Theory]
    [InlineData("plugin.json", """{"id":"greeter","version":"1.2.0"}""", "greeter", "1.2.0")]
    [InlineData("plugin.json", """{"name":"panel","info":{"version":"2.0"}}""", "panel", "2.0")]
    [InlineData("package.json", """{"name":"@acme/greeter","version":"3.1.4"}""", "@acme/greeter", "3.1.4")]
    [InlineData("package.json", """{"private":true}""", null, null)]
    [InlineData("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\r\nGerrit-PluginName: replication\r\nImplementation-Version: v3.9\r\n", "replication", "v3.9")]
    [InlineData("a/Greeter.csproj", "<Project><PropertyGroup><PackageId>Acme.Greeter</PackageId><Version>1.4.0</Version></PropertyGroup></Project>", "Acme.Greeter", "1.4.0")]
    [InlineData("a/Greeter.csproj", "<Project><PropertyGroup><VersionPrefix>1.4</VersionPrefix><VersionSuffix>beta</VersionSuffix></PropertyGroup></Project>", "Greeter", "1.4-beta")]
    [InlineData("a/Greeter.csproj", "<Project xmlns=\"http://schemas.microsoft.com/developer/msbuild/2003\"><PropertyGroup><AssemblyName>greet</AssemblyName></PropertyGroup></Project>", "greet", null)]
    [InlineData("a/Greeter.csproj", "<Project><PropertyGroup><PackageId>$(Company).Greeter</PackageId><Version>$(Base).1</Version></PropertyGroup></Project>", null, null)]
    [InlineData("a/Greeter.csproj", "<Project><PropertyGroup Condition=\"'$(A)'=='b'\"><Version>9.0</Version></PropertyGroup></Project>", "Greeter", null)]
    public void Name_and_version_are_read_as_they_stand_there(string path, string content, string? name, string? version)
    {
        var (manifest, problem) = SourceManifest.Read(path, Encoding.UTF8.GetBytes(content));

        Assert.Null(problem);
        Assert.Equal((name, version), (manifest!.PluginId, manifest.Version));
    }

    [Theory]
    [InlineData("plugin.json", "[]", "It cannot be used: its plugin.json is no object.")]
    [InlineData("plugin.json", """{"id":"../x"}""", "It cannot be used: its name holds a control character or a backslash, or is a path that leads elsewhere.")]
    [InlineData("package.json", "{\"name\":\"a\",\"name\":\"b\"}", "It cannot be used: its package.json is no JSON that can be read.")]
    [InlineData("a.csproj", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><Project><PropertyGroup><Version>&e;</Version></PropertyGroup></Project>", "It cannot be used: its project file is no XML that can be read.")]
    public void What_cannot_be_used_is_told_in_a_sentence(string path, string content, string expected)
    {
        var (manifest, problem) = SourceManifest.Read(path, Encoding.UTF8.GetBytes(content));

        Assert.Null(manifest);
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void A_manifest_is_bounded_in_size_and_in_the_length_of_its_version()
    {
        Assert.Equal($"It has more than {SourceManifest.MaxBytes} bytes.", SourceManifest.Read("plugin.json", new byte[SourceManifest.MaxBytes + 1]).Problem);
        var longest = $$"""{"id":"greeter","version":"{{new string('1', 128)}}"}""";
        Assert.Null(SourceManifest.Read("plugin.json", Encoding.UTF8.GetBytes(longest)).Problem);
        Assert.Equal("Its version has more than 128 characters.", SourceManifest.Read("plugin.json", Encoding.UTF8.GetBytes(longest.Replace("1\"}", "11\"}"))).Problem);
    }
}
