using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Integrations.Forms;
using GraphQLPlugins.Kernel.Providers;
using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Integrations.Providers;

/// <summary>What the vendors' APIs have in common.</summary>
internal static class VendorApi
{
    /// <summary>Statuses by which vendors say that a field is wrong.</summary>
    public static readonly HttpStatusCode[] Invalid = [HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity];

    public static readonly HttpStatusCode[] Missing = [HttpStatusCode.NotFound, HttpStatusCode.Gone];

    public static ProviderBadResponseException Malformed(string provider) => new(provider, $"The answer of {provider} lacks what its documentation promises.");

    /// <summary>A member's text that the vendor promises.</summary>
    public static string Promised(this JsonElement item, string name, string provider) => item.Id(name) ?? throw Malformed(provider);

    /// <summary>A time; null when there is none.</summary>
    public static DateTimeOffset? Time(this JsonElement item, string name) =>
        item.At(name) is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out var at) ? at.ToUniversalTime() : null;

    /// <summary>A text of a form; null for none or an empty one.</summary>
    public static string? Given(this JsonObject values, string name) => values[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    /// <summary>A list of texts of a form.</summary>
    public static List<string> GivenList(this JsonObject values, string name) => [.. (values[name] as JsonArray ?? []).Select(item => item!.ToString())];

    /// <summary>A path that may go into an address: letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, in so many parts.</summary>
    public static bool IsPath(string path, int parts) =>
        path.Split('/') is var split && split.Length == parts && split.All(p => p.Length > 0 && p is not "." and not ".." && p.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'));

    /// <summary>Pages that name their next one in the Link header.</summary>
    /// <param name="first">The first page's address.</param>
    /// <param name="get">Asks for a page.</param>
    /// <param name="items">The items of a page.</param>
    /// <param name="maxPages">Where a vendor that never ends is given up.</param>
    /// <param name="ct">Stops.</param>
    public static async IAsyncEnumerable<JsonElement> LinkedAsync(
        string first, Func<string, Task<ApiAnswer>> get, Func<JsonElement, JsonElement> items, int maxPages, [EnumeratorCancellation] CancellationToken ct)
    {
        string? next = first;
        for (var page = 0; next is not null && page < maxPages; page++)
        {
            ct.ThrowIfCancellationRequested();
            var answer = await get(next);
            foreach (var item in items(answer.Body).Items()) yield return item;
            next = answer.NextLink();
        }
    }

    /// <summary>The items of a list of offset pages, asked for until one is not full.</summary>
    public static async IAsyncEnumerable<JsonElement> OffsetAsync(int size, Func<int, Task<JsonElement>> get, int maxPages, [EnumeratorCancellation] CancellationToken ct)
    {
        for (var page = 0; page < maxPages; page++)
        {
            ct.ThrowIfCancellationRequested();
            var count = 0;
            foreach (var item in (await get(page * size)).Items())
            {
                count++;
                yield return item;
            }
            if (count < size) yield break;
        }
    }
}
