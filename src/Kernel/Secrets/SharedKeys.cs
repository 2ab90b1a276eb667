using GraphQLPlugins.Kernel.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Kernel.Secrets;

/// <summary>
/// The framework's data protection for hosts that share a key ring. By itself the framework reads the ring once a day, and a host would
/// neither use nor know a key that another one has made until then; so it is set up anew whenever the ring may have changed.
/// </summary>
internal sealed class SharedKeys(IXmlRepository ring, ILoggerFactory loggers, TimeProvider clock) : IDisposable
{
    /// <summary>How old a reading may be that seals.</summary>
    private static readonly TimeSpan ReadEvery = TimeSpan.FromMinutes(5);

    /// <summary>How far in the future a key may start that the framework seals with.</summary>
    private static readonly TimeSpan MaxClockSkew = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private Reading? _reading;

    /// <summary>What to seal with.</summary>
    public IDataProtectionProvider ForSealing() => Get(reading => clock.GetUtcNow() - reading.At < ReadEvery).Protection;

    /// <summary>What to open with that a key has sealed.</summary>
    public IDataProtectionProvider ForOpening(Guid keyId) => Get(reading => reading.Keys.Contains(keyId)).Protection;

    /// <summary>Makes a key. The framework takes the one that was activated last for the default, so it counts at once.</summary>
    /// <returns>The key, and how many there are now.</returns>
    public (Guid KeyId, int Count) Rotate()
    {
        var keys = Get(_ => false).Services.GetRequiredService<IKeyManager>();
        var now = clock.Now();
        // The clock of the host that made the last one may be ahead.
        var last = keys.GetAllKeys().Select(k => k.ActivationDate).Where(at => at <= now + MaxClockSkew).DefaultIfEmpty().Max();
        var start = last >= now ? last.AddMilliseconds(1) : now;
        var key = keys.CreateNewKey(start, start + new KeyManagementOptions().NewKeyLifetime);
        return (key.KeyId, Get(_ => false).Keys.Count);
    }

    public void Dispose() => _reading?.Services.Dispose();

    private Reading Get(Func<Reading, bool> isUsable)
    {
        lock (_gate)
        {
            if (_reading is { } reading && isUsable(reading)) return reading;
            // The one before stays undisposed, since somebody may be using it; it holds no resources.
            return _reading = Read();
        }
    }

    private Reading Read()
    {
        var services = new ServiceCollection().AddSingleton(loggers).AddLogging();
        services.AddDataProtection().SetApplicationName("GraphQLPlugins");
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = ring);
        var provider = services.BuildServiceProvider();
        var keys = provider.GetRequiredService<IKeyManager>().GetAllKeys();
        return new Reading(provider, provider.GetRequiredService<IDataProtectionProvider>(), [.. keys.Select(k => k.KeyId)], clock.GetUtcNow());
    }

    private sealed record Reading(ServiceProvider Services, IDataProtectionProvider Protection, HashSet<Guid> Keys, DateTimeOffset At);
}
