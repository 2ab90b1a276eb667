using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Catalog.Jobs;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Secrets;
using MediatR;

namespace GraphQLPlugins.Catalog.Installations;

/// <summary>Has a plugin installed by a job.</summary>
internal sealed record QueueInstall(InstallPlugin Install) : ICommand<OperationJob>
{
    string? ICommand.AuditTarget => Install.Source.Catalog?.PluginId ?? Install.Name;
}

internal sealed class QueueInstallHandler(InstallationStore store, InstallFile files, InstallCatalogEntry entries, JobQueue jobs, SecretBox box) : IRequestHandler<QueueInstall, OperationJob>
{
    /// <summary>What can be refused at once is; the rest is the job's error.</summary>
    public async Task<OperationJob> Handle(QueueInstall request, CancellationToken ct)
    {
        var install = request.Install;
        if (install.Source.Upload is not null || install.DryRun)
            throw new InputInvalidException("async", "A file that was sent is here already, and a rehearsal needs its answer; only what is fetched can be installed by a job.");
        if (install.Source.Catalog is null)
            files.Permit(install);
        else
            entries.Permit(install);
        (await store.PolicyAsync(ct)).EnsureRemoteAdmin();
        var target = install.Source.Catalog?.PluginId ?? install.Name ?? ArtifactDownload.Shown(install.Source.Url!);
        // The address may carry a secret, and what a job is to do is stored as it is.
        var sealedUrl = install.Source.Url is { } url ? Convert.ToBase64String(box.Seal(url, "catalog", "install")) : null;
        return await jobs.EnqueueAsync(new InstallByJob(
            install.Source.Catalog, sealedUrl, install.Name, install.Version, install.Sha256, install.Activate, install.WithDependencies, install.ExpectedEtag, install.ExpectedPlanDigest, install.OverrideReason, install.Signature) { AcceptOptionLoss = install.AcceptOptionLoss },
            new JobRequest { Target = Queueing.Shown(target), SerialKey = install.Source.Catalog is null ? null : Queueing.Installations }, ct);
    }
}

/// <summary>What the job is to install.</summary>
internal sealed record InstallByJob(
    CatalogSource? Catalog, string? SealedUrl, string? Name, string? Version, string? Sha256, bool Activate, bool WithDependencies, string? ExpectedEtag, string? ExpectedPlanDigest, string? OverrideReason, string? Signature)
{
    public bool AcceptOptionLoss { get; init; }

    public static JobKind Kind { get; } = new("catalog.install") { Resumes = true };
}

/// <summary>Installs as the one who asked, with a step for each file that is fetched and each plugin that is started.</summary>
internal sealed class InstallJob(CurrentJob job, SecretBox box) : IJobHandler<InstallByJob>
{
    public Task<object?> RunAsync(InstallByJob payload, JobRun run, CancellationToken ct)
    {
        var url = payload.SealedUrl is { } sealedUrl ? box.Open(Convert.FromBase64String(sealedUrl), "catalog", "install") : null;
        return job.SendLastAsync(new InstallPlugin(new InstallSource { Catalog = payload.Catalog, Url = url }, payload.Version, payload.Activate, payload.ExpectedEtag, DryRun: false)
        {
            Name = payload.Name, Sha256 = payload.Sha256, Signature = payload.Signature, WithDependencies = payload.WithDependencies, ExpectedPlanDigest = payload.ExpectedPlanDigest, OverrideReason = payload.OverrideReason,
            AcceptOptionLoss = payload.AcceptOptionLoss,
        }, done => InstallJobResult.Of(done.Installation, done.Outcome, done.Warnings), ct);
    }
}
