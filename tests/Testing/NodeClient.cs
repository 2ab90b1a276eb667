using System.Diagnostics;

namespace GraphQLPlugins.Testing;

/// <summary>A test that runs a client written in JavaScript; skipped where Node.js is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute()
    {
        if (NodeClient.Missing is { } reason) Skip = reason;
    }
}

/// <summary>Scripts of <c>tests/Clients</c>. Their packages are installed once, from the lock file.</summary>
public static class NodeClient
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Clients");
    private static readonly Lazy<string?> Reason = new(Install);

    /// <summary>Why no script can run; null when they can.</summary>
    public static string? Missing => Reason.Value;

    /// <summary>Runs a script.</summary>
    /// <returns>What it printed; its complaints are for the reader of a failed test.</returns>
    public static async Task<(int ExitCode, string Output, string Complaints)> RunAsync(string script, params string[] arguments)
    {
        using var process = Process.Start(StartInfo("node", [script, .. arguments]))!;
        var output = process.StandardOutput.ReadToEndAsync();
        var complaints = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        return (process.ExitCode, (await output).ReplaceLineEndings("\n"), await complaints);
    }

    /// <summary>Runs a script that asserts by itself.</summary>
    public static async Task PassesAsync(string script, params string[] arguments)
    {
        var (exitCode, output, complaints) = await RunAsync(script, arguments);
        Assert.True(exitCode == 0, $"{script} ended with {exitCode}\n{output}\n{complaints}");
    }

    private static string? Install()
    {
        try
        {
            using var node = Process.Start(StartInfo("node", ["--version"]))!;
            node.WaitForExit();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "Needs Node.js.";
        }
        return NpmPackages.Install(Folder) is { } complaints ? $"Needs the npm packages of tests/Clients, which cannot be installed: {complaints}" : null;
    }

    private static ProcessStartInfo StartInfo(string command, IEnumerable<string> arguments) => new(command, arguments)
    {
        WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true,
    };
}
