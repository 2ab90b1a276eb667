using System.CommandLine;
using GraphQLPlugins.Host.Settings;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Host.Commands;

/// <summary><c>migrate</c>: for those who want the change of the schema apart from the start.</summary>
internal static class Migrate
{
    public static Command Create(CommandRunner runner)
    {
        var command = new Command("migrate", "Brings the database's schema up to date, and ends.");
        command.SetAction((parsed, _) => runner.RunAsync(parsed, RunAsync));
        return command;
    }

    private static async Task<int> RunAsync(WebApplication app, HostSettings settings, ParseResult parsed, CancellationToken ct)
    {
        await app.Services.GetRequiredService<StorageServer>().StartAsync(mayShare: true, ct);
        var applied = await app.Services.GetRequiredService<Migrator>().RunAsync(migrate: true, ct);
        foreach (var migration in applied) Console.WriteLine($"applied {migration}");
        if (applied.Count == 0) Console.WriteLine("The schema is up to date.");
        return 0;
    }
}
