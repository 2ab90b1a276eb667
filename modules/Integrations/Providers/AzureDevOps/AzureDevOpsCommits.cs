using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Kernel.Providers;

namespace GraphQLPlugins.Integrations.Providers.AzureDevOps;

/// <summary>Repositories and commits. https://learn.microsoft.com/rest/api/azure/devops/git/commits/get-commits-batch</summary>
internal sealed partial class AzureDevOpsProvider
{
    public async IAsyncEnumerable<IntegrationRepository> RepositoriesAsync(IntegrationAccess access, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var item in (await GetAsync(access, $"_apis/git/repositories?{Version}", ct)).At("value").Items())
        {
            if (item.Flag("isDisabled")) continue;
            yield return new IntegrationRepository(
                item.Promised("id", Key), $"{item.At("project").Text("name")}/{item.Promised("name", Key)}", item.Text("webUrl"), item.Text("defaultBranch")?.Replace("refs/heads/", "", StringComparison.Ordinal),
                item.At("project").Text("visibility") is { } visibility ? visibility != "public" : null);
        }
    }

    public async Task<IReadOnlyList<IntegrationCommit>> CommitsAsync(IntegrationAccess access, string repository, string? from, string to, int max, CancellationToken ct)
    {
        if (!VendorApi.IsPath(repository, 1)) throw new InputInvalidException("repoId", "The id of a repository is expected.");
        object asked = from is null ? new { itemVersion = VersionOf(to) } : new { itemVersion = VersionOf(from), compareVersion = VersionOf(to) };
        var answer = await SendAsync(HttpMethod.Post, access, $"_apis/git/repositories/{repository}/commitsbatch?$top={max}&{Version}", asked, [.. VendorApi.Missing, .. VendorApi.Invalid], ct);
        if (VendorApi.Missing.Contains(answer.Status) || VendorApi.Invalid.Contains(answer.Status)) throw new InputInvalidException("repoId", "Azure DevOps has no such repository or reference.");
        return [.. answer.Body.At("value").Items().Take(max).Select(Commit)];
    }

    private static IntegrationCommit Commit(JsonElement item)
    {
        var author = item.At("author");
        return new IntegrationCommit(item.Promised("commitId", Key), item.Text("comment") ?? "", author.Text("name"), author.Text("email"), author.Time("date"), item.Text("remoteUrl"));
    }

    private static object VersionOf(string reference) => Hash().IsMatch(reference) ? new { versionType = "commit", version = reference }
        : reference.StartsWith("refs/tags/", StringComparison.Ordinal) ? new { versionType = "tag", version = reference["refs/tags/".Length..] }
        : new { versionType = "branch", version = reference };

    [GeneratedRegex("^[0-9a-f]{40}$")]
    private static partial Regex Hash();
}
