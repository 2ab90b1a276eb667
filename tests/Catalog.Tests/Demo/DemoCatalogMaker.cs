using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GraphQLPlugins.Catalog.Tests.Demo;

/// <summary>Makes the demo catalog's files from the published catalogs: a part of the plugins, and of each only facts.</summary>
internal static class DemoCatalogMaker
{
    private const int JenkinsPlugins = 300;

    private static readonly string[] VersionFacts =
        ["version", "releasedOn", "minHostVersion", "sha256", "sizeBytes", "downloadUrl", "releaseNotesUrl", "releaseStage", "yanked", "dependencies"];

    public static string Jenkins(string folder)
    {
        var all = Lines(Path.Combine(folder, "jenkins.ndjson.gz")).ToDictionary(plugin => (string)plugin["pluginId"]!, StringComparer.Ordinal);
        var chosen = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var plugin in all.Values.Where(plugin => (bool)plugin["listed"]!).OrderByDescending(plugin => (int?)plugin["installs"] ?? 0).ThenBy(plugin => (string)plugin["pluginId"]!, StringComparer.Ordinal))
        {
            if (chosen.Count >= JenkinsPlugins)
                break;
            Choose((string)plugin["pluginId"]!, all, chosen);
        }
        return Text(chosen.Select(id => Facts(all[id])));
    }

    public static string Mattermost(string folder) => Text(Lines(Path.Combine(folder, "mattermost.ndjson.gz")).Select(plugin =>
    {
        var facts = Facts(plugin);
        if (plugin["settingsSchema"]?["settings"] is JsonArray { Count: > 0 } settings)
            facts["settingsSchema"] = new JsonObject { ["settings"] = new JsonArray([.. settings.Select(setting => Members(setting!.AsObject(), "key", "type", "default", "options"))]) };
        return facts;
    }));

    public static string Cloudforet(string folder) => new JsonArray([.. JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "cloudforet-managed-plugins.json")))!.AsArray()
        .Select(plugin => Members(plugin!.AsObject(), "plugin_id", "name", "image", "resource_type", "provider", "labels", "capability"))]).ToJsonString() + "\n";

    public static byte[] Compress(string text)
    {
        var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return compressed.ToArray();
    }

    public static string Decompress(Stream compressed)
    {
        using var reader = new StreamReader(new GZipStream(compressed, CompressionMode.Decompress));
        return reader.ReadToEnd();
    }

    /// <summary>With everything that its latest version cannot do without.</summary>
    private static void Choose(string id, Dictionary<string, JsonObject> all, SortedSet<string> chosen)
    {
        if (!all.TryGetValue(id, out var plugin) || !chosen.Add(id))
            return;
        var latest = plugin["versions"]!.AsArray().FirstOrDefault(version => (string)version!["version"]! == (string?)plugin["latestVersion"]);
        foreach (var dependency in latest?["dependencies"]?.AsArray() ?? [])
            if (!(bool)dependency!["optional"]!)
                Choose((string)dependency["pluginId"]!, all, chosen);
    }

    private static JsonObject Facts(JsonObject plugin)
    {
        var facts = Members(plugin, "ecosystem", "pluginId", "name", "labels", "repositoryUrl", "homepageUrl", "installs", "healthScore", "listed", "latestVersion");
        facts["advisories"] = new JsonArray([.. plugin["advisories"]!.AsArray().Select(advisory => Members(advisory!.AsObject(), "id", "url", "type", "ranges"))]);
        facts["versions"] = new JsonArray([.. plugin["versions"]!.AsArray().Select(version => Members(version!.AsObject(), VersionFacts))]);
        return facts;
    }

    private static JsonObject Members(JsonObject source, params string[] names)
    {
        var members = new JsonObject();
        foreach (var name in names)
            if (source[name] is { } value && value is not JsonArray { Count: 0 })
                members[name] = value.DeepClone();
        return members;
    }

    private static IEnumerable<JsonObject> Lines(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
            yield return JsonNode.Parse(line)!.AsObject();
    }

    private static string Text(IEnumerable<JsonObject> plugins) => string.Concat(plugins.Select(plugin => plugin.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n"));
}
