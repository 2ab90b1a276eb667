using System.CommandLine;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Host.Settings;
using GraphQLPlugins.Host.Start;
using GraphQLPlugins.Kernel.Storage;
using Spectre.Console;

namespace GraphQLPlugins.Host.Commands;

/// <summary><c>import FILE</c>: a catalog file into the database, beside a running host or without one.</summary>
internal static class Import
{
    private const int SomeProblems = 2;
    private const int MaxProblemsShown = 20;

    private static readonly Argument<FileInfo> File = new("FILE") { Description = "The catalog file, compressed with gzip or not." };
    private static readonly Option<ImportFormat?> Format = new("--format") { Description = "What the file must be; without it, what it looks like." };
    private static readonly Option<string?> Repository = new("--repository") { Description = "The repository that receives the plugins; without it, the one that the file is about.", HelpName = "NAME" };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only say what would change." };

    public static Command Create(CommandRunner runner)
    {
        var command = new Command("import", "Imports a catalog file. Importing it again changes nothing.") { File.AcceptExistingOnly(), Format, Repository, DryRun };
        command.SetAction((parsed, _) => runner.RunAsync(parsed, RunAsync));
        return command;
    }

    private static async Task<int> RunAsync(WebApplication app, HostSettings settings, ParseResult parsed, CancellationToken ct)
    {
        await app.Services.GetRequiredService<StorageServer>().StartAsync(mayShare: true, ct);
        await app.Services.GetRequiredService<Migrator>().RunAsync(settings.Storage.Migrate, ct);
        var file = parsed.GetRequiredValue(File);
        var options = new ImportOptions { Format = parsed.GetValue(Format), Repository = parsed.GetValue(Repository), DryRun = parsed.GetValue(DryRun) };
        var importer = app.Services.GetRequiredService<CatalogImporter>();
        await using var stream = file.OpenRead();
        var report = await ImportDisplay.ShowAsync(Terminal.Out, file.Name, progress => importer.ImportAsync(stream, options, progress, ct));
        Print(Terminal.Out, report);
        return report.Problems.Count > 0 ? SomeProblems : 0;
    }

    private static void Print(IAnsiConsole console, ImportReport report)
    {
        var would = report.DryRun ? " would be" : "";
        console.WriteLine($"{report.Records:N0} records into {report.Repository} in {report.Elapsed.TotalSeconds:0.0} s:");
        console.WriteLine(report.Changed
            ? $"  plugins{would} {report.PluginsCreated:N0} created, {report.PluginsUpdated:N0} updated, {report.PluginsUnchanged:N0} unchanged"
            : "  nothing changed, all of it was there already");
        if (report.Changed)
            console.WriteLine($"  versions{would} {report.VersionsCreated:N0} created, {report.VersionsUpdated:N0} updated; {report.DependenciesWritten:N0} dependencies, {report.AdvisoriesWritten:N0} advisories");
        List(console, "left out", report.Problems);
        List(console, "taken in part", report.Warnings);
    }

    private static void List(IAnsiConsole console, string what, IReadOnlyList<ImportProblem> problems)
    {
        if (problems.Count == 0) return;
        console.WriteLine($"  {problems.Count:N0} {what}:");
        foreach (var problem in problems.Take(MaxProblemsShown)) console.WriteLine($"    line {problem.Line}{(problem.PluginId is null ? "" : $", {problem.PluginId}")}: {problem.Reason}");
        if (problems.Count > MaxProblemsShown) console.WriteLine($"    and {problems.Count - MaxProblemsShown:N0} more");
    }
}
