using System.ComponentModel.DataAnnotations;
using GraphQLPlugins.Sources.Git;
using GraphQLPlugins.Sources.Providers;
using GraphQLPlugins.Sources.Providers.GitHub;
using GraphQLPlugins.Sources.Sync;

namespace GraphQLPlugins.Sources;

/// <summary>The settings below <c>Sources</c>.</summary>
public sealed class SourcesOptions
{
    /// <summary>Where sources reach this server to send hooks; without it no hooks are registered, and repositories are polled.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>The page that sources send users back to with code and state; null leaves it to what is registered there.</summary>
    public Uri? RedirectUrl { get; set; }

    /// <summary>How long an authorization that was started may take.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00")]
    public TimeSpan AuthorizationTime { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a source's list of repositories is remembered.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan RepositoryCacheTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Most repositories of an account that are listed.</summary>
    [Range(1, 100_000)]
    public int MaxRemoteRepositories { get; set; } = 10_000;

    /// <summary>How long a mutation waits for an activation or a removal; it goes on afterwards.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00")]
    public TimeSpan ActivationWait { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>How long an activation or a removal may take.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan ActivationTime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Bytes of a hook's body.</summary>
    [Range(1024, 67_108_864)]
    public int MaxHookBytes { get; set; } = 5 * 1024 * 1024;

    /// <summary>How long hook events are kept.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan HookRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a hook's secret works after it was replaced.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan SecretOverlap { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How often repositories without a hook are asked for changes.</summary>
    [Range(typeof(TimeSpan), "00:00:10", "7.00:00:00")]
    public TimeSpan PollEvery { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Bringing repositories up to date, and what services get of them.</summary>
    public SyncOptions Sync { get; set; } = new();

    /// <summary>Keys for addresses by SSH: the file's path by the name that sources refer to.</summary>
    public Dictionary<string, string> SshKeys { get; set; } = [];

    /// <summary>The copies of the files of followed repositories.</summary>
    public MirrorOptions Mirrors { get; set; } = new();

    /// <summary>github.com or GitHub Enterprise Server.</summary>
    public GitHubOptions GitHub { get; set; } = new();

    /// <summary>gitlab.com or a server of one's own.</summary>
    public VendorOptions GitLab { get; set; } = new();

    /// <summary>bitbucket.org.</summary>
    public VendorOptions BitbucketCloud { get; set; } = new();

    /// <summary>Bitbucket Data Center, formerly Server and Stash.</summary>
    public VendorOptions Bitbucket { get; set; } = new();

    /// <summary>Gitea, or Forgejo, which speaks the same.</summary>
    public VendorOptions Gitea { get; set; } = new();

    /// <summary>Azure Repos; the address is the organization's.</summary>
    public VendorOptions AzureRepos { get; set; } = new();

    /// <summary>Any server that git reads by HTTP.</summary>
    public bool GenericGit { get; set; } = true;

    /// <summary>All that is wrong, in sentences that name the setting.</summary>
    public IEnumerable<string> Problems() =>
    [
        .. Mirrors.Problems("Sources:Mirrors"),
        .. GitHub.Problems("Sources:GitHub", needsUrl: false, allowsOAuth: true), .. GitHub.BotProblems("Sources:GitHub"),
        .. GitLab.Problems("Sources:GitLab", needsUrl: false, allowsOAuth: true),
        .. BitbucketCloud.Problems("Sources:BitbucketCloud", needsUrl: false, allowsOAuth: true),
        .. Bitbucket.Problems("Sources:Bitbucket", needsUrl: true, allowsOAuth: false),
        .. Gitea.Problems("Sources:Gitea", needsUrl: true, allowsOAuth: true),
        .. AzureRepos.Problems("Sources:AzureRepos", needsUrl: true, allowsOAuth: false),
    ];
}
