using System.IO.Compression;
using System.Text;
using GraphQLPlugins.Catalog.Import;

namespace GraphQLPlugins.Catalog.Tests.Import;

public sealed class ImportRecordsTests
{
    [SharedDataTheory]
    [InlineData("jenkins.ndjson.gz", ImportFormat.Jenkins, 2219, 22174, 61932, 1437)]
    [InlineData("jenkins-update-center.json.gz", ImportFormat.Jenkins, 2095, 2095, 5566, 1342)]
    [InlineData("mattermost.ndjson.gz", ImportFormat.Mattermost, 30, 116, 0, 0)]
    [InlineData("mattermost-marketplace-plugins.json", ImportFormat.Mattermost, 30, 116, 0, 0)]
    [InlineData("cloudforet-managed-plugins.json", ImportFormat.Cloudforet, 35, 0, 0, 0)]
    public async Task Every_published_file_reads_whole(string file, ImportFormat format, int plugins, int versions, int dependencies, int advisories)
    {
        await using var stream = File.OpenRead(SharedData.Path(file));

        var items = await ReadAsync(stream, format);

        var records = items.Select(item => item.Plugin).OfType<PluginRecord>().ToList();
        Assert.Equal([], items.Select(item => item.Problem).OfType<ImportProblem>());
        Assert.Equal(plugins, records.Count);
        Assert.Equal(versions, records.Sum(record => record.Versions.Count));
        Assert.Equal(dependencies, records.Sum(record => record.Versions.Sum(version => version.Dependencies.Count)));
        Assert.Equal(advisories, records.Sum(record => record.Advisories.Count));
    }

    [SharedDataFact]
    public async Task The_same_record_has_the_same_digest_every_time_and_another_one_when_anything_differs()
    {
        await using var stream = File.OpenRead(SharedData.Path("mattermost.ndjson.gz"));
        var first = (await ReadAsync(stream, null)).Select(item => item.Plugin!).ToList();
        stream.Position = 0;
        var second = (await ReadAsync(stream, null)).Select(item => item.Plugin!).ToList();

        Assert.Equal(first.Select(record => Convert.ToHexString(record.Digest())), second.Select(record => Convert.ToHexString(record.Digest())));
        var changed = first[0] with { Versions = [first[0].Versions[0] with { MinHostVersion = "9.9" }, .. first[0].Versions.Skip(1)] };
        Assert.NotEqual(first[0].Digest(), changed.Digest());
    }

    [Fact]
    public async Task A_bad_record_is_reported_with_its_line_and_the_rest_goes_on()
    {
        var items = await ReadAsync("""
            {"pluginId":"a","name":"A"}
            not json

            {"pluginId":"","name":"B"}
            {"pluginId":"c","installs":"many"}
            {"pluginId":"d","versions":[{"version":"1"},{"version":2}]}
            {"pluginId":"e","name":"x\u0000y"}
            {"pluginId":"f","name":"\ud800"}
            {"pluginId":"g","versions":[{"version":"1","sha256":"zz"}]}
            {"pluginId":"h","name":"H"}

            """);

        Assert.Equal(["a", "h"], items.Select(item => item.Plugin?.PluginId).OfType<string>());
        Assert.Equal(
            [
                new ImportProblem(2, null, "The line is no JSON (byte 1)."),
                new ImportProblem(4, null, "'pluginId' is missing or empty."),
                new ImportProblem(5, "c", "'installs' is no whole number from 0 to 2147483647."),
                new ImportProblem(6, "d", "'version' is no text."),
                new ImportProblem(7, "e", "'name' holds a NUL character."),
                new ImportProblem(8, "f", "'name' is not valid Unicode."),
                new ImportProblem(9, "g", "'sha256' is no SHA-256 digest: 'zz'."),
            ],
            items.Select(item => item.Problem).OfType<ImportProblem>());
    }

    [Fact]
    public async Task Of_a_version_published_twice_the_later_one_is_kept_and_that_is_said()
    {
        var record = Assert.Single(await ReadAsync("""{"pluginId":"a","versions":[{"version":"1","releasedOn":"2020-01-01"},{"version":"2"},{"version":"1","releasedOn":"2020-02-01"}]}""")).Plugin!;

        Assert.Equal([("1", "2020-02-01"), ("2", null)], record.Versions.Select(version => (version.Version, version.ReleasedAt?.ToString("yyyy-MM-dd"))));
        Assert.Equal(["The version '1' was published twice; the later one is kept."], record.Warnings);
    }

    [Fact]
    public async Task Elements_of_a_list_are_reported_with_the_line_on_which_they_start()
    {
        var items = await ReadAsync("""
            [
              { "name": "A", "image": "a" },
              { "name": "B" },

              7,
              { "name": "C",
                "image": "registry/c", "plugin_id": "see" }
            ]
            """);

        Assert.Equal([("a", 2, "cloudforet/a"), ("see", 6, "cloudforet/registry/c")], items.Where(item => item.Plugin is not null).Select(item => (item.Plugin!.PluginId, item.Plugin.Line, item.Plugin.Image!)));
        Assert.Equal([new ImportProblem(3, null, "'image' is missing or empty."), new ImportProblem(5, null, "The record is no object.")], items.Select(item => item.Problem).OfType<ImportProblem>());
    }

    [Theory]
    [InlineData("{\"pluginId\":\"a\"}\n{\"pluginId\":\"b\",\"na", "The file is cut off in line 2, its last.")]
    [InlineData("[{\"name\":\"A\",\"image\":\"a\"},{\"name\":\"B\",\"im", "The file is cut off or damaged near line 1: Expected end of string, but instead reached end of data.")]
    [InlineData("{\"core\":{},\"plugins\":{\"a\":{\"name\":\"a\",\"version\":\"1\"},", "The file is cut off or damaged near line 1: Expected start of a property name or value, but instead reached end of data.")]
    public async Task A_file_that_is_cut_off_is_told_apart_from_a_bad_record(string text, string message)
    {
        Assert.Equal(message, (await Assert.ThrowsAsync<ImportFileTruncatedException>(() => ReadAsync(text))).Message);
    }

    [Fact]
    public async Task A_compressed_file_that_is_cut_off_is_refused()
    {
        var compressed = new MemoryStream();
        await using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            for (var i = 0; i < 5000; i++)
                await gzip.WriteAsync(Encoding.UTF8.GetBytes($"{{\"pluginId\":\"{Guid.NewGuid()}\"}}\n"));
        var cut = new MemoryStream(compressed.ToArray()[..(int)(compressed.Length / 2)]);

        var refusal = await Assert.ThrowsAsync<ImportFileTruncatedException>(() => ReadAsync(cut, null));

        Assert.StartsWith("The compressed file is damaged or cut off", refusal.Message);
    }

    [Theory]
    [InlineData("", null, "The file is empty.")]
    [InlineData("PK\u0003\u0004zip", null, "The file is neither JSON nor gzip.")]
    [InlineData("{\"hello\":1}", null, "The file is JSON, but neither uniform records nor an update center: its first object has neither 'pluginId' nor 'plugins'.")]
    [InlineData("[{\"hello\":1}]", null, "The file is a JSON list, but neither a marketplace nor managed plugins: its first element has neither 'manifest' nor 'image'.")]
    [InlineData("[{\"image\":\"a\",\"name\":\"A\"}]", ImportFormat.Jenkins, "The file is no jenkins file: it looks like a list of managed plugins.")]
    [InlineData("{\"pluginId\":\"a\"}", ImportFormat.Cloudforet, "The file is no cloudforet file: it looks like one uniform record a line.")]
    public async Task A_file_of_another_format_is_refused(string text, ImportFormat? format, string message)
    {
        Assert.Equal(message, (await Assert.ThrowsAsync<ImportFormatException>(() => ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), format))).Message);
    }

    private static Task<List<ImportItem>> ReadAsync(string text) => ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), null);

    private static async Task<List<ImportItem>> ReadAsync(Stream stream, ImportFormat? format)
    {
        await using var source = await ImportSource.OpenAsync(stream, CancellationToken.None);
        var shape = await ImportShapes.DetectAsync(source, format, CancellationToken.None);
        var items = new List<ImportItem>();
        await foreach (var item in ImportRecords.ReadAsync(source, shape, "cloudforet/", CancellationToken.None))
            items.Add(item);
        return items;
    }
}
