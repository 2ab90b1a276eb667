using System.ComponentModel.DataAnnotations;

namespace GraphQLPlugins.Host.Settings;

/// <summary>The settings below <c>Http</c>.</summary>
public sealed class HttpOptions
{
    /// <summary>Bytes of a request's JSON.</summary>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxRequestBytes { get; set; } = 1024 * 1024;

    /// <summary>Bytes of a request with uploads.</summary>
    [Range(1024L, 4L * 1024 * 1024 * 1024)]
    public long MaxUploadBytes { get; set; } = 128 * 1024 * 1024;

    /// <summary>Web pages of these origins may call the server; with spaces between, empty for none.</summary>
    public string AllowedOrigins { get; set; } = "";

    /// <summary>How long running requests may take to end when the host stops.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether answers of 1 KiB and more are compressed for clients that accept it.</summary>
    public bool CompressResponses { get; set; } = true;

    /// <summary>Proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed: networks such as <c>10.0.0.0/8</c>, with spaces between; empty for none.</summary>
    public string TrustedProxies { get; set; } = "";

    /// <summary>How many requests are taken from one token and one address.</summary>
    public RateOptions RateLimits { get; set; } = new();
}
