using System.Text.Json;
using GraphQLPlugins.Integrations.Headers;

namespace GraphQLPlugins.Integrations.Apps;

/// <summary>What an author says about an app. What is left out stays as it is; for a new app that is the default.</summary>
public abstract record AppDetails
{
    /// <summary>Who made it; needed by apps for others, and the organization's name for internal ones.</summary>
    public Optional<string?> Author { get; init; }

    /// <summary>What it does, for people; at most 10,000 characters.</summary>
    public Optional<string?> Overview { get; init; }

    /// <summary>What it asks for, such as <c>event:read</c> or a capability of this server; what a scope includes is added. Nobody grants more than they hold.</summary>
    public Optional<IReadOnlyList<string>?> Scopes { get; init; }

    /// <summary>What it is told about: resources such as <c>issue</c> or <c>plugin</c>. Each needs a scope.</summary>
    public Optional<IReadOnlyList<string>?> Events { get; init; }

    /// <summary>Where it is told; http or https, at most 512 characters. Needed by apps for others.</summary>
    public Optional<string?> WebhookUrl { get; init; }

    /// <summary>Where people are sent after they installed it; http or https.</summary>
    public Optional<string?> RedirectUrl { get; init; }

    /// <summary>Whether an installation waits for the app to confirm it; true unless it is internal.</summary>
    public Optional<bool?> VerifyInstall { get; init; }

    /// <summary>Whether rules can send alerts to it; false.</summary>
    public Optional<bool?> IsAlertable { get; init; }

    /// <summary>Origins of its own web pages, without wildcards. The server's operator lets pages call the API (<c>Http:AllowedOrigins</c>); this tells which ones the app needs.</summary>
    public Optional<IReadOnlyList<string>?> AllowedOrigins { get; init; }

    /// <summary>What it shows: <c>elements</c>, at most one of each type; empty for nothing.</summary>
    public Optional<JsonElement?> Schema { get; init; }

    /// <summary>Headers that every request to it carries: <c>Authorization</c> and names that start with <c>X-</c>; at most 10. They replace those before, a mask keeps a value.</summary>
    public Optional<IReadOnlyList<CustomHeaderInput>?> WebhookHeaders { get; init; }

    /// <summary>Anything else that the author keeps with it; an object.</summary>
    public Optional<JsonElement?> Metadata { get; init; }

    /// <summary>From 0 to 32767; set by the server's staff alone. 1.</summary>
    public Optional<int?> Popularity { get; init; }
}
