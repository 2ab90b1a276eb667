using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Kernel.Jobs;

internal static class JobsRegistration
{
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(configuration.GetSection("Jobs").Get<JobOptions>() ?? new JobOptions())
        .AddSingleton<JobKinds>()
        .AddSingleton<JobTopics>()
        .AddSingleton(p => new JobRunner(
            p.GetRequiredService<IDbContextFactory<KernelDb>>(), p.GetRequiredService<IServiceScopeFactory>(), p.GetRequiredService<JobKinds>(), p.GetRequiredService<JobTopics>(),
            p.GetRequiredService<JobOptions>(), p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<JobRunner>>()))
        .AddScoped(p => new JobAccess(p.GetRequiredService<JobKinds>(), p.GetRequiredService<Actor>()))
        .AddScoped(p => new CurrentJob(p.GetRequiredService<IMediator>(), p.GetRequiredService<Lazy<KernelDb>>()))
        .AddScoped(p => new JobQueue(
            p.GetRequiredService<KernelDb>(), p.GetRequiredService<UnitOfWork>(), p.GetRequiredService<Actor>(), p.GetRequiredService<JobKinds>(), p.GetRequiredService<JobOptions>(),
            p.GetRequiredService<TimeProvider>()))
        .AddSingleton(new Perishable("jobs", (services, ct) => services.GetRequiredService<JobRunner>().RemoveOldAsync(ct)))
        .AddHostedService<JobLoop>();
}
