using System.CommandLine;
using GraphQLPlugins.Host.Settings;
using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.Kernel.Settings;

namespace GraphQLPlugins.Host.Commands;

/// <summary>What the host understands on its command line.</summary>
internal static class CommandLine
{
    private static readonly Option<string?> Data = new("--data") { Description = "The data directory (Storage:DataDirectory).", HelpName = "DIRECTORY", Recursive = true };

    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "Overrides a setting of appsettings.json, such as Storage:Provider=PostgreSql; can be repeated.",
        HelpName = "NAME=VALUE",
        Recursive = true,
    };

    private static readonly Option<string?> Urls = new("--urls") { Description = "The addresses to listen on, with ; between [default: http://localhost:5080].", HelpName = "URLS" };

    private static readonly Option<bool> NoMigrate = new("--no-migrate") { Description = "Refuse to start when the database's schema is outdated, instead of bringing it up to date." };

    public static async Task<int> RunAsync(string[] args, Func<HostSettings, IReadOnlyList<IModule>> modules)
    {
        using var stop = new StopSignals();
        var runner = new CommandRunner(modules, stop.Token);
        var root = new RootCommand("A control plane for plugins behind a GraphQL endpoint.") { Data, Set, Urls, NoMigrate };
        root.SetAction((parsed, _) => runner.RunAsync(parsed, Serve.RunAsync));
        root.Subcommands.Add(Migrate.Create(runner));
        root.Subcommands.Add(Import.Create(runner));
        root.Subcommands.Add(Keys.Create(runner));
        root.Subcommands.Add(SchemaText.Create(runner));
        // Its own handling of signals would end the process two seconds later, too early for the database.
        return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    /// <summary>The settings that stand on the command line.</summary>
    public static Dictionary<string, string?> SettingsOf(ParseResult parsed)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in parsed.GetValue(Set) ?? [])
        {
            var equals = pair.IndexOf('=');
            if (equals <= 0) throw new SettingsInvalidException([$"--set {pair} must be NAME=VALUE, such as Storage:Provider=PostgreSql."]);
            settings[pair[..equals]] = pair[(equals + 1)..];
        }
        if (parsed.GetValue(Data) is { } data) settings["Storage:DataDirectory"] = data;
        if (parsed.GetResult(Urls) is not null) settings["Urls"] = parsed.GetValue(Urls);
        if (parsed.GetResult(NoMigrate) is not null && parsed.GetValue(NoMigrate)) settings["Storage:Migrate"] = "false";
        return settings;
    }
}
