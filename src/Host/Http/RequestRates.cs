using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using GraphQLPlugins.Host.Settings;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace GraphQLPlugins.Host.Http;

/// <summary>
/// How many requests one token and one address may send. Counted before the token is looked at, so that guessing tokens is slowed down too.
/// Operations on a socket count like requests.
/// </summary>
internal static class RequestRates
{
    public const string Refusal = "There are too many requests; wait a moment.";
    public const string Code = "RATE_LIMITED";
    private static readonly byte[] Body = Encoding.UTF8.GetBytes($$$"""{"errors":[{"message":"{{{Refusal}}}","extensions":{"code":"{{{Code}}}"}}]}""");

    public static IServiceCollection AddRequestRates(this IServiceCollection services, RateOptions rates) => services.AddRateLimiter(options =>
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.OnRejected = RefuseAsync;
        options.GlobalLimiter = Limiter(rates);
    });

    public static IApplicationBuilder UseRequestRates(this IApplicationBuilder app, RateOptions rates) => rates.IsOn ? app.UseRateLimiter() : app;

    /// <summary>Counts an operation of a socket against the rates of the request that opened it.</summary>
    /// <returns>How long to wait before the next one; null when this one may run.</returns>
    public static TimeSpan? Refused(HttpContext context)
    {
        if (context.RequestServices.GetRequiredService<IOptions<RateLimiterOptions>>().Value.GlobalLimiter is not { } limiter) return null;
        using var lease = limiter.AttemptAcquire(context);
        if (lease.IsAcquired) return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
    }

    private static PartitionedRateLimiter<HttpContext>? Limiter(RateOptions rates)
    {
        var limiters = new List<PartitionedRateLimiter<HttpContext>>();
        if (rates.AddressRequestsPerSecond > 0)
            limiters.Add(By(context => context.Connection.RemoteIpAddress?.ToString() ?? "", rates.AddressRequestsPerSecond, rates.AddressBurst));
        if (rates.TokenRequestsPerSecond > 0) limiters.Add(By(TokenOf, rates.TokenRequestsPerSecond, rates.TokenBurst));
        return limiters.Count switch { 0 => null, 1 => limiters[0], _ => PartitionedRateLimiter.CreateChained([.. limiters]) };
    }

    private static PartitionedRateLimiter<HttpContext> By(Func<HttpContext, string?> key, int perSecond, int burst)
    {
        // Ten refills a second: short waits, and little work for the timer.
        var period = perSecond >= 10 ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(1);
        var bucket = new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst, ReplenishmentPeriod = period, TokensPerPeriod = (int)Math.Max(1, Math.Round(perSecond * period.TotalSeconds)), AutoReplenishment = true, QueueLimit = 0,
        };
        return PartitionedRateLimiter.Create<HttpContext, string>(context =>
            key(context) is { } name ? RateLimitPartition.GetTokenBucketLimiter(name, _ => bucket) : RateLimitPartition.GetNoLimiter(""));
    }

    /// <summary>A digest: the limiter keeps it for a while, and nobody shall find tokens in the memory.</summary>
    private static string? TokenOf(HttpContext context)
    {
        var header = context.Items[SocketToken] as string ?? context.Request.Headers.Authorization.ToString();
        return header.Length == 0 ? null : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(header)), 0, 16);
    }

    /// <summary>Where the token of a socket stands, which comes after the request that opened it.</summary>
    public static readonly object SocketToken = new();

    private static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken ct)
    {
        var response = rejected.HttpContext.Response;
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        response.Headers[HeaderNames.RetryAfter] = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        response.ContentType = "application/graphql-response+json; charset=utf-8";
        await response.Body.WriteAsync(Body, ct);
    }
}
