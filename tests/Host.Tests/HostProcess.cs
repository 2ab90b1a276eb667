using System.Diagnostics;
using System.Text;
using GraphQLPlugins.EmbeddedPostgres;

namespace GraphQLPlugins.Host.Tests;

/// <summary>The real host as a process of its own, on a data directory of its own.</summary>
public sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<string> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private string _graphQL = "";

    private HostProcess(string data, string[] arguments, IReadOnlyDictionary<string, string>? environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "GraphQLPlugins.Host.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment["Storage__DataDirectory"] = data;
        start.Environment["Catalog__LoadDemo"] = "false";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _ = _process.WaitForExitAsync().ContinueWith(_ => _address.TrySetException(new InvalidOperationException($"The host ended with {_process.ExitCode}: {Output}")), TaskScheduler.Default);
    }

    public int Id => _process.Id;

    public HttpClient Http { get; } = new();

    public string Output
    {
        get
        {
            lock (_output) return _output.ToString();
        }
    }

    /// <summary>Starts the server and waits until it says that it is ready.</summary>
    public static async Task<HostProcess> StartAsync(string data, string[]? arguments = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var host = new HostProcess(data, ["--urls", "http://127.0.0.1:0", .. arguments ?? []], environment);
        try
        {
            host.Http.BaseAddress = new Uri(await host._address.Task.WaitAsync(Patience));
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(string data, string[] arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        await using var host = new HostProcess(data, arguments, environment);
        return (await host.EndAsync(), host.Output);
    }

    /// <summary>Asks it to stop, as Ctrl-C and service managers do.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
        return await EndAsync();
    }

    /// <summary>Ends it without a chance to clean up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await EndAsync();
        _process.Dispose();
        Http.Dispose();
    }

    /// <summary>The main process of the embedded cluster below a data directory.</summary>
    public static int ServerOf(string data) => int.Parse(File.ReadLines(Path.Combine(data, "postgres", "cluster", "postmaster.pid")).First());

    private async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return _process.ExitCode;
    }

    private void Read(string? line)
    {
        if (line is null) return;
        lock (_output) _output.AppendLine(line);
        if (line.StartsWith("  GraphQL ", StringComparison.Ordinal)) _graphQL = line[10..].Trim();
        // The page's last line.
        if (line == "  Ctrl-C stops.") _address.TrySetResult(_graphQL.Replace("/graphql", ""));
    }
}

/// <summary>A data directory that is gone after the test, with a server that may have been left behind.</summary>
public sealed class DataDirectory : IAsyncDisposable
{
    private readonly string _above = Directory.CreateTempSubdirectory("graphqlplugins-").FullName;

    public string Path => System.IO.Path.Combine(_above, "data");

    /// <summary>The administrator's token, once a server has started here.</summary>
    public async Task<string> TokenAsync() => (await File.ReadAllTextAsync(System.IO.Path.Combine(Path, "admin-token"))).Trim();

    public async ValueTask DisposeAsync()
    {
        if (Directory.Exists(Path)) await EmbeddedCluster.TryDestroyAsync(Path);
        Directory.Delete(_above, recursive: true);
    }
}
