using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Kernel.Providers;

namespace GraphQLPlugins.Integrations.Providers.GitHub;

/// <summary>Repositories and commits. https://docs.github.com/en/rest/commits/commits#compare-two-commits</summary>
internal sealed partial class GitHubProvider
{
    private const int PageSize = 100;
    private const int MaxPages = 100;

    public async IAsyncEnumerable<IntegrationRepository> RepositoriesAsync(IntegrationAccess access, [EnumeratorCancellation] CancellationToken ct)
    {
        var pages = VendorApi.LinkedAsync($"installation/repositories?per_page={PageSize}", address => GetAsync(access, address, ct), body => body.At("repositories"), MaxPages, ct);
        await foreach (var item in pages)
            yield return new IntegrationRepository(item.Promised("full_name", Key), item.Promised("full_name", Key), item.Text("html_url"), item.Text("default_branch"), item.Flag("private"));
    }

    /// <summary>GitHub compares oldest first and by pages, so all of a comparison is read, up to its documented end of 10,000, before the newest are known.</summary>
    public async Task<IReadOnlyList<IntegrationCommit>> CommitsAsync(IntegrationAccess access, string repository, string? from, string to, int max, CancellationToken ct)
    {
        CheckPath(repository, "repoId");
        var newest = new List<JsonElement>();
        if (from is null)
        {
            var pages = VendorApi.LinkedAsync($"repos/{repository}/commits?sha={Uri.EscapeDataString(to)}&per_page={Math.Min(max, PageSize)}", address => FoundAsync(access, address, ct), body => body, MaxPages, ct);
            await foreach (var item in pages.Take(max)) newest.Add(item);
        }
        else
        {
            var range = $"{Uri.EscapeDataString(from)}...{Uri.EscapeDataString(to)}";
            var pages = VendorApi.LinkedAsync($"repos/{repository}/compare/{range}?per_page={PageSize}", address => FoundAsync(access, address, ct), body => body.At("commits"), MaxPages, ct);
            await foreach (var item in pages)
            {
                newest.Insert(0, item);
                if (newest.Count > max) newest.RemoveAt(max);
            }
        }
        return [.. newest.Select(Commit)];
    }

    private static IntegrationCommit Commit(JsonElement item)
    {
        var (commit, author) = (item.At("commit"), item.At("commit").At("author"));
        return new IntegrationCommit(item.Promised("sha", Key), commit.Text("message") ?? "", author.Text("name"), author.Text("email"), author.Time("date"), item.Text("html_url"));
    }

    private async Task<ApiAnswer> FoundAsync(IntegrationAccess access, string address, CancellationToken ct)
    {
        var answer = await _api.SendAsync(HttpMethod.Get, access.ExternalId, address, null, [HttpStatusCode.NotFound], ct);
        return answer.Status is HttpStatusCode.NotFound ? throw new InputInvalidException("repoId", "GitHub has no such repository or reference, or has not opened it to the app.") : answer;
    }

    private Task<ApiAnswer> GetAsync(IntegrationAccess access, string address, CancellationToken ct) => _api.SendAsync(HttpMethod.Get, access.ExternalId, address, null, null, ct);

    private static void CheckPath(string repository, string argument)
    {
        if (!VendorApi.IsPath(repository, 2)) throw new InputInvalidException(argument, "Owner and name are expected, such as ada/engine.");
    }
}
