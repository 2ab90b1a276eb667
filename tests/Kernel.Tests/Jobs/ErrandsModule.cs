using System.Collections.Concurrent;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Kernel.Tests.Storage;
using GraphQLPlugins.ModuleTesting;
using MediatR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Kernel.Tests.Jobs;

/// <summary>A module whose jobs do what their payload says, in two kinds: one that may start again, one that may not.</summary>
public sealed class ErrandsModule(Diary? diary = null) : IModule
{
    public string Name => "errands";

    // All handlers of an assembly are found, so its other module must be there too.
    public static IReadOnlyList<IModule> All() => [new NotesModule(), new ErrandsModule()];

    public static Task<ModuleHost> StartAsync(params (string Name, string Value)[] settings) => ModuleHost.StartAsync("errands", All, _ => Task.CompletedTask, settings);

    public void AddServices(IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton(diary ?? new Diary())
        .AddEvents(new EventMap<ErrandsAsked>
        {
            Types = [new EventType("errands.asked", "errands", "sources:read", "Errands were asked for.")],
            Type = asked => asked.What.StartsWith("secret", StringComparison.Ordinal) ? null : "errands.asked",
            Organization = _ => Organization.DefaultId,
            Resource = asked => asked.What[..Math.Min(20, asked.What.Length)],
            Topic = _ => "errands",
        })
        .AddEventConsumer<ErrandsReader>("errands.reader")
        .AddJob<Errand, ErrandHandler<Errand>>(new JobKind("errands.once") { ReadCapability = "sources:read", ManageCapability = "sources:write" })
        .AddCommandJob<KeepErrand, string>(new JobKind("errands.keep"), answer => new { answer })
        .AddJob<SteadyErrand, ErrandHandler<SteadyErrand>>(new JobKind("errands.steady") { Resumes = true });

    public void AddTypes(GraphQLPlugins.Engine.Execution.Configuration.IRequestExecutorBuilder graph) { }
}

/// <summary>What the handlers did, and what holds them up.</summary>
public sealed class Diary
{
    private int _now;

    public ConcurrentQueue<string> Entries { get; } = [];

    public ConcurrentQueue<EventRecord> Read { get; } = [];

    public ConcurrentDictionary<string, bool> Stumbles { get; } = [];

    public TaskCompletionSource Started { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The most errands that ran at the same time.</summary>
    public int MostAtOnce { get; private set; }

    public void Enter()
    {
        lock (Entries) MostAtOnce = Math.Max(MostAtOnce, ++_now);
    }

    public void Leave()
    {
        lock (Entries) _now--;
    }
}

public record Errand(string What);

public sealed record SteadyErrand(string What) : Errand(What);

public sealed class NoWayException() : RefusalException("There is no way.");

internal sealed class ErrandHandler<T>(Diary diary, Actor actor, IMediator mediator) : IJobHandler<T> where T : Errand
{
    public async Task<object?> RunAsync(T payload, JobRun run, CancellationToken ct)
    {
        diary.Enter();
        try
        {
            diary.Entries.Enqueue($"{payload.What} for {actor.Name}");
            switch (payload.What)
            {
                case "refuse":
                    await run.StepAsync("look", () => Task.CompletedTask);
                    await run.StepAsync("walk", Task () => throw new NoWayException());
                    break;
                case "break":
                    throw new InvalidOperationException("password=hunter2");
                case "wait":
                    diary.Started.TrySetResult();
                    await run.StepAsync("wait", () => diary.Go.Task.WaitAsync(ct));
                    break;
                case "command":
                    await mediator.Send(new AskForErrands("from a job"), ct);
                    break;
                default:
                    await Task.Yield();
                    break;
            }
            await run.ReportAsync(2, 2);
            return new { done = payload.What, run.Attempt };
        }
        finally
        {
            diary.Leave();
        }
    }
}

/// <summary>Writes into the diary and asks for one more errand: a command that a job may send.</summary>
public sealed record KeepErrand(string What) : ICommand<string>;

// The diary is asked for late, since hosts without this module find the handler too.
internal sealed class KeepErrandHandler(IServiceProvider services, JobQueue jobs) : IRequestHandler<KeepErrand, string>
{
    public async Task<string> Handle(KeepErrand request, CancellationToken ct)
    {
        if (request.What == "refuse") throw new NoWayException();
        await jobs.EnqueueAsync(new Errand($"after {request.What}"), null, ct);
        if (request.What == "wait")
        {
            var diary = services.GetRequiredService<Diary>();
            diary.Started.TrySetResult();
            await diary.Go.Task.WaitAsync(ct);
        }
        return $"kept {request.What}";
    }
}

/// <summary>Asks for errands; refuses after that when it is told to.</summary>
public sealed record AskForErrands(params string[] What) : ICommand<IReadOnlyList<OperationJob>>
{
    public bool Steady { get; init; }

    public bool Refuse { get; init; }

    public JobRequest? Request { get; init; }
}

public sealed record ErrandsAsked(string What) : INotification;

/// <summary>Reads aloud what was asked for, and asks for an errand itself; stumbles over what it is told to.</summary>
internal sealed class ErrandsReader(Diary diary, JobQueue jobs) : IEventConsumer
{
    public async Task HandleAsync(IReadOnlyList<EventRecord> events, CancellationToken ct)
    {
        foreach (var happened in events)
        {
            await jobs.EnqueueAsync(new SteadyErrand($"after {happened.Resource}"), null, ct);
            if (diary.Stumbles.TryRemove(happened.Resource!, out _)) throw new InvalidOperationException("Stumbled.");
            diary.Read.Enqueue(happened);
        }
    }
}

internal sealed class AskForErrandsHandler(JobQueue jobs, UnitOfWork work) : IRequestHandler<AskForErrands, IReadOnlyList<OperationJob>>
{
    public async Task<IReadOnlyList<OperationJob>> Handle(AskForErrands request, CancellationToken ct)
    {
        var taken = new List<OperationJob>();
        foreach (var what in request.What)
        {
            taken.Add(request.Steady ? await jobs.EnqueueAsync(new SteadyErrand(what), request.Request, ct) : await jobs.EnqueueAsync(new Errand(what), request.Request, ct));
            await work.FlushAsync(ct);
            work.AfterCommit(new ErrandsAsked(what));
        }
        return request.Refuse ? throw new NoWayException() : taken;
    }
}
