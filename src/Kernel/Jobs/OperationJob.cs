using System.Text.Json;
using System.Text.Json.Serialization;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Kernel.Jobs;

/// <summary>Work that goes on after the request that asked for it.</summary>
public sealed class OperationJob
{
    internal const int MaxKindLength = 100;
    internal const int MaxTextLength = 400;
    internal const int MaxKeyLength = 255;
    internal const int MaxMessageLength = 1000;
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    private OperationJob() { }

    internal OperationJob(JobKind kind, string payload, JobRequest request, Guid organizationId, Actor actor, DateTimeOffset now)
    {
        Id = OrderedId.Next(now);
        OrganizationId = organizationId;
        Kind = kind.Name;
        PayloadJson = payload;
        Target = request.Target;
        SerialKey = request.SerialKey;
        IdempotencyKey = request.IdempotencyKey;
        var behind = request.OnBehalfOf ?? actor.Delegate();
        RequestedBy = behind?.Name ?? actor.Name;
        PrincipalId = behind?.PrincipalId;
        Capabilities = behind?.Capabilities;
        CreatedAt = now;
        DueAt = request.DueAt ?? now;
    }

    /// <summary>The global id.</summary>
    [ID]
    public Guid Id { get; private set; }

    /// <summary>The order in which jobs were made; given by the database.</summary>
    [GraphQLIgnore]
    public long Number { get; private set; }

    [GraphQLIgnore]
    public Guid OrganizationId { get; private set; }

    /// <summary>What is done, such as <c>sources.sync</c>.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>What it is done to, such as a repository's id; null when there is no single thing.</summary>
    public string? Target { get; private set; }

    /// <summary>How far it is.</summary>
    public JobStatus Status { get; private set; }

    [GraphQLIgnore]
    public string PayloadJson { get; private set; } = "";

    [GraphQLIgnore]
    public string StepsJson { get; private set; } = "[]";

    [GraphQLIgnore]
    public int ProgressDone { get; private set; }

    [GraphQLIgnore]
    public int? ProgressTotal { get; private set; }

    [GraphQLIgnore]
    public string? ResultJson { get; private set; }

    [GraphQLIgnore]
    public string? ErrorCode { get; private set; }

    [GraphQLIgnore]
    public string? ErrorMessage { get; private set; }

    /// <summary>What the caller gave so that asking twice makes one job; null when it gave nothing.</summary>
    public string? IdempotencyKey { get; private set; }

    /// <summary>Jobs with the same key run one after the other, in the order in which they were asked for; null runs beside everything.</summary>
    public string? SerialKey { get; private set; }

    /// <summary>Who asked for it: the principal's name, or <c>system</c>.</summary>
    public string RequestedBy { get; private set; } = "";

    [GraphQLIgnore]
    public Guid? PrincipalId { get; private set; }

    /// <summary>What the principal might do when it asked; null for the system itself.</summary>
    [GraphQLIgnore]
    public string? Capabilities { get; private set; }

    /// <summary>When it was asked for.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>From when on it may run.</summary>
    public DateTimeOffset DueAt { get; private set; }

    /// <summary>When it first ran; null before that.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>When it ended; null before that.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>How many times it was started.</summary>
    public int Attempt { get; private set; }

    [GraphQLIgnore]
    public int Takeovers { get; private set; }

    [GraphQLIgnore]
    public Guid? LeaseOwner { get; private set; }

    [GraphQLIgnore]
    public DateTimeOffset? LeaseUntil { get; private set; }

    /// <summary>When somebody asked to cancel it; null when nobody did.</summary>
    public DateTimeOffset? CancelRequestedAt { get; private set; }

    /// <summary>What it did so far, in order.</summary>
    public IReadOnlyList<JobStep> GetSteps() => JsonSerializer.Deserialize<List<JobStep>>(StepsJson, Json)!;

    /// <summary>How much of it is done.</summary>
    public JobProgress GetProgress() => new(ProgressDone, ProgressTotal);

    /// <summary>What came of it; null until it ended, for kinds without a result, and for most failures: those of several things tell here what became of each.</summary>
    public JsonElement? GetResult() => ResultJson is null or JobRun.NoResult ? null : JsonElement.Parse(ResultJson);

    /// <summary>Why it failed; null otherwise.</summary>
    public JobError? GetError() => ErrorCode is null ? null : new JobError(ErrorCode, ErrorMessage ?? "");

    /// <summary>A waiting job is cancelled at once, a running one as soon as it notices.</summary>
    internal void Cancel(DateTimeOffset now)
    {
        if (Status is not (JobStatus.Queued or JobStatus.Running)) throw new JobStateInvalidException("cancelled", Status);
        CancelRequestedAt ??= now;
        if (Status is JobStatus.Queued) (Status, EndedAt) = (JobStatus.Cancelled, now);
    }

    /// <summary>Lets a failed job run again, from the start of the queue's order that it had.</summary>
    internal void Retry(DateTimeOffset now)
    {
        if (Status is not JobStatus.Failed) throw new JobStateInvalidException("retried", Status);
        (Status, EndedAt, ErrorCode, ErrorMessage, ResultJson) = (JobStatus.Queued, null, null, null, null);
        (StepsJson, ProgressDone, ProgressTotal, Takeovers, DueAt) = ("[]", 0, null, 0, now);
    }
}
