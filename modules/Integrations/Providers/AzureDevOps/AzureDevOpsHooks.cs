using System.Net;
using GraphQLPlugins.Integrations.Providers.Capabilities;
using GraphQLPlugins.Kernel.Providers;
using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Integrations.Providers.AzureDevOps;

/// <summary>
/// Service hooks: a subscription for each project and kind of event. They belong to the account that set the integration up, which must be allowed to edit subscriptions in each project.
/// https://learn.microsoft.com/rest/api/azure/devops/hooks/subscriptions
/// </summary>
internal sealed partial class AzureDevOpsProvider : IHookRegistrar
{
    private const int MaxHookedProjects = 100;
    private const string Subscriptions = "_apis/hooks/subscriptions";
    private static readonly string[] HookedEvents = ["workitem.created", "workitem.updated", "workitem.deleted", "workitem.restored", "git.push"];

    public async Task<IReadOnlyList<string>> RegisterHooksAsync(IntegrationAccess access, Uri address, string secret, CancellationToken ct)
    {
        var projects = (await GetAsync(access, $"_apis/projects?$top={MaxHookedProjects + 1}&$skip=0&{Version}", ct)).At("value").Items().Select(p => p.Promised("id", Key)).ToList();
        if (projects.Count > MaxHookedProjects)
            throw new ProviderConflictException(Key, $"The organization has more than {MaxHookedProjects} projects. Register service hooks at Azure DevOps for those that matter, with the address of configureIntegrationHook.");
        var ids = new List<string>();
        try
        {
            foreach (var project in projects)
                foreach (var type in HookedEvents) ids.Add(await SubscribeAsync(access, project, type, address, secret, ct));
            return ids;
        }
        catch (ProviderException)
        {
            // With half of them, nobody would know what is missing.
            await UnregisterHooksAsync(access, ids, CancellationToken.None);
            throw;
        }
    }

    public async Task UnregisterHooksAsync(IntegrationAccess access, IReadOnlyList<string> ids, CancellationToken ct)
    {
        foreach (var id in ids) await SendAsync(HttpMethod.Delete, access, $"{Subscriptions}/{Uri.EscapeDataString(id)}?{Version}", null, VendorApi.Missing, ct);
    }

    private async Task<string> SubscribeAsync(IntegrationAccess access, string project, string type, Uri address, string secret, CancellationToken ct)
    {
        var body = new
        {
            publisherId = "tfs", eventType = type, resourceVersion = "1.0", consumerId = "webHooks", consumerActionId = "httpRequest", publisherInputs = new { projectId = project },
            consumerInputs = new { url = address.AbsoluteUri, basicAuthUsername = "graphqlplugins", basicAuthPassword = secret },
        };
        var answer = await SendAsync(HttpMethod.Post, access, $"{Subscriptions}?{Version}", body, [HttpStatusCode.BadRequest], ct);
        if (answer.Status is HttpStatusCode.BadRequest) throw new ProviderConflictException(Key, answer.Body.Text("message") is { Length: <= 300 } told ? $"Azure DevOps refuses the service hook: {told}" : "Azure DevOps refuses the service hook.");
        return answer.Body.Promised("id", Key);
    }
}
