using System.Diagnostics;
using GraphQLPlugins.Host.Settings;
using Spectre.Console;

namespace GraphQLPlugins.Host.Start;

/// <summary>What a person sees when the host is ready.</summary>
internal static class StartPage
{
    public static void Print(IAnsiConsole console, HostSettings settings, IEnumerable<string> addresses, string tokenPath, IReadOnlyList<string> news)
    {
        var elapsed = DateTime.Now - Process.GetCurrentProcess().StartTime;
        var address = addresses.First().Replace("[::]", "localhost").Replace("0.0.0.0", "localhost");
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]GraphQLPlugins[/] is ready after {elapsed.TotalSeconds:0.0} s.");
        // Not through the console: it would break lines that are there to be copied.
        var page = console.Profile.Out.Writer;
        page.WriteLine();
        page.WriteLine($"  GraphQL   {address}/graphql");
        page.WriteLine($"  IDE       {address}/graphql in a browser");
        page.WriteLine($"  Token     {tokenPath}");
        page.WriteLine($"  Storage   {Storage(settings)}");
        foreach (var line in news) page.WriteLine($"  {line}");
        page.WriteLine();
        page.WriteLine($"  curl {address}/graphql -H 'content-type: application/json' -d '{{\"query\":\"{{ viewer {{ name }} }}\"}}'");
        page.WriteLine("  Ctrl-C stops.");
        page.WriteLine();
    }

    private static string Storage(HostSettings settings) => settings.Storage.Provider switch
    {
        Kernel.Storage.StorageProvider.Embedded => $"PostgreSQL in {Path.GetFullPath(settings.Storage.DataDirectory)}",
        var provider => provider.ToString(),
    };
}
