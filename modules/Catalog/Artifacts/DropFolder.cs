using GraphQLPlugins.Kernel.Egress;
using Path = System.IO.Path;

namespace GraphQLPlugins.Catalog.Artifacts;

/// <summary>The one folder of the host's from which files may be installed (G29). What a link in it leads to must be in it too.</summary>
internal sealed class DropFolder(CatalogOptions options)
{
    /// <summary>Null when there is none.</summary>
    public string? Folder { get; } = options.Artifacts.DropFolder is { Length: > 0 } folder ? Path.GetFullPath(folder) : null;

    /// <summary>Opens the file that a <c>file:</c> address names.</summary>
    /// <exception cref="UrlNotAllowedException">It is not in the folder, is no file, or there is no folder.</exception>
    public FileStream Open(Uri address)
    {
        if (Folder is null)
            throw new UrlNotAllowedException(address.AbsoluteUri, "files are installed from the drop folder alone, and none is set (Catalog:Artifacts:DropFolder).");
        if (address.IsUnc || address.Host.Length > 0)
            throw new UrlNotAllowedException(address.AbsoluteUri, "it names another host.");
        var path = Path.GetFullPath(address.LocalPath);
        if (!IsWithin(Folder, path) || RealPath(path) is not { } real || !IsWithin(RealPath(Folder) ?? Folder, real))
            throw new UrlNotAllowedException(address.AbsoluteUri, "it is no file in the drop folder.");
        return Open(real);
    }

    /// <summary>Opens a file that was found in the folder; null when it is none, or a link that leads out.</summary>
    public FileStream? TryOpen(FileInfo file) => Folder is not null && RealPath(file.FullName) is { } real && IsWithin(RealPath(Folder) ?? Folder, real) ? Open(real) : null;

    /// <summary>The signature that lies beside a file as <c>FILE.sig</c>, base64; null when there is none. The file may end in <c>.disabled</c>, which the signature's name leaves out.</summary>
    /// <exception cref="Inspection.ManifestInvalidException">It is longer than a signature can be.</exception>
    public string? SignatureOf(FileInfo file, int maxLength)
    {
        var beside = DropFile.SignatureOf(file);
        if (!beside.Exists || TryOpen(beside) is not { } content)
            return null;
        using var reader = new StreamReader(content);
        var text = new char[maxLength + 1];
        var length = reader.ReadBlock(text);
        return length <= maxLength ? new string(text, 0, length).Trim() : throw new Inspection.ManifestInvalidException($"its signature has more than {maxLength} characters.");
    }

    // Pipes and devices have no length, and opening one could wait for ever.
    private static FileStream Open(string path) => new FileInfo(path).Length > 0
        ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0, FileOptions.Asynchronous | FileOptions.SequentialScan)
        : throw new Inspection.ManifestInvalidException("it is empty.");

    private static bool IsWithin(string folder, string path) => path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    /// <summary>Where a path leads when every link on the way is followed; null when it leads nowhere.</summary>
    private static string? RealPath(string path)
    {
        try
        {
            var real = Path.GetPathRoot(path)!;
            foreach (var part in path[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
            {
                var next = Path.Combine(real, part);
                FileSystemInfo entry = Directory.Exists(next) ? new DirectoryInfo(next) : new FileInfo(next);
                real = entry.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? next;
            }
            return File.Exists(real) || Directory.Exists(real) ? real : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
