using GraphQLPlugins.Kernel.Background;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Catalog.Import;

/// <summary>
/// Fills the managed repository from a file beside the server, such as one that a deployment mounts: at the start, and again whenever the file has changed.
/// Several hosts with the same file take turns; the later ones find nothing to change.
/// </summary>
internal sealed partial class ManagedFile(CatalogImporter importer, CatalogOptions options, TimeProvider clock, ILogger<ManagedFile> log)
    : PeriodicService(options.ManagedFile is { Length: > 0 } ? options.ManagedFileInterval : TimeSpan.Zero, clock, log)
{
    private (DateTime WrittenAt, long Length)? _read;
    private bool _isMissing;

    /// <summary>One look at the file.</summary>
    /// <returns>What was imported; null when the file was read already, is not there, or is none.</returns>
    public async Task<ImportReport?> LookAsync(CancellationToken ct)
    {
        if (options.ManagedFile is not { Length: > 0 } path) return null;
        var file = new FileInfo(path);
        if (IsMissing(file) || _read == (file.LastWriteTimeUtc, file.Length)) return null;
        var found = (file.LastWriteTimeUtc, file.Length);
        try
        {
            await using var stream = file.OpenRead();
            var report = await importer.ImportAsync(stream, new ImportOptions { Format = ImportFormat.Cloudforet }, null, ct);
            _read = found;
            LogRead(Log, path, report.PluginsCreated, report.PluginsUpdated, report.Problems.Count);
            return report;
        }
        catch (ImportBusyException)
        {
            // Another host reads it; the next look finds out whether anything is left to do.
        }
        catch (Exception fault) when (fault is ImportFileException or ImportRefusedException)
        {
            _read = found;
            LogRefused(Log, path, fault.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(Log, path, fault.Message);
        }
        return null;
    }

    protected override string Work => "Importing the file of the managed repository";

    protected override Task RoundAsync(CancellationToken ct) => LookAsync(ct);

    private bool IsMissing(FileInfo file)
    {
        if (!file.Exists && !_isMissing) LogMissing(Log, file.FullName);
        return _isMissing = !file.Exists;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The managed repository was read from {Path}: {Created} plugins are new, {Updated} changed, {Problems} records were left out")]
    private static partial void LogRead(ILogger log, string path, int created, int updated, int problems);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The file of the managed repository is not there (Catalog:ManagedFile): {Path}")]
    private static partial void LogMissing(ILogger log, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "The managed repository stays as it is, since {Path} cannot be imported (import --dry-run says more): {Reason}")]
    private static partial void LogRefused(ILogger log, string path, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The file of the managed repository cannot be read; the next look tries again: {Path}: {Reason}")]
    private static partial void LogUnreadable(ILogger log, string path, string reason);
}
