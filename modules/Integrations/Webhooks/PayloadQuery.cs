using System.Security.Claims;
using System.Text;
using System.Text.Json;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Integrations.Tokens;
using GraphQLPlugins.Integrations.Webhooks.Delivery;
using GraphQLPlugins.Kernel.Identity.Authentication;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Outbox;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Integrations.Webhooks;

/// <summary>A body to send.</summary>
/// <param name="Bytes">The body.</param>
/// <param name="ToKeep">The same as text when it must be kept, because another try might choose another payload; null otherwise.</param>
internal readonly record struct ChosenBody(byte[] Bytes, string? ToKeep);

/// <summary>Payloads that a GraphQL query chooses: checked against the schema when the webhook is written, run as its owner when an event is sent.</summary>
internal sealed class PayloadQuery(IServiceProvider services, IServiceScopeFactory scopes, IHttpContextAccessor http, EventTypes types)
{
    internal const int MaxLength = 10_000;
    private const int MaxBodyBytes = 1024 * 1024;
    private static readonly string[] Known = ["event", "type", "resource", "installationUuid"];

    /// <exception cref="WebhookQueryInvalidException">It is no single query that fits the schema, or asks for variables that there are not.</exception>
    public async Task CheckAsync(string query, CancellationToken ct)
    {
        if (query.Length > MaxLength)
            throw new WebhookQueryInvalidException($"The query has {query.Length} characters; at most {MaxLength} are allowed.");
        var operation = Parse(query);
        if (operation.VariableDefinitions.FirstOrDefault(v => !Known.Contains(v.Variable.Name.Value)) is { } unknown)
            throw new WebhookQueryInvalidException($"There is no value for ${unknown.Variable.Name.Value}. There are {string.Join(", ", Known.Select(name => "$" + name))}.");
        var executor = await services.GetRequiredService<IRequestExecutorResolver>().GetRequestExecutorAsync(cancellationToken: ct);
        // A request that warms up is parsed, validated and planned, and not run.
        await using var result = await executor.ExecuteAsync(OperationRequestBuilder.New().SetDocument(query).MarkAsWarmupRequest().Build(), ct);
        if (result is IOperationResult { Errors: { Count: > 0 } errors } && errors.FirstOrDefault(e => e.Code is not null || e.Locations is { Count: > 0 }) is { } error)
            throw new WebhookQueryInvalidException($"The query does not fit the schema: {error.Message}");
    }

    /// <summary>The body of a delivery.</summary>
    public async Task<ChosenBody> BodyAsync(DeliveryTarget target, DueDelivery delivery, CancellationToken ct)
    {
        if (delivery.Body is { } kept)
            return new ChosenBody(Encoding.UTF8.GetBytes(kept), null);
        var bytes = await BodyAsync(target.Webhook, target.App, delivery.EventType, delivery.Resource, delivery.At!.Value, delivery.Data!, delivery.Actor!, ct);
        return new ChosenBody(bytes, target.Webhook.Query is null ? null : Encoding.UTF8.GetString(bytes));
    }

    /// <summary>The body that tells a webhook of an event.</summary>
    public async Task<byte[]> BodyAsync(WebhookSubscription webhook, App? app, string type, string? resource, DateTimeOffset at, string data, string actor, CancellationToken ct)
    {
        if (webhook.Query is not { } query)
            return DeliveryBody.Write(webhook, type, at, data, actor);
        using var answer = JsonDocument.Parse(await RunAsync(webhook, app, query, type, resource, data, ct));
        var root = answer.RootElement;
        var chosen = root.TryGetProperty("data", out var found) ? found.GetRawText() : "null";
        if (Encoding.UTF8.GetByteCount(chosen) > MaxBodyBytes)
            return DeliveryBody.Write(webhook, type, at, "null", actor, $$"""[{"message":"The payload has more than {{MaxBodyBytes}} bytes."}]""");
        return DeliveryBody.Write(webhook, type, at, chosen, actor, root.TryGetProperty("errors", out var errors) ? errors.GetRawText() : null);
    }

    private async Task<string> RunAsync(WebhookSubscription webhook, App? app, string query, string type, string? resource, string data, CancellationToken ct)
    {
        var declared = Parse(query).VariableDefinitions.Select(v => v.Variable.Name.Value).ToHashSet();
        using var happened = JsonDocument.Parse(data);
        var values = new Dictionary<string, object?> { ["event"] = happened.RootElement, ["type"] = type, ["resource"] = resource, ["installationUuid"] = webhook.InstallationId };
        var variables = JsonSerializer.SerializeToElement(values.Where(v => declared.Contains(v.Key)).ToDictionary());
        Task<string> running;
        // A flow of its own, so that neither the system nor whoever tries the webhook is taken for the one who asks.
        using (ExecutionContext.SuppressFlow()) running = Task.Run(() => RunAsAsync(IdentityOf(webhook, app), query, variables, ct), ct);
        return await running;
    }

    /// <summary>Runs it as a request of the owner's would: whoever resolves a field finds the owner as the user of the request.</summary>
    private async Task<string> RunAsAsync(PrincipalIdentity identity, string query, JsonElement variables, CancellationToken ct)
    {
        var user = new ClaimsPrincipal(identity);
        await using var scope = scopes.CreateAsyncScope();
        http.HttpContext = new DefaultHttpContext { User = user, RequestServices = scope.ServiceProvider };
        var executor = await services.GetRequiredService<IRequestExecutorResolver>().GetRequestExecutorAsync(cancellationToken: ct);
        var request = OperationRequestBuilder.New().SetDocument(query).SetServices(scope.ServiceProvider).SetUser(user).SetVariableValues(variables);
        await using var result = await executor.ExecuteAsync(request.Build(), ct);
        return result.ToJson();
    }

    /// <summary>The app with what its scopes stand for now; a plugin with what its events need.</summary>
    private PrincipalIdentity IdentityOf(WebhookSubscription webhook, App? app)
    {
        if (app is null)
            return new PrincipalIdentity(
                $"plugin/{webhook.PluginName}", null, webhook.OrganizationId, new CapabilitySet(webhook.Events.Select(e => types.Find(e)?.Capability).OfType<string>().Distinct()), null);
        var identity = new PrincipalIdentity($"app/{app.Slug}", null, webhook.OrganizationId, new CapabilitySet(AppScopes.Capabilities(app.Scopes)), null);
        identity.AddClaim(new Claim(AppCaller.AppClaim, app.Id.ToString()));
        identity.AddClaim(new Claim(AppCaller.InstallationClaim, webhook.InstallationId!.Value.ToString()));
        return identity;
    }

    private static OperationDefinitionNode Parse(string query)
    {
        try
        {
            var operations = Utf8GraphQLParser.Parse(query).Definitions.OfType<OperationDefinitionNode>().ToList();
            return operations is [{ Operation: OperationType.Query } only] ? only : throw new WebhookQueryInvalidException("Exactly one query is expected.");
        }
        catch (SyntaxException e)
        {
            throw new WebhookQueryInvalidException($"The query cannot be read: {e.Message}");
        }
    }
}
