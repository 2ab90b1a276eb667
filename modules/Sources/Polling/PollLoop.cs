using GraphQLPlugins.Kernel.Background;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Sources.Connections;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Providers;
using GraphQLPlugins.Sources.Providers.GenericGit;
using GraphQLPlugins.Sources.Repositories;
using GraphQLPlugins.Sources.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Sources.Polling;

/// <summary>Asks sources without hooks for changes, each repository at its time, by one request that costs the source little when nothing changed.</summary>
internal sealed class PollLoop(
    IDbContextFactory<SourcesDb> contexts, SourceProviders providers, SourceAccesses accesses, SmartHttp http, IServiceScopeFactory scopes, SourcesOptions options, TimeProvider clock, ILogger<PollLoop> log)
    : PeriodicService(LookEvery, clock, log)
{
    private const int AtOnce = 8;
    private const int MaxBatch = 200;
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(10);

    /// <summary>Asks for all that are due.</summary>
    /// <returns>How many repositories this host asked for.</returns>
    public async Task<int> RunOnceAsync(CancellationToken ct)
    {
        var now = Clock.Now();
        List<SourceRepository> due;
        await using (var db = await contexts.CreateDbContextAsync(ct))
            due = await db.Repositories.Where(r => r.NextPollAt <= now && r.Status == RepositoryStatus.Active).OrderBy(r => r.NextPollAt).Take(MaxBatch).ToListAsync(ct);
        var asked = 0;
        await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (repository, stop) =>
        {
            if (!await ClaimAsync(repository, stop)) return;
            Interlocked.Increment(ref asked);
            await PollAsync(repository, stop);
        });
        return asked;
    }

    protected override string Work => "Polling sources";

    protected override bool StartsAtOnce => false;

    protected override Task RoundAsync(CancellationToken ct) => RunOnceAsync(ct);

    /// <summary>Of several hosts one moves the time on, and asks.</summary>
    private async Task<bool> ClaimAsync(SourceRepository repository, CancellationToken ct)
    {
        var next = Clock.Now() + options.PollEvery;
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Repositories.Where(r => r.Id == repository.Id && r.NextPollAt == repository.NextPollAt).ExecuteUpdateAsync(r => r.SetProperty(x => x.NextPollAt, next), ct) == 1;
    }

    private async Task PollAsync(SourceRepository repository, CancellationToken ct)
    {
        try
        {
            var answer = await AskAsync(repository, ct);
            if (answer is { Status: GitAdvertisementStatus.NotModified } && repository.PollFailures == 0) return;
            await SendAsync(answer.Status switch
            {
                GitAdvertisementStatus.NotFound => NotePoll.Failure(repository.Id, "REPOSITORY_GONE", "The source has no such repository any more.", null),
                GitAdvertisementStatus.Unauthorized => NotePoll.Failure(repository.Id, "PROVIDER_UNAUTHORIZED", "The source does not accept the credentials; connect again.", null),
                _ => new NotePoll(repository.Id, answer.Etag, answer.Status is GitAdvertisementStatus.Found, null, null, null),
            }, ct);
        }
        catch (Exception e) when (e is RefusalException or UrlNotAllowedException)
        {
            await SendAsync(NotePoll.Failure(repository.Id, ((RefusalException)e).Code, e.Message, (e as ProviderRateLimitedException)?.RetryAt), ct);
        }
    }

    private async Task<GitAdvertisement> AskAsync(SourceRepository repository, CancellationToken ct)
    {
        // Fetching is how changes are found where there is no HTTP.
        if (!repository.CloneUrl.StartsWith("http", StringComparison.OrdinalIgnoreCase)) return new GitAdvertisement(GitAdvertisementStatus.Found, null, null);
        var provider = await providers.RequireAsync(repository.OrganizationId, repository.Provider, ct);
        var access = await accesses.RequireAsync(provider, repository.OwnedBy, ct);
        return await http.ReadAsync(repository.Provider, repository.CloneUrl, await provider.CloneCredentialsAsync(access, repository.RepoId, ct), repository.PollEtag, ct);
    }

    private async Task SendAsync(NotePoll command, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMediator>().Send(command, ct);
    }
}
