using System.Security.Cryptography;
using System.Text.Json;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Integrations.Apps;
using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Integrations.Manifest;

/// <summary>The manifest cannot be read, or holds something that no manifest has; nothing was changed.</summary>
public sealed class AppManifestInvalidException(string reason) : RefusalException(reason, "manifest");

/// <summary>The manifest is not the one that the caller looked at.</summary>
public sealed class ManifestChangedException(string expectedDigest, string actualDigest)
    : RefusalException($"The manifest's digest is {actualDigest}, not {expectedDigest}. Look at the preview again, then apply that.", "expectedDigest")
{
    /// <summary>The digest that the manifest has now.</summary>
    public string ActualDigest => actualDigest;
}

/// <summary>What an app's author publishes about it: a JSON object with the members of <c>updateApp</c>, in which everything that is left out is unset.</summary>
internal sealed class AppManifest
{
    public const int MaxBytes = 512 * 1024;

    private AppManifest(JsonElement json, string digest) => (Json, Digest) = (json, digest);

    public JsonElement Json { get; }

    /// <summary>SHA-256 of the bytes as they were read, in hexadecimal.</summary>
    public string Digest { get; }

    /// <exception cref="AppManifestInvalidException">It is no JSON object, is too large, or names a member twice.</exception>
    public static AppManifest Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes)
            throw new AppManifestInvalidException($"The manifest has {bytes.Length} bytes; at most {MaxBytes} are allowed.");
        try
        {
            var json = JsonElement.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return json.ValueKind == JsonValueKind.Object
                ? new AppManifest(json, Convert.ToHexStringLower(SHA256.HashData(bytes)))
                : throw new AppManifestInvalidException("The manifest is no JSON object.");
        }
        catch (JsonException fault)
        {
            throw new AppManifestInvalidException($"The manifest is no JSON: line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}.");
        }
    }

    /// <summary>The manifest as a change of the app. What only this server's owner decides (headers, popularity) is no part of it.</summary>
    /// <param name="slug">The app.</param>
    /// <param name="others">Members that other rooms take.</param>
    public UpdateAppInput AsUpdate(string slug, IReadOnlyCollection<string> others)
    {
        string[] own = ["name", "author", "overview", "scopes", "events", "webhookUrl", "redirectUrl", "schema", "verifyInstall", "isAlertable", "allowedOrigins", "metadata"];
        if (Json.EnumerateObject().FirstOrDefault(m => !own.Contains(m.Name) && !others.Contains(m.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } unknown)
            throw new AppManifestInvalidException($"A manifest has no '{(unknown.Name.Length > 100 ? unknown.Name[..100] : unknown.Name)}'. It may have {string.Join(", ", own.Concat(others))}.");
        return new UpdateAppInput
        {
            Slug = slug,
            Name = Json.TryGetProperty("name", out _) ? new Optional<string?>(Text("name")) : default,
            Author = Text("author"),
            Overview = Text("overview"),
            Scopes = new(Texts("scopes")),
            Events = new(Texts("events")),
            WebhookUrl = Text("webhookUrl"),
            RedirectUrl = Text("redirectUrl"),
            Schema = Member("schema"),
            VerifyInstall = Flag("verifyInstall"),
            IsAlertable = Flag("isAlertable"),
            AllowedOrigins = new(Texts("allowedOrigins")),
            Metadata = Member("metadata"),
        };
    }

    private JsonElement? Member(string name) => Json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private string? Text(string name) => Member(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString(),
        _ => throw new AppManifestInvalidException($"The manifest's '{name}' must be a text."),
    };

    private bool? Flag(string name) => Member(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True or JsonValueKind.False } value => value.GetBoolean(),
        _ => throw new AppManifestInvalidException($"The manifest's '{name}' must be true or false."),
    };

    private IReadOnlyList<string>? Texts(string name) => Member(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } value when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => [.. value.EnumerateArray().Select(item => item.GetString()!)],
        _ => throw new AppManifestInvalidException($"The manifest's '{name}' must be a list of texts."),
    };
}
