using System.Text.Json;
using GraphQLPlugins.Kernel.Storage;

namespace GraphQLPlugins.Integrations.Components;

/// <summary>One thing that an app shows, made from an element of its schema.</summary>
public sealed class AppComponent
{
    private AppComponent()
    {
    }

    internal AppComponent(Guid appId, SchemaElement element, DateTimeOffset now)
    {
        Id = OrderedId.Next(now);
        AppId = appId;
        Type = element.Type;
        Schema = element.Json;
    }

    internal Guid Id { get; private set; }

    internal Guid AppId { get; private set; }

    /// <summary>Which kind, such as <c>issue-link</c>.</summary>
    internal string Type { get; private set; } = null!;

    internal JsonElement? Schema { get; private set; }
}
