using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Sources.Contracts;

namespace GraphQLPlugins.Sources.Providers.AzureRepos;

/// <summary>
/// Azure Repos of one organization. https://learn.microsoft.com/rest/api/azure/devops, version 7.1. The id of a repository is its GUID. It signs nothing;
/// its hooks log in with HTTP Basic instead.
/// </summary>
internal sealed class AzureReposProvider : ISourceProvider
{
    public const string Name = "azure-repos";
    private const string HookUser = "graphqlplugins";
    private const string Version = "api-version=7.1";

    // The permission to edit subscriptions, in the namespace of service hooks.
    private const string EditSubscriptions = "permissions/cb594ebe-87dd-4ac9-ac2c-6a10a4c92046/2";
    private readonly VendorOptions _options;
    private readonly ProviderApi _api;

    public AzureReposProvider(VendorOptions options, EgressGuard egress, TimeProvider clock)
    {
        _options = options;
        // Never called without an address; this one cannot exist (RFC 2606).
        var url = options.ApiUrl ?? options.Url ?? new Uri("https://azure.invalid");
        _api = new ProviderApi(Name, new Uri(url.AbsoluteUri.TrimEnd('/') + "/_apis/"), egress, clock);
        Info = Vendor.Describe(Name, "Azure Repos", options, null, "Sources:AzureRepos", needsUrl: true, allowsOAuth: false);
    }

    public SourceProvider Info { get; }

    public OAuthEndpoint? Authorization => null;

    public SourceAccess? SharedAccess => Vendor.Shared(_options);

    public async Task<string> AccountAsync(SourceAccess access, CancellationToken ct) =>
        (await SendAsync(HttpMethod.Get, access, "connectionData", ct)).Body.At("authenticatedUser").Text("providerDisplayName") ?? throw Vendor.Malformed(Name);

    /// <summary>Those that the token may read; whether it may administer one is asked when that one is wanted.</summary>
    public async IAsyncEnumerable<RemoteRepository> RepositoriesAsync(SourceAccess access, string? search, [EnumeratorCancellation] CancellationToken ct)
    {
        string? token = "";
        while (token is not null)
        {
            var page = await SendAsync(HttpMethod.Get, access, $"git/repositories?{Version}{(token.Length > 0 ? "&continuationToken=" + Uri.EscapeDataString(token) : "")}", ct);
            foreach (var item in Vendor.Array(Name, page.Body.At("value")))
                if (!item.Flag("isDisabled")) yield return Repository(item);
            token = page.Headers.TryGetValues("x-ms-continuationtoken", out var values) ? values.First() : null;
        }
    }

    public async Task<RemoteRepository?> FindAsync(SourceAccess access, string repoId, CancellationToken ct)
    {
        if (!Guid.TryParseExact(repoId, "D", out _)) return null;
        var answer = await SendAsync(HttpMethod.Get, access, $"git/repositories/{repoId}?{Version}", ct, expected: HttpStatusCode.NotFound);
        if (answer.Status is HttpStatusCode.NotFound || answer.Body.At("project").Text("id") is not { } project) return null;
        var may = await SendAsync(HttpMethod.Get, access, $"{EditSubscriptions}?tokens={Uri.EscapeDataString($"PublisherSecurity/{project}")}&{Version}", ct);
        return may.Body.At("value").Items().FirstOrDefault().ValueKind is JsonValueKind.True ? Repository(answer.Body) : null;
    }

    public async Task<string?> ActivateAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct)
    {
        var repository = await SendAsync(HttpMethod.Get, access, $"git/repositories/{repoId}?{Version}", ct);
        var body = new
        {
            publisherId = "tfs", eventType = "git.push", resourceVersion = "1.0", consumerId = "webHooks", consumerActionId = "httpRequest",
            publisherInputs = new { projectId = repository.Body.At("project").Text("id") ?? throw Vendor.Malformed(Name), repository = repoId, branch = "", pushedBy = "" },
            consumerInputs = new { url = hook.Url, basicAuthUsername = HookUser, basicAuthPassword = hook.Secret, acceptUntrustedCerts = "false", messagesToSend = "none", detailedMessagesToSend = "none" },
        };
        var known = await FindHookAsync(access, hook, ct);
        var answer = known is null
            ? await SendAsync(HttpMethod.Post, access, $"hooks/subscriptions?{Version}", ct, body)
            : await SendAsync(HttpMethod.Put, access, $"hooks/subscriptions/{known}?{Version}", ct, body);
        return answer.Body.Text("id") ?? throw Vendor.Malformed(Name);
    }

    public async Task DeactivateAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct)
    {
        if ((hook.RemoteId ?? await FindHookAsync(access, hook, ct)) is { } id)
            await SendAsync(HttpMethod.Delete, access, $"hooks/subscriptions/{Uri.EscapeDataString(id)}?{Version}", ct, expected: HttpStatusCode.NotFound);
    }

    public ValueTask<CloneCredentials> CloneCredentialsAsync(SourceAccess access, string repoId, CancellationToken ct) =>
        ValueTask.FromResult<CloneCredentials>(new(access.UserName ?? HookUser, access.Token));

    public ValueTask<bool> IsAuthenticAsync(HookDelivery delivery, string secret, CancellationToken ct) =>
        ValueTask.FromResult(Signatures.AreEqual(Basic(HookUser, secret).ToString(), delivery.Headers.Authorization));

    public ValueTask<HookReading> ReadAsync(HookDelivery delivery, CancellationToken ct)
    {
        var body = JsonReading.ParseHook(delivery.Body);
        var type = body.Text("eventType") ?? throw new FormatException("The body has no eventType.");
        var resource = body.At("resource");
        var (branches, tags) = GitRefs.Split(resource.At("refUpdates").Items().Select(update => update.Text("name")));
        return ValueTask.FromResult(new HookReading(type, resource.At("repository").Text("id"), branches, tags, IsPing: false, body.Text("id")));
    }

    private async Task<string?> FindHookAsync(SourceAccess access, HookTarget hook, CancellationToken ct)
    {
        var answer = await SendAsync(HttpMethod.Get, access, $"hooks/subscriptions?publisherId=tfs&eventType=git.push&consumerId=webHooks&consumerActionId=httpRequest&{Version}", ct);
        return answer.Body.At("value").Items().FirstOrDefault(s => s.At("consumerInputs").Text("url") == hook.Url).Text("id");
    }

    private Task<ApiAnswer> SendAsync(HttpMethod method, SourceAccess access, string address, CancellationToken ct, object? body = null, params HttpStatusCode[] expected) =>
        _api.SendAsync(method, address, request => request.Headers.Authorization = Basic("", access.Token), body, expected, ct);

    private static AuthenticationHeaderValue Basic(string user, string? password) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    private static RemoteRepository Repository(JsonElement item) => new(
        Name, item.Text("id") ?? throw Vendor.Malformed(Name), $"{item.At("project").Text("name")}/{item.Text("name")}", item.Text("webUrl"),
        Vendor.WithoutUser(item.Text("remoteUrl")) ?? throw Vendor.Malformed(Name), GitRefs.Branch(item.Text("defaultBranch")), item.At("project").Text("visibility") is not "public", Vendor.Extra(item, "size"));
}
