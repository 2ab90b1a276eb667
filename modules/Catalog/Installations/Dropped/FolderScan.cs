using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Artifacts.Inspection;
using GraphQLPlugins.Catalog.Dependencies;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Storage;
using GraphQLPlugins.Kernel.Refusals;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Path = System.IO.Path;

namespace GraphQLPlugins.Catalog.Installations.Dropped;

/// <summary>Brings what is installed in line with the drop folder: new files come in, changed ones replace, plugins whose file is gone go (G45). Safe to share.</summary>
internal sealed partial class FolderScan(
    DropFolder folder, ArtifactInspector inspector, IDbContextFactory<CatalogDb> contexts, IServiceScopeFactory scopes, ILogger<FolderScan> log)
{
    private const int MaxFiles = 10_000;

    /// <exception cref="DropFolderMissingException">There is no folder, or it cannot be read.</exception>
    public async Task<FolderReport> RunAsync(bool dryRun, CancellationToken ct)
    {
        await using var alone = await contexts.CreateDbContextAsync(ct);
        await using var turn = await alone.Database.BeginTransactionAsync(ct);
        await alone.LockAsync("drop-folder", ct);
        var files = Files();
        var known = await alone.DropFiles.ToDictionaryAsync(file => file.FileName, StringComparer.Ordinal, ct);
        var run = new Run { Known = known };
        var changed = files.Where(file => !(known.TryGetValue(file.Name, out var before) && before.IsUnchanged(file))).ToList();
        run.Unchanged = files.Count - changed.Count;
        var names = files.Except(changed).Where(file => known[file.Name].InstallationName is not null).ToDictionary(file => file.Name, file => known[file.Name].InstallationName!, StringComparer.Ordinal);
        var found = new List<Found>();
        foreach (var file in changed)
            if (await LookAsync(file, run, dryRun, ct) is { } inspection)
            {
                found.Add(new Found(file, inspection));
                names[file.Name] = inspection.Name;
            }
        var losers = Losers(names, run, dryRun);
        foreach (var item in found.Where(item => losers.Contains(item.File.Name)))
            await SetAsideAsync(item, dryRun, ct);
        foreach (var item in InOrder(found.Where(item => !losers.Contains(item.File.Name))))
            await InstallAsync(item, run, dryRun, ct);
        foreach (var gone in known.Values.Where(file => !files.Any(other => other.Name == file.FileName)).OrderBy(file => file.FileName, StringComparer.Ordinal))
            await RemoveAsync(gone.FileName, names.ContainsValue(gone.InstallationName ?? "") ? null : gone.InstallationName, run, dryRun, ct);
        return new FolderReport(run.Installed, run.Replaced, run.Removed, run.Unchanged, run.Failed, run.Warnings);
    }

    /// <summary>API modules first, then server plugins before others, then higher priority, then the file's name (G48).</summary>
    private static Comparer<Found> LoadOrder { get; } = Comparer<Found>.Create((left, right) =>
        (Rank(left), -left.Inspection.Manifest.LoadPriority).CompareTo((Rank(right), -right.Inspection.Manifest.LoadPriority)) is var order and not 0
            ? order : string.CompareOrdinal(left.File.Name, right.File.Name));

    /// <summary>In that order, but what one needs before it (G49).</summary>
    private static IEnumerable<Found> InOrder(IEnumerable<Found> found)
    {
        var byName = found.OrderBy(item => item, LoadOrder).ToDictionary(item => item.Inspection.Name, StringComparer.Ordinal);
        return InstalledNeeds.Walk(byName.Keys, name => byName[name].Inspection.Manifest.Dependencies.Where(need => !need.Optional && byName.ContainsKey(need.PluginId)).Select(need => need.PluginId))
            .Select(name => byName[name]);
    }

    private static int Rank(Found found) => (found.Inspection.Manifest.Kind, found.Inspection.Manifest.ApiType) switch
    {
        (ArtifactKind.Jar, _) when found.Inspection.Manifest.IsApiModule => 0,
        (ArtifactKind.Jar, not ApiType.Js) => 1,
        _ => 2,
    };

    /// <summary>In natural order. Names with a dot in front are what is being written or was kept (G46); signatures belong to the files beside them.</summary>
    private List<FileInfo> Files()
    {
        if (folder.Folder is null)
            throw new DropFolderMissingException("none is set (Catalog:Artifacts:DropFolder).");
        try
        {
            List<FileInfo> files = [.. new DirectoryInfo(folder.Folder).EnumerateFiles().Where(file => file.Name[0] != '.' && !file.Name.EndsWith(DropFile.SignatureEnd, StringComparison.Ordinal)).Take(MaxFiles + 1).OrderBy(file => file.Name, StringComparer.Ordinal)];
            return files.Count <= MaxFiles ? files : throw new DropFolderMissingException($"it holds more than {MaxFiles} files.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DropFolderMissingException("it is not there, or this server may not read it.");
        }
    }

    private async Task<Inspection?> LookAsync(FileInfo file, Run run, bool dryRun, CancellationToken ct)
    {
        var (bytes, modifiedAt) = (file.Length, DropFile.Modified(file));
        try
        {
            await using var content = folder.TryOpen(file) ?? throw new ManifestInvalidException("it is a link that leads out of the drop folder, or to nothing.");
            return await Task.Run(() => inspector.Inspect(content, file.Name, null, ct), ct);
        }
        catch (Exception e) when (e is RefusalException or IOException or UnauthorizedAccessException)
        {
            await FailAsync(file, bytes, modifiedAt, e, run, dryRun, ct);
            return null;
        }
    }

    /// <summary>Of several files with one plugin the first in natural order counts; the others are renamed, so that they are out of the way (G47).</summary>
    private HashSet<string> Losers(Dictionary<string, string> names, Run run, bool dryRun)
    {
        var losers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var files in names.GroupBy(file => file.Value, file => file.Key, StringComparer.Ordinal).Where(files => files.Skip(1).Any()))
        {
            var order = files.OrderBy(file => DropFile.IsSetAside(file)).ThenBy(file => file, StringComparer.Ordinal).ToList();
            foreach (var loser in order.Skip(1))
            {
                losers.Add(loser);
                if (DropFile.IsSetAside(loser))
                    continue;
                run.Warnings.Add($"'{order[0]}' and '{loser}' are both the plugin '{files.Key}'; '{loser}' was renamed to '{loser}{DropFile.Disabled}'.");
                LogRenamed(order[0], loser, files.Key);
                if (!dryRun)
                    File.Move(Path.Combine(folder.Folder!, loser), Path.Combine(folder.Folder!, loser + DropFile.Disabled), overwrite: true);
            }
        }
        return losers;
    }

    private async Task InstallAsync(Found found, Run run, bool dryRun, CancellationToken ct)
    {
        var (bytes, modifiedAt) = (found.File.Length, DropFile.Modified(found.File));
        var isNew = true;
        try
        {
            if (dryRun)
                await using (var db = await contexts.CreateDbContextAsync(ct))
                    isNew = !await db.Installations.AnyAsync(installation => installation.OrganizationId == Kernel.Identity.Organization.DefaultId && installation.Name == found.Inspection.Name, ct);
            else
                isNew = (await SendAsync(new InstallDropped(found.File), ct)).Outcome == InstallOutcome.Created;
            (isNew ? run.Installed : run.Replaced).Add(found.Inspection.Name);
            run.Warnings.AddRange(found.Inspection.Warnings);
        }
        catch (Exception e) when (e is RefusalException or IOException or UnauthorizedAccessException)
        {
            await FailAsync(found.File, bytes, modifiedAt, e, run, dryRun, ct);
        }
    }

    private async Task RemoveAsync(string fileName, string? name, Run run, bool dryRun, CancellationToken ct)
    {
        try
        {
            if (dryRun || await SendAsync(new RemoveDropped(fileName, name), ct))
                run.Removed.AddRange(name is null ? [] : [name]);
        }
        catch (RefusalException e)
        {
            run.Failed.Add(new FolderFault(fileName, e.Code, e.Message));
        }
    }

    private async Task FailAsync(FileInfo file, long bytes, DateTimeOffset modifiedAt, Exception e, Run run, bool dryRun, CancellationToken ct)
    {
        var fault = e is RefusalException refusal ? new FolderFault(file.Name, refusal.Code, refusal.Message) : new FolderFault(file.Name, "FILE_UNREADABLE", "The file cannot be read.");
        run.Failed.Add(fault);
        if (run.Known.GetValueOrDefault(file.Name)?.ErrorMessage != fault.Message)
            LogFailed(file.Name, fault.Code, fault.Message);
        if (!dryRun)
            await NoteAsync(file.Name, known => known.Failed(bytes, modifiedAt, fault.Code, fault.Message), ct);
    }

    /// <summary>A file that lost is not looked at again until it changes; by now it may have another name.</summary>
    private async Task SetAsideAsync(Found loser, bool dryRun, CancellationToken ct)
    {
        var name = DropFile.IsSetAside(loser.File.Name) ? loser.File.Name : loser.File.Name + DropFile.Disabled;
        var file = new FileInfo(Path.Combine(folder.Folder!, name));
        if (!dryRun && file.Exists)
            await NoteAsync(name, known => known.SetAside(file.Length, DropFile.Modified(file)), ct);
    }

    private async Task NoteAsync(string fileName, Action<DropFile> note, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        note(await db.DropFiles.AsTracking().FirstOrDefaultAsync(other => other.FileName == fileName, ct) ?? db.Add(new DropFile(fileName)).Entity);
        await db.SaveChangesAsync(ct);
    }

    private async Task<T> SendAsync<T>(IRequest<T> command, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, ct);
    }

    private sealed record Found(FileInfo File, Inspection Inspection);

    private sealed class Run
    {
        public required IReadOnlyDictionary<string, DropFile> Known { get; init; }

        public List<string> Installed { get; } = [];

        public List<string> Replaced { get; } = [];

        public List<string> Removed { get; } = [];

        public List<FolderFault> Failed { get; } = [];

        public List<string> Warnings { get; } = [];

        public int Unchanged { get; set; }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} of the drop folder cannot be installed: {Code} {Reason}")]
    private partial void LogFailed(string file, string code, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{First} and {Second} of the drop folder are both the plugin {Plugin}; the second is set aside")]
    private partial void LogRenamed(string first, string second, string plugin);
}
