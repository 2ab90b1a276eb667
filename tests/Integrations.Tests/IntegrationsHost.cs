using System.Net;
using System.Net.Sockets;
using GraphQLPlugins.Engine.Execution.Configuration;
using GraphQLPlugins.Catalog;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Options;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Integrations.Tests;

/// <summary>The modules up to integrations over a migrated database of their own.</summary>
internal static class IntegrationsHost
{
    public static Task<ModuleHost> StartAsync(params (string Name, string Value)[] settings) => StartAsync(TimeProvider.System, settings);

    public static Task<ModuleHost> StartAsync(TimeProvider clock, params (string Name, string Value)[] settings) =>
        ModuleHost.StartAsync("integrations", clock, Modules, _ => Task.CompletedTask, settings);

    public static IReadOnlyList<IModule> Modules() => [new CatalogModule(), new OptionsModule(), new IntegrationsModule(), new Happenings()];
}

/// <summary>Brings in the commands that only tests send, and names that lead somewhere without anybody being asked.</summary>
internal sealed class Happenings : IModule
{
    private static readonly IPAddress Public = IPAddress.Parse("93.184.215.14");

    public string Name => "happenings";

    public void AddServices(IServiceCollection services, IConfiguration configuration) => services.AddSingleton<HostLookup>((host, _) => host.TrimEnd('.') switch
    {
        "inside.example" => Task.FromResult<IPAddress[]>([IPAddress.Parse("10.0.0.5")]),
        "inside6.example" => Task.FromResult<IPAddress[]>([IPAddress.Parse("fd00::5")]),
        "metadata.example" => Task.FromResult<IPAddress[]>([IPAddress.Parse("169.254.169.254")]),
        "both.example" => Task.FromResult<IPAddress[]>([Public, IPAddress.Parse("192.168.0.5")]),
        "nowhere.example" => Task.FromException<IPAddress[]>(new SocketException((int)SocketError.HostNotFound)),
        _ => Task.FromResult<IPAddress[]>([Public]),
    });

    public void AddTypes(IRequestExecutorBuilder graph)
    {
    }
}
