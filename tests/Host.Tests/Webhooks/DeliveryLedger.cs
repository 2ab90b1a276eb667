using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Host.Tests.Webhooks;

/// <summary>A receiver that writes down which event came to which webhook, in the order of coming, and refuses one in some for the moment.</summary>
internal sealed class DeliveryLedger : IAsyncDisposable
{
    private const int RefusesOneIn = 500;
    private readonly WebApplication _web;
    private readonly ConcurrentDictionary<string, ConcurrentQueue<(int Event, string Id)>> _received = new();
    private int _count;

    private DeliveryLedger(WebApplication web) => _web = web;

    public string Url => _web.Urls.Single();

    /// <summary>How many requests were accepted.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>How many requests were refused.</summary>
    public int Refused { get; private set; }

    public static async Task<DeliveryLedger> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var ledger = new DeliveryLedger(builder.Build());
        ledger._web.Run(ledger.TakeAsync);
        await ledger._web.StartAsync();
        return ledger;
    }

    /// <summary>Checks that each webhook has each event at least once, first in their order, and under one id whatever came twice. The answer is how many came more than once.</summary>
    public int Check(int webhooks, int events)
    {
        Assert.Equal(webhooks, _received.Count);
        foreach (var (webhook, all) in _received)
        {
            var first = all.Select(r => r.Event).Distinct().ToList();
            Assert.True(first.Count == events, $"{webhook} has {first.Count} of {events} events.");
            Assert.Equal(Enumerable.Range(0, events), first);
            Assert.Equal(events, all.Distinct().Count());
            Assert.Equal(events, all.Select(r => r.Id).Distinct().Count());
        }
        return Count - webhooks * events;
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        var body = await JsonDocument.ParseAsync(http.Request.Body);
        if (Random.Shared.Next(RefusesOneIn) == 0)
        {
            Refused++;
            http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }
        var number = int.Parse(body.RootElement.GetProperty("data").GetProperty("keys")[0].GetString()!);
        _received.GetOrAdd(http.Request.Path, _ => new ConcurrentQueue<(int, string)>()).Enqueue((number, http.Request.Headers["webhook-id"].ToString()));
        Interlocked.Increment(ref _count);
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
