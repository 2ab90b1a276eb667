using System.CommandLine;
using System.Data.Common;
using System.Net.Sockets;
using GraphQLPlugins.Catalog.Import;
using GraphQLPlugins.Catalog.Runtime;
using GraphQLPlugins.EmbeddedPostgres;
using GraphQLPlugins.Host.Settings;
using GraphQLPlugins.Host.Start;
using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.Kernel.Settings;
using GraphQLPlugins.Kernel.Storage;
using Spectre.Console;

namespace GraphQLPlugins.Host.Commands;

/// <summary>One command's work: 0 when it was done.</summary>
internal delegate Task<int> CommandBody(WebApplication app, HostSettings settings, ParseResult parsed, CancellationToken ct);

/// <summary>Reads the settings, builds the application, runs a command in it, and tells expected failures in a few words instead of a stack trace.</summary>
internal sealed class CommandRunner(Func<HostSettings, IReadOnlyList<IModule>> modules, CancellationToken stop)
{
    private const int Failed = 1;

    public async Task<int> RunAsync(ParseResult parsed, CommandBody body)
    {
        try
        {
            var settings = HostSettings.Load(CommandLine.SettingsOf(parsed));
            await using var app = HostApplication.Build(settings, modules(settings));
            return await body(app, settings, parsed, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
        catch (SettingsInvalidException e)
        {
            return Fail("The settings are not usable:", e.Problems);
        }
        catch (Exception e) when (e is EmbeddedPostgresException or SchemaOutdatedException or DatabaseUnfitException or ImportFileException or ImportRefusedException or ImportBusyException or SchemaException or MandatoryPluginsException)
        {
            return Fail(e.Message, []);
        }
        catch (DbException e)
        {
            return Fail($"The database cannot be used: {e.Message}", []);
        }
        catch (IOException e) when (e.InnerException is SocketException or Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            return Fail($"{e.Message} Choose another address with --urls.", []);
        }
    }

    private static int Fail(string message, IEnumerable<string> details)
    {
        Terminal.Error.Write(new Text(message, new Style(Color.Red)));
        Terminal.Error.WriteLine();
        foreach (var detail in details) Console.Error.WriteLine($"  {detail}");
        return Failed;
    }
}
