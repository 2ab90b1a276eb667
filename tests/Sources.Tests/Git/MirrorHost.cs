using System.Text;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Git;
using GraphQLPlugins.Testing.Git;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Path = System.IO.Path;

namespace GraphQLPlugins.Sources.Tests.Git;

/// <summary>What copies one repository into a folder of its own, without a database: addresses and credentials come from the test.</summary>
public sealed class MirrorHost : IAsyncDisposable
{
    private readonly EgressGuard _egress;
    private readonly SourcesOptions _options;

    private MirrorHost(SourcesOptions options, SampleRepository sample)
    {
        var rules = new EgressOptions();
        rules.AllowedNetworks.Add("127.0.0.0/8");
        (_egress, _options, Sample) = (new EgressGuard(Microsoft.Extensions.Options.Options.Create(rules)), options, sample);
        Program = new GitProgram(options);
        Folder = new MirrorFolder(options, new StorageOptions());
        Mirrors = new Mirrors(Program, Folder, options, _egress, providers: null!, accesses: null!, NullLogger<Mirrors>.Instance);
    }

    public SampleRepository Sample { get; }

    public Guid Id { get; } = Guid.CreateVersion7();

    internal GitProgram Program { get; }

    internal MirrorFolder Folder { get; }

    internal Mirrors Mirrors { get; }

    /// <param name="settings">As the host reads them.</param>
    public static MirrorHost Start(params (string Name, string Value)[] settings)
    {
        var sample = new SampleRepository();
        var all = settings.Append(("Sources:Mirrors:Directory", Path.Combine(sample.Root, "mirrors"))).ToDictionary(s => s.Item1, s => (string?)s.Item2);
        return new MirrorHost(new ConfigurationBuilder().AddInMemoryCollection(all).Build().GetSection("Sources").Get<SourcesOptions>()!, sample);
    }

    internal Task<MirrorUpdate> UpdateAsync(string url, CloneCredentials? credentials = null) => Mirrors.UpdateAsync(Id, url, null, credentials ?? new CloneCredentials(null, null), default);

    internal Mirror Open() => new(Program, Folder.PathOf(Id), _options.Mirrors);

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
        Program.Dispose();
        _egress.Dispose();
        // Git that was ended may still let go of its files.
        await UntilAsync(() => MirrorFolder.Remove(Folder.Root));
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
