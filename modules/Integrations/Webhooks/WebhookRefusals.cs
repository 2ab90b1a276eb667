using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Integrations.Webhooks;

/// <summary>There is no such webhook, or the caller has nothing to do with it.</summary>
public sealed class WebhookNotFoundException(string argument = "id") : RefusalException("There is no webhook with this id.", argument);

/// <summary>The owner has a webhook of this name already.</summary>
public sealed class WebhookIdentifierTakenException(string identifier) : RefusalException($"The owner has a webhook '{identifier}' already. Choose another identifier.", "identifier")
{
    /// <summary>The name.</summary>
    public string Identifier => identifier;
}

/// <summary>The webhook comes with its app, which alone decides this.</summary>
public sealed class WebhookFollowsAppException(string member) : RefusalException($"The webhook comes with its app; its {member} cannot be changed here.", member);

/// <summary>The owner has as many webhooks as it may have.</summary>
public sealed class WebhookLimitReachedException(int maxWebhooks) : RefusalException($"The owner has {maxWebhooks} webhooks already, and may have no more. Remove one first.")
{
    /// <summary>How many there may be.</summary>
    public int MaxWebhooks => maxWebhooks;
}

/// <summary>There is no such installed plugin.</summary>
public sealed class WebhookPluginNotFoundException(string plugin) : RefusalException($"There is no installed plugin '{plugin}'.", "pluginName")
{
    /// <summary>What was asked for.</summary>
    public string Plugin => plugin;
}

/// <summary>The query cannot choose a payload.</summary>
public sealed class WebhookQueryInvalidException(string reason) : RefusalException(reason, "query");

/// <summary>There is no such delivery, or the caller has nothing to do with it.</summary>
public sealed class WebhookDeliveryNotFoundException() : RefusalException("There is no delivery with this id.", "id");

/// <summary>The delivery cannot be sent again.</summary>
public sealed class WebhookDeliveryNotRepeatableException(string reason) : RefusalException(reason, "id");

/// <summary>The webhook is switched off.</summary>
public sealed class WebhookInactiveException() : RefusalException("The webhook is switched off. Switch it on first.", "id");
