using GraphQLPlugins.Kernel.Background;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Kernel.Storage;

/// <summary>Something that is kept for a time only.</summary>
/// <param name="What">For the log, such as <c>jobs</c>.</param>
/// <param name="RemoveOldAsync">Removes what is too old.</param>
public sealed record Perishable(string What, Func<IServiceProvider, CancellationToken, Task> RemoveOldAsync);

/// <summary>Removes what is too old, now and then, for as long as the host runs. Modules add a <see cref="Perishable"/>.</summary>
internal sealed partial class Housekeeping(IEnumerable<Perishable> perishables, IServiceScopeFactory scopes, TimeProvider clock, ILogger<Housekeeping> log) : PeriodicService(Every, clock, log)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(10);

    protected override string Work => "Housekeeping";

    protected override async Task RoundAsync(CancellationToken ct)
    {
        foreach (var perishable in perishables) await RemoveOldAsync(perishable, ct);
    }

    private async Task RemoveOldAsync(Perishable perishable, CancellationToken ct)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await perishable.RemoveOldAsync(scope.ServiceProvider, ct);
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            // The next host does it.
        }
        catch (Exception e)
        {
            LogFailure(Log, e, perishable.What);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old {What} could not be removed; it is tried again")]
    private static partial void LogFailure(ILogger log, Exception exception, string what);
}
