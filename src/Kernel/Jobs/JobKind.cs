using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Kernel.Jobs;

/// <summary>What a module says of one kind of job.</summary>
/// <param name="Name">Unique, starting with the module's name, such as <c>sources.sync</c>.</param>
public sealed record JobKind(string Name)
{
    /// <summary>Whether it may start again from the beginning when its host dies. Otherwise such a job fails, and somebody may retry it.</summary>
    public bool Resumes { get; init; }

    /// <summary>What one must hold to see jobs of the kind.</summary>
    public string ReadCapability { get; init; } = "catalog:read";

    /// <summary>What one must hold to retry and cancel jobs of the kind.</summary>
    public string ManageCapability { get; init; } = "catalog:admin";

    /// <summary>How long one may take; null takes the setting <c>Jobs:MaxRunTime</c>, which is the limit in any case.</summary>
    public TimeSpan? MaxRunTime { get; init; }
}

/// <summary>Does the work of one kind of job. Made for each run, in a scope of its own in which commands run as whoever asked for the job.</summary>
/// <typeparam name="TPayload">What the job is to do; stored as JSON, so it must hold no secrets.</typeparam>
public interface IJobHandler<in TPayload>
{
    /// <summary>Does the work. A <see cref="Refusals.RefusalException"/> fails the job with its code and message; any other exception is logged and masked.</summary>
    /// <param name="payload">What to do.</param>
    /// <param name="run">Takes steps and progress.</param>
    /// <param name="ct">Ends when the job is cancelled, its time is over, its host stops, or another host has taken it over.</param>
    /// <returns>The job's result, to be stored and shown as JSON; null for none.</returns>
    Task<object?> RunAsync(TPayload payload, JobRun run, CancellationToken ct);
}

/// <summary>A kind with its payload and handler.</summary>
internal abstract class JobRegistration(JobKind kind, Type payload)
{
    public JobKind Kind => kind;

    public Type Payload => payload;

    public abstract Task<object?> RunAsync(IServiceProvider services, string payloadJson, JobRun run, CancellationToken ct);
}

internal sealed class JobRegistration<TPayload, THandler>(JobKind kind) : JobRegistration(kind, typeof(TPayload)) where THandler : class, IJobHandler<TPayload>
{
    public override Task<object?> RunAsync(IServiceProvider services, string payloadJson, JobRun run, CancellationToken ct) =>
        services.GetRequiredService<THandler>().RunAsync(JsonSerializer.Deserialize<TPayload>(payloadJson, OperationJob.Json)!, run, ct);
}

/// <summary>All kinds of this host.</summary>
internal sealed class JobKinds(IEnumerable<JobRegistration> registrations)
{
    private readonly Dictionary<string, JobRegistration> _byName = registrations.ToDictionary(r => r.Kind.Name);
    private readonly Dictionary<Type, JobRegistration> _byPayload = registrations.ToDictionary(r => r.Payload);

    public string[] Names { get; } = [.. registrations.Select(r => r.Kind.Name)];

    public IEnumerable<JobKind> All => _byName.Values.Select(r => r.Kind);

    public JobRegistration? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>One of a host that is newer or older than this one counts as any other.</summary>
    public JobKind KindOf(OperationJob job) => Find(job.Kind)?.Kind ?? new JobKind(job.Kind);

    public JobKind KindFor(Type payload) => _byPayload.TryGetValue(payload, out var found)
        ? found.Kind
        : throw new InvalidOperationException($"No kind of job takes a {payload.Name}; the module names it with AddJob.");
}

/// <summary>Registers kinds of jobs.</summary>
public static class JobKindRegistration
{
    /// <summary>Adds a kind of job with its handler.</summary>
    public static IServiceCollection AddJob<TPayload, THandler>(this IServiceCollection services, JobKind kind) where THandler : class, IJobHandler<TPayload> =>
        services.AddScoped<THandler>().AddSingleton<JobRegistration>(new JobRegistration<TPayload, THandler>(kind));
}
