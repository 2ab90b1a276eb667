using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace GraphQLPlugins.Host.Benchmarks;

/// <summary>A GraphQL server of another ecosystem beside: Mercurius with its JIT over Fastify and pg, resolvers and statements by hand. Needs Node.</summary>
internal static class PeerServer
{
    /// <summary>Installs and starts it; null, with a message, where that cannot be.</summary>
    public static async Task<ServerProcess?> TryStartAsync(string folder, string connectionString)
    {
        try
        {
            var installed = await RunAsync(new ProcessStartInfo("npm", ["install", "--no-audit", "--no-fund", "--no-package-lock"]) { WorkingDirectory = folder });
            if (installed != 0) throw new InvalidOperationException($"npm install ended with {installed}.");
            var database = new NpgsqlConnectionStringBuilder(connectionString);
            var start = new ProcessStartInfo("node") { Environment = { ["PGPASSWORD"] = database.Password, ["NODE_ENV"] = "production" } };
            return await ServerProcess.StartAsync(
                start,
                port => [System.IO.Path.Combine(folder, "server.js"), port.ToString(CultureInfo.InvariantCulture), database.Host!, database.Port.ToString(CultureInfo.InvariantCulture), database.Database!, database.Username!],
                "/");
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException or TimeoutException)
        {
            Console.Error.WriteLine($"The npm peer is left out: {e.Message}");
            return null;
        }
    }

    private static async Task<int> RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await output;
        if (process.ExitCode != 0) Console.Error.WriteLine(await errors);
        return process.ExitCode;
    }
}
