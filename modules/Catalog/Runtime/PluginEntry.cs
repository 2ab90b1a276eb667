using System.Text.Json;
using System.Text.Json.Serialization;
using GraphQLPlugins.Plugins.Sdk;

namespace GraphQLPlugins.Catalog.Runtime;

/// <summary>How a package's <c>plugin.json</c> says that it runs: a class in it, or a server elsewhere; neither for packages that do not run here.</summary>
internal sealed record PluginEntry
{
    public const string FileName = "plugin.json";

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { AllowTrailingCommas = true, ReadCommentHandling = JsonCommentHandling.Skip };

    /// <summary>The version of the SDK that it was built with; null for any.</summary>
    public string? Sdk { get; init; }

    /// <summary>Whether a load of it may stand beside another one: nothing, or <c>reload</c> in any case; everything else is <c>restart</c> (G39).</summary>
    public string? ReloadMode { get; init; }

    /// <summary>Higher starts earlier.</summary>
    public int LoadPriority { get; init; }

    /// <summary>Its options, in one of the forms that the options module reads; counts for plugins that are in no repository.</summary>
    public JsonElement? Options { get; init; }

    /// <summary>Whether projects may switch it off; counts for plugins that are in no repository.</summary>
    public bool CanDisable { get; init; } = true;

    /// <summary>Whether it is on for projects that do not say; counts for plugins that are in no repository.</summary>
    public bool ProjectDefaultEnabled { get; init; }

    /// <summary>The option without which it counts as not configured; counts for plugins that are in no repository.</summary>
    public string? RequiredField { get; init; }

    public EntryClass? Entry { get; init; }

    public RemoteEntry? Remote { get; init; }

    [JsonIgnore]
    public bool Runs => Entry is not null || Remote is not null;

    [JsonIgnore]
    public bool AllowsReload => string.IsNullOrEmpty(ReloadMode) || string.Equals(ReloadMode, "reload", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="PluginFault">It is not what it must be.</exception>
    public static PluginEntry Read(ReadOnlySpan<byte> json)
    {
        PluginEntry entry;
        try
        {
            entry = JsonSerializer.Deserialize<PluginEntry>(json.StartsWith("\uFEFF"u8) ? json[3..] : json, Form) ?? new PluginEntry();
        }
        catch (JsonException e)
        {
            throw new PluginFault("MANIFEST_INVALID", $"{FileName} cannot be read (line {e.LineNumber + 1}, at '{e.Path}').", e);
        }
        if (entry.Entry is not null && entry.Remote is not null) throw new PluginFault("MANIFEST_INVALID", $"{FileName} names both a class and a remote server; it must name one.");
        if (entry.Sdk is { } sdk) CheckSdk(sdk);
        return entry;
    }

    /// <summary>The SDK grows within a major version, so a plugin runs with the same one that is at least as new.</summary>
    private static void CheckSdk(string sdk)
    {
        var here = typeof(Plugin).Assembly.GetName().Version!;
        if (!Version.TryParse(sdk.Contains('.') ? sdk : sdk + ".0", out var wanted)) throw new PluginFault("MANIFEST_INVALID", $"{FileName}: '{sdk}' is no version of the SDK.");
        if (wanted.Major != here.Major || wanted.Minor > here.Minor)
            throw new PluginFault("SDK_INCOMPATIBLE", $"It needs version {wanted.ToString(2)} of the plugin SDK; this host has {here.ToString(2)}.");
    }
}

/// <summary>The class that runs.</summary>
/// <param name="Assembly">The assembly's name without <c>.dll</c>.</param>
/// <param name="Class">The class with its namespace.</param>
internal sealed record EntryClass([property: JsonRequired] string Assembly, [property: JsonRequired] string Class);

/// <summary>The server that answers for a remote plugin.</summary>
/// <param name="Url">Where calls are posted to.</param>
/// <param name="SigningOption">The option of the plugin that holds the key calls are signed with.</param>
internal sealed record RemoteEntry([property: JsonRequired] Uri Url, [property: JsonRequired] string SigningOption)
{
    /// <summary>Of <c>project</c> and <c>group</c>.</summary>
    public IReadOnlyList<string> Views { get; init; } = [];

    public IReadOnlyList<string> Actions { get; init; } = [];

    /// <summary>By option: of <c>beforeUpdate</c>, <c>onRead</c> and <c>afterUpdate</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Options { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Whether it can test its configuration.</summary>
    public bool Test { get; init; }

    /// <summary>The consumers of repositories' files that it brings, by name.</summary>
    public IReadOnlyDictionary<string, RemoteRepositoryService> RepositoryServices { get; init; } = new Dictionary<string, RemoteRepositoryService>();

    /// <summary>The places where git repositories are that it brings, by name.</summary>
    public IReadOnlyDictionary<string, RemoteSourceEntry> SourceProviders { get; init; } = new Dictionary<string, RemoteSourceEntry>();
}

/// <summary>A consumer of repositories' files that a remote plugin brings.</summary>
/// <param name="DisplayName">For people.</param>
internal sealed record RemoteRepositoryService([property: JsonRequired] string DisplayName)
{
    /// <summary>The names of the sources that it works with; null is every source.</summary>
    public IReadOnlyList<string>? WorksWithSources { get; init; }
}

/// <summary>A place where git repositories are that a remote plugin brings.</summary>
/// <param name="DisplayName">For people.</param>
internal sealed record RemoteSourceEntry([property: JsonRequired] string DisplayName)
{
    public string? IconUrl { get; init; }

    /// <summary>How users connect accounts of their own; null when nobody needs to.</summary>
    public SourceAuthorization? Authorization { get; init; }

    /// <summary>The plugin's options without which it cannot be used.</summary>
    public IReadOnlyList<string> RequiredOptions { get; init; } = [];

    /// <summary>Whether it registers hooks and removes them.</summary>
    public bool RegistersHooks { get; init; }

    /// <summary>Whether it says what git logs in with.</summary>
    public bool Credentials { get; init; }

    /// <summary>How its hooks are signed; null when it sends none.</summary>
    public RemoteSourceHooks? Hooks { get; init; }
}

/// <summary>How the hooks of a remote plugin's source are signed, which is checked here.</summary>
/// <param name="Signature">One of <c>none</c>, <c>hmacSha256</c> and <c>token</c>.</param>
internal sealed record RemoteSourceHooks([property: JsonRequired, JsonConverter(typeof(JsonStringEnumConverter<SourceHookSignature>))] SourceHookSignature Signature)
{
    public string? Header { get; init; }

    public string Prefix { get; init; } = "";
}
