using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Kernel.Idempotency;

internal static class IdempotencyRegistration
{
    public static IServiceCollection AddIdempotency(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection("Idempotency").Get<IdempotencyOptions>() ?? new IdempotencyOptions();
        return services
            .AddSingleton(options)
            .AddScoped<RepeatedCommands>()
            .AddScoped(provider => new OutsideWork(provider.GetRequiredService<RepeatedCommands>(), provider.GetRequiredService<IMediator>(), provider.GetRequiredService<TimeProvider>()))
            .AddSingleton(new Perishable("idempotency keys", (provider, ct) => RemoveOldAsync(provider, options, ct)));
    }

    private static async Task RemoveOldAsync(IServiceProvider services, IdempotencyOptions options, CancellationToken ct)
    {
        var before = services.GetRequiredService<TimeProvider>().Now() - options.Retention;
        await using var db = await services.GetRequiredService<IDbContextFactory<KernelDb>>().CreateDbContextAsync(ct);
        await db.IdempotencyKeys.Where(k => k.CreatedAt < before).ExecuteDeleteAsync(ct);
    }
}
