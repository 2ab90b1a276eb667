using GraphQLPlugins.Engine.AspNetCore.Commands;

namespace Microsoft.Extensions.Hosting;

/// <summary>Runs a host, or a command about its schema instead.</summary>
public static class GraphQLCommandHostExtensions
{
    /// <summary>Runs <c>schema …</c> when the arguments say so; else the host, until it stops.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunWithGraphQLCommandsAsync(this IHost host, string[] args)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(args);
        if (args is ["schema", ..]) return await SchemaCommands.RunAsync(host.Services, args, Console.Out, Console.Error);
        await host.RunAsync();
        return 0;
    }

    /// <inheritdoc cref="RunWithGraphQLCommandsAsync(IHost, string[])"/>
    public static int RunWithGraphQLCommands(this IHost host, string[] args) => host.RunWithGraphQLCommandsAsync(args).GetAwaiter().GetResult();

    /// <summary>Builds the host, then as <see cref="RunWithGraphQLCommandsAsync(IHost, string[])"/>.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunWithGraphQLCommandsAsync(this IHostBuilder builder, string[] args)
    {
        ArgumentNullException.ThrowIfNull(builder);
        using var host = builder.Build();
        return await host.RunWithGraphQLCommandsAsync(args);
    }
}
