using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GraphQLPlugins.Kernel.Hooks;

/// <summary>Reads and answers deliveries.</summary>
public static class HookIntake
{
    /// <summary>Reads a delivery's body, however its length is announced.</summary>
    /// <returns>Null when the request was answered already: 413 for a body over the bound, 400 for one that is cut off; or when its sender is gone.</returns>
    public static async Task<byte[]?> ReadBodyAsync(this HttpContext http, int maxBytes)
    {
        var ct = http.RequestAborted;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = maxBytes;
        if (http.Request.ContentLength > maxBytes)
        {
            await http.AnswerTooLargeAsync();
            return null;
        }
        try
        {
            using var body = new MemoryStream((int)(http.Request.ContentLength ?? 4096));
            var block = new byte[16 * 1024];
            while (await http.Request.Body.ReadAsync(block, ct) is var read and > 0)
            {
                if (body.Length + read > maxBytes)
                {
                    await http.AnswerTooLargeAsync();
                    return null;
                }
                body.Write(block, 0, read);
            }
            if (http.Request.ContentLength is null || http.Request.ContentLength == body.Length) return body.ToArray();
            await http.AnswerAsync(StatusCodes.Status400BadRequest, "unreadable");
        }
        catch (BadHttpRequestException e)
        {
            await (e.StatusCode is StatusCodes.Status413PayloadTooLarge ? http.AnswerTooLargeAsync() : http.AnswerAsync(e.StatusCode, "unreadable"));
        }
        catch (Exception e) when (e is IOException or OperationCanceledException && ct.IsCancellationRequested)
        {
            // Whoever sent it is gone before its end; there is nobody to answer.
        }
        return null;
    }

    /// <summary>Answers with a status and a word for it.</summary>
    public static Task AnswerAsync(this HttpContext http, int status, string word)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync($$"""{"status":"{{word}}"}""", http.RequestAborted);
    }

    // What is not read stands before the next request of the connection, so that there must be none.
    private static Task AnswerTooLargeAsync(this HttpContext http)
    {
        http.Response.Headers.Connection = "close";
        return http.AnswerAsync(StatusCodes.Status413PayloadTooLarge, "too large");
    }

    /// <summary>Part of an address, fit for the log.</summary>
    public static string ForLog(string segment) => new([.. segment.Take(50).Where(c => !char.IsControl(c))]);

    /// <summary>SHA-256 over the headers in the order of their names, in hexadecimal.</summary>
    public static string Digest(this IHeaderDictionary headers)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in headers.OrderBy(h => h.Key, StringComparer.OrdinalIgnoreCase)) text.Append(name.ToLowerInvariant()).Append(": ").Append(value.ToString()).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
