using System.Text;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Git;
using GraphQLPlugins.Testing.Git;
using Microsoft.Extensions.DependencyInjection;
using Path = System.IO.Path;

namespace GraphQLPlugins.Sources.Tests.Git;

/// <summary>A host that copies one repository into a folder of its own.</summary>
public sealed class MirrorHost : IAsyncDisposable
{
    private MirrorHost(ModuleHost host, SampleRepository sample)
    {
        (Host, Sample) = (host, sample);
        Program = host.Services.GetRequiredService<GitProgram>();
        Folder = host.Services.GetRequiredService<MirrorFolder>();
        Mirrors = host.Services.GetRequiredService<Mirrors>();
    }

    public ModuleHost Host { get; }

    public SampleRepository Sample { get; }

    public Guid Id { get; } = Guid.CreateVersion7();

    internal GitProgram Program { get; }

    internal MirrorFolder Folder { get; }

    internal Mirrors Mirrors { get; }

    public static async Task<MirrorHost> StartAsync(params (string Name, string Value)[] settings)
    {
        var sample = new SampleRepository();
        return new MirrorHost(await SourcesHost.StartAsync([("Sources:Mirrors:Directory", Path.Combine(sample.Root, "mirrors")), .. settings]), sample);
    }

    internal Task<MirrorUpdate> UpdateAsync(string url, CloneCredentials? credentials = null) => Mirrors.UpdateAsync(Id, url, null, credentials ?? new CloneCredentials(null, null), default);

    internal Mirror Open() => new(Program, Folder.PathOf(Id), Host.Services.GetRequiredService<SourcesOptions>().Mirrors);

    /// <summary>What is in the folder of copies, apart from the files of locks.</summary>
    public IEnumerable<string?> Left() => !Directory.Exists(Folder.Root) ? [] : Directory.EnumerateFileSystemEntries(Folder.Root).Select(Path.GetFileName).Where(name => name != "locks").Order(StringComparer.Ordinal);

    /// <summary>The lines of arguments of all processes that name the folder of copies.</summary>
    public List<string> Processes() =>
        [.. Directory.EnumerateDirectories("/proc").Where(p => int.TryParse(Path.GetFileName(p), out _)).Select(Arguments).Where(a => a.Contains(Folder.Root, StringComparison.Ordinal))];

    /// <summary>Waits for something that is to come, for as long as even a busy machine needs.</summary>
    public static async Task UntilAsync(Func<bool> isSo)
    {
        for (var i = 0; !isSo(); i++)
        {
            Assert.True(i < 600, "It did not come.");
            await Task.Delay(100);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Sample.Dispose();
    }

    /// <summary>The arguments of every process there is.</summary>
    public static List<string> AllArguments() => [.. Directory.EnumerateDirectories("/proc").Where(p => int.TryParse(Path.GetFileName(p), out _)).Select(Arguments)];

    private static string Arguments(string process)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(process, "cmdline"))).Replace('\0', ' ');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
