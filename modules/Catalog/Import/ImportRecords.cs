using System.Runtime.CompilerServices;
using System.Text.Json;

namespace GraphQLPlugins.Catalog.Import;

/// <summary>One step through a file: a plugin, an advisory about something the file does not list, or a problem.</summary>
internal readonly record struct ImportItem(PluginRecord? Plugin, (string? PluginId, AdvisoryRecord Advisory)? Advisory, ImportProblem? Problem);

/// <summary>A file as a stream of <see cref="ImportItem"/>, whatever its format.</summary>
internal static class ImportRecords
{
    /// <param name="source">The file.</param>
    /// <param name="shape">What it looks like inside.</param>
    /// <param name="imagePrefix">What is put before the images of managed plugins.</param>
    /// <param name="ct">Stops the reading.</param>
    public static IAsyncEnumerable<ImportItem> ReadAsync(ImportSource source, ImportShape shape, string imagePrefix, CancellationToken ct) => shape switch
    {
        ImportShape.Lines => Lines(source, ct),
        ImportShape.UpdateCenter => UpdateCenter(source, ct),
        ImportShape.Marketplace => Marketplace(source, ct),
        ImportShape.Managed => Managed(source, imagePrefix, ct),
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, null),
    };

    private static async IAsyncEnumerable<ImportItem> Lines(ImportSource source, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var stream = source.Rewind();
        await foreach (var raw in LineReader.ReadAsync(stream, ct))
            yield return Read(raw, (record, line) => new ImportItem(UniformRecord.Read(record, line), null, null), "pluginId");
    }

    private static async IAsyncEnumerable<ImportItem> UpdateCenter(ImportSource source, [EnumeratorCancellation] CancellationToken ct)
    {
        var warnings = new List<(string? PluginId, AdvisoryRecord Advisory)>();
        await using (var stream = source.Rewind())
            await foreach (var raw in DocumentReader.ReadAsync(stream, ["warnings"], ct))
            {
                var item = Read(raw, (record, _) => new ImportItem(null, UpdateCenterRecord.Warning(record), null), "name");
                if (item.Advisory is { } warning)
                    warnings.Add(warning);
                else
                    yield return item;
            }
        var byPlugin = warnings.Where(warning => warning.PluginId is not null).ToLookup(warning => warning.PluginId!, warning => warning.Advisory, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        await using (var stream = source.Rewind())
            await foreach (var raw in DocumentReader.ReadAsync(stream, ["plugins"], ct))
            {
                var item = Read(raw, (record, line) => new ImportItem(UpdateCenterRecord.Read(record, line, byPlugin), null, null), "name");
                if (item.Plugin is { } plugin)
                    seen.Add(plugin.PluginId);
                yield return item;
            }
        foreach (var warning in warnings)
            if (warning.PluginId is null || !seen.Contains(warning.PluginId))
                yield return new ImportItem(null, warning, null);
    }

    private static async IAsyncEnumerable<ImportItem> Marketplace(ImportSource source, [EnumeratorCancellation] CancellationToken ct)
    {
        var elements = new Dictionary<string, List<PluginRecord>>(StringComparer.Ordinal);
        await using (var stream = source.Rewind())
            await foreach (var raw in DocumentReader.ReadAsync(stream, [], ct))
            {
                var item = Read(raw, (record, line) => new ImportItem(MarketplaceRecord.ReadOne(record, line), null, null), "repo_name");
                if (item.Plugin is not { } element)
                    yield return item;
                else if (elements.TryGetValue(element.PluginId, out var others))
                    others.Add(element);
                else
                    elements.Add(element.PluginId, [element]);
            }
        foreach (var versions in elements.Values)
            yield return new ImportItem(MarketplaceRecord.Join(versions), null, null);
    }

    private static async IAsyncEnumerable<ImportItem> Managed(ImportSource source, string imagePrefix, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var stream = source.Rewind();
        await foreach (var raw in DocumentReader.ReadAsync(stream, [], ct))
            yield return Read(raw, (record, line) => new ImportItem(ManagedRecord.Read(record, line, imagePrefix), null, null), "plugin_id");
    }

    private static ImportItem Read(RawRecord raw, Func<JsonElement, int, ImportItem> map, string idMember)
    {
        if (raw.Document is null)
            return new ImportItem(null, null, new ImportProblem(raw.Line, null, raw.Fault!));
        using var document = raw.Document;
        var record = document.RootElement;
        if (record.ValueKind != JsonValueKind.Object)
            return new ImportItem(null, null, new ImportProblem(raw.Line, null, "The record is no object."));
        try
        {
            return map(record, raw.Line);
        }
        catch (RecordRefusedException refusal)
        {
            return new ImportItem(null, null, new ImportProblem(raw.Line, Id(record, idMember), refusal.Message));
        }
        catch (InvalidOperationException) // a member name that is not valid Unicode
        {
            return new ImportItem(null, null, new ImportProblem(raw.Line, null, "The record holds a name that is not valid Unicode."));
        }
    }

    private static string? Id(JsonElement record, string member)
    {
        try
        {
            return record.Text(member, UniformRecord.MaxIdLength);
        }
        catch (RecordRefusedException)
        {
            return null;
        }
    }
}
