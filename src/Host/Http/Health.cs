using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Host.Http;

/// <summary>Whether the process lives, and whether it can answer; for whoever restarts it or sends it requests.</summary>
internal static class Health
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/health/live", () => Results.Json(new { status = "live" })).DisableRateLimiting();
        endpoints.MapGet("/health/ready", ReadyAsync).DisableRateLimiting();
    }

    private static async Task<IResult> ReadyAsync(StorageServer server, ILoggerFactory loggers, CancellationToken ct)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(Patience);
        try
        {
            await using var connection = server.CreateConnection();
            await connection.OpenAsync(timeout.Token);
            await using var command = connection.CreateCommand();
            command.CommandText = "SELECT 1";
            await command.ExecuteScalarAsync(timeout.Token);
            return Results.Json(new { status = "ready", storage = "ready" });
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // Why is for the log: a connection error names hosts and users.
            loggers.CreateLogger(typeof(Health)).LogWarning(e, "The storage does not answer");
            return Results.Json(new { status = "not ready", storage = "unreachable" }, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
