using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Catalog.Import;

/// <summary>
/// Fills the managed repository from a file beside the server, such as one that a deployment mounts: at the start, and again whenever the file has changed.
/// Several hosts with the same file take turns; the later ones find nothing to change.
/// </summary>
internal sealed partial class ManagedFile(CatalogImporter importer, CatalogOptions options, TimeProvider clock, ILogger<ManagedFile> log) : BackgroundService
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
            LogRead(path, report.PluginsCreated, report.PluginsUpdated, report.Problems.Count);
            return report;
        }
        catch (ImportBusyException)
        {
            // Another host reads it; the next look finds out whether anything is left to do.
        }
        catch (Exception fault) when (fault is ImportFileException or ImportRefusedException)
        {
            _read = found;
            LogRefused(path, fault.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(path, fault.Message);
        }
        return null;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.ManagedFile is not { Length: > 0 }) return;
        using var timer = new PeriodicTimer(options.ManagedFileInterval, clock);
        try
        {
            do await RoundAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private bool IsMissing(FileInfo file)
    {
        if (!file.Exists && !_isMissing) LogMissing(file.FullName);
        return _isMissing = !file.Exists;
    }

    private async Task RoundAsync(CancellationToken ct)
    {
        try
        {
            await LookAsync(ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            LogFailure(fault);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The managed repository was read from {Path}: {Created} plugins are new, {Updated} changed, {Problems} records were left out")]
    private partial void LogRead(string path, int created, int updated, int problems);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The file of the managed repository is not there (Catalog:ManagedFile): {Path}")]
    private partial void LogMissing(string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "The managed repository stays as it is, since {Path} cannot be imported (import --dry-run says more): {Reason}")]
    private partial void LogRefused(string path, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The file of the managed repository cannot be read; the next look tries again: {Path}: {Reason}")]
    private partial void LogUnreadable(string path, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The file of the managed repository could not be imported; the next look tries again")]
    private partial void LogFailure(Exception exception);
}
