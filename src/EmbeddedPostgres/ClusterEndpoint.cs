using System.Net;
using System.Net.Sockets;

namespace GraphQLPlugins.EmbeddedPostgres;

/// <summary>Where the server listens: a socket in a private directory, or, on Windows, a free loopback port.</summary>
internal sealed record ClusterEndpoint(string? SocketDirectory, int Port)
{
    private const int SocketPort = 5432;

    public string Host => SocketDirectory ?? "127.0.0.1";

    public static ClusterEndpoint Create(ServerAccount account) =>
        OperatingSystem.IsWindows() ? new ClusterEndpoint(null, FreePort()) : new ClusterEndpoint(PrivateDirectory.Create(account), SocketPort);

    public void Remove()
    {
        if (SocketDirectory is not null) PrivateDirectory.Remove(SocketDirectory);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
