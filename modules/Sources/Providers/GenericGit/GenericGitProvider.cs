using System.Runtime.CompilerServices;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Git;
using GraphQLPlugins.Sources.Repositories;

namespace GraphQLPlugins.Sources.Providers.GenericGit;

/// <summary>
/// Any public repository that git reads by HTTP. The id of a repository is its address. Such servers list nothing and send no hooks that are all alike, so that
/// changes are asked for; who has hooks registers a one-off source with their shape.
/// </summary>
internal sealed class GenericGitProvider(bool isEnabled, SmartHttp http, EgressGuard egress, MirrorOptions mirrors) : ISourceProvider
{
    public const string Name = "git";

    public SourceProvider Info { get; } = new(Name, "Git", SourceProviderKind.Manual, Vendor.Icon("Git Repository"), null, isEnabled ? [] : ["Sources:GenericGit"], isEnabled, [SourceCapability.Poll]);

    public OAuthEndpoint? Authorization => null;

    public SourceAccess? SharedAccess => isEnabled ? new SourceAccess(Token: null) : null;

    public Task<string> AccountAsync(SourceAccess access, CancellationToken ct) => Task.FromResult("anonymous");

    /// <summary>The one that is searched for by its address; no others.</summary>
    public async IAsyncEnumerable<RemoteRepository> RepositoriesAsync(SourceAccess access, string? search, [EnumeratorCancellation] CancellationToken ct)
    {
        if (search is not null && await FindAsync(access, search, ct) is { } repository) yield return repository;
    }

    public async Task<RemoteRepository?> FindAsync(SourceAccess access, string repoId, CancellationToken ct)
    {
        if (!IsAddress(repoId)) return null;
        var answer = await http.ReadAsync(Name, repoId, new CloneCredentials(null, null), null, ct);
        return answer.Status is GitAdvertisementStatus.Found ? new RemoteRepository(Name, repoId, NameOf(repoId), null, repoId, answer.DefaultBranch, false, null) : null;
    }

    public Task<string?> ActivateAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct) => Task.FromResult<string?>(null);

    public Task DeactivateAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct) => Task.CompletedTask;

    public ValueTask<CloneCredentials> CloneCredentialsAsync(SourceAccess access, string repoId, CancellationToken ct) =>
        ValueTask.FromResult<CloneCredentials>(new(null, null));

    public ValueTask<bool> IsAuthenticAsync(HookDelivery delivery, string secret, CancellationToken ct) =>
        ValueTask.FromResult(false);

    public ValueTask<HookReading> ReadAsync(HookDelivery delivery, CancellationToken ct) => throw new FormatException("The source sends no hooks.");

    private bool IsAddress(string repoId)
    {
        if (!repoId.StartsWith("https://", StringComparison.Ordinal) && !repoId.StartsWith("http://", StringComparison.Ordinal)) return false;
        try
        {
            CloneUrl.Check(repoId, egress, mirrors);
            return repoId.Length <= SourceRepository.MaxRepoIdLength;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static string NameOf(string url) => new Uri(url).AbsolutePath.Trim('/') is var path && path.EndsWith(".git", StringComparison.Ordinal) ? path[..^4] : path;
}
