using System.Runtime.CompilerServices;
using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Plugins.Sdk;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Hooks;
using GraphQLPlugins.Sources.Repositories;
using SourceProvider = GraphQLPlugins.Sources.Contracts.SourceProvider;
using SourceRepository = GraphQLPlugins.Plugins.Sdk.SourceRepository;

namespace GraphQLPlugins.Sources.Providers.Plugins;

/// <summary>A source that a running plugin brings. Holds nothing of the plugin's own; what the plugin answers is checked before anybody sees it.</summary>
internal sealed class PluginProvider : ISourceProvider
{
    private const int MaxPages = 200;
    private const int MaxUrlLength = 2048;
    private const int MaxRefLength = 255;
    private static readonly TimeSpan ListTime = TimeSpan.FromMinutes(1);
    private readonly PluginSourceCalls _calls;
    private readonly PluginSource _source;
    private readonly OfferedSourceProvider _offered;

    /// <param name="calls">The way to the plugin.</param>
    /// <param name="source">Which source of which plugin.</param>
    /// <param name="offered">What the plugin declared.</param>
    /// <param name="options">The plugin's options as the organization sees them.</param>
    public PluginProvider(PluginSourceCalls calls, PluginSource source, OfferedSourceProvider offered, OptionValues options)
    {
        (_calls, _source, _offered) = (calls, source, offered);
        Authorization = offered.Authorization is { } authorization ? Endpoint(authorization, options) : null;
        var isConfigured = offered.RequiredOptions.All(key => options[key] is { } value && value.ValueKind is not System.Text.Json.JsonValueKind.Null && options.Text(key) is not "")
            && (offered.Authorization is null || Authorization is not null);
        SharedAccess = offered.Authorization is null && isConfigured ? new SourceAccess(Token: null) : null;
        Info = new SourceProvider(
            PluginSources.NameOf(source.PluginId, source.Name), offered.DisplayName, offered.Authorization is null ? SourceProviderKind.Manual : SourceProviderKind.OAuth, offered.IconUrl ?? Vendor.Icon(offered.DisplayName),
            Authorization?.AuthorizeUrl.AbsoluteUri, [.. offered.RequiredOptions.Select(key => $"{source.PluginId}:{key}")], isConfigured,
            [
                SourceCapability.ListRepositories, .. offered.RegistersHooks ? [SourceCapability.RegisterHooks] : Array.Empty<SourceCapability>(),
                .. offered.Hooks is null ? Array.Empty<SourceCapability>() : [SourceCapability.SendHooks], SourceCapability.Poll,
            ]);
    }

    public SourceProvider Info { get; }

    public OAuthEndpoint? Authorization { get; }

    public SourceAccess? SharedAccess { get; }

    public bool SignsHooks => _offered.Hooks is not { Signature: SourceHookSignature.None };

    private string Name => Info.Name;

    public async Task<string> AccountAsync(SourceAccess access, CancellationToken ct) => Value(await _calls.CheckAsync(_source, access.Token, ct)) switch
    {
        null => throw new ProviderUnauthorizedException(Name, $"{Name} does not accept the credentials; connect again."),
        { Length: > 0 and <= 400 } account => account,
        _ => throw Malformed("the account's name has not 1 to 400 characters"),
    };

    public async IAsyncEnumerable<RemoteRepository> RepositoriesAsync(SourceAccess access, string? search, [EnumeratorCancellation] CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(ListTime);
        string? cursor = null;
        for (var pages = 1; ; pages++)
        {
            var page = await PageAsync(access, cursor, limit.Token, ct);
            foreach (var repository in page.Repositories) yield return Remote(repository);
            if (page.NextCursor is null) yield break;
            if (page.NextCursor == cursor || pages == MaxPages) throw Malformed($"its list has a page that leads to itself, or more than {MaxPages} pages");
            cursor = page.NextCursor;
        }
    }

    public async Task<RemoteRepository?> FindAsync(SourceAccess access, string repoId, CancellationToken ct)
    {
        if (repoId.Length is 0 or > Repositories.SourceRepository.MaxRepoIdLength) return null;
        if (Value(await _calls.FindAsync(_source, access.Token, repoId, ct)) is not { } found) return null;
        return found.Id == repoId ? Remote(found) : throw Malformed("it answers with another repository than it was asked for");
    }

    public async Task<string?> ActivateAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct) =>
        Value(await _calls.ActivateAsync(_source, access.Token, repoId, InSdk(hook), ct)) is var id && id is null or { Length: > 0 and <= SourceHook.MaxRemoteIdLength }
            ? id : throw Malformed($"the hook's id has not 1 to {SourceHook.MaxRemoteIdLength} characters");

    public async Task DeactivateAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct) =>
        Value(await _calls.DeactivateAsync(_source, access.Token, repoId, InSdk(hook), ct));

    public async ValueTask<CloneCredentials> CloneCredentialsAsync(SourceAccess access, string repoId, CancellationToken ct)
    {
        if (!_offered.HasCredentials) return access.Token is null ? new CloneCredentials(null, null) : new CloneCredentials("x-access-token", access.Token);
        var given = Value(await _calls.CredentialsAsync(_source, access.Token, repoId, ct));
        return given is not null ? new CloneCredentials(given.UserName, given.Password) : throw Malformed("there are no credentials");
    }

    public async ValueTask<bool> IsAuthenticAsync(HookDelivery delivery, string secret, CancellationToken ct) => _offered.Hooks switch
    {
        null => false,
        { Signature: SourceHookSignature.None } => true,
        { Signature: SourceHookSignature.Token, Header: { } header, Prefix: var prefix } => Signatures.AreEqual(prefix + secret, delivery.Headers[header]),
        { Signature: SourceHookSignature.HmacSha256, Header: { } header, Prefix: var prefix } => Signatures.IsHmacSha256(delivery.Body.Span, secret, delivery.Headers[header], prefix),
        _ => delivery.Body.Length <= _calls.MaxHookBytes && Value(await _calls.IsAuthenticAsync(_source, InSdk(delivery), secret, ct)),
    };

    public async ValueTask<HookReading> ReadAsync(HookDelivery delivery, CancellationToken ct)
    {
        if (delivery.Body.Length > _calls.MaxHookBytes) throw new FormatException($"The body has more than {_calls.MaxHookBytes} bytes (Catalog:Runtime:MaxRequestBytes).");
        JsonReading.ParseHook(delivery.Body);
        var outcome = await _calls.ReadHookAsync(_source, InSdk(delivery), ct);
        if (outcome.Status is PluginCallStatus.Refused) throw new FormatException(outcome.Message);
        var read = Value(outcome)!;
        if (read.EventType is not { Length: > 0 } || read.RepoId is { Length: 0 or > Repositories.SourceRepository.MaxRepoIdLength } || read.Branches.Concat(read.Tags).Any(name => name is not { Length: > 0 and <= MaxRefLength }))
            throw new FormatException("The plugin reads no event, a repository's id, or the name of a branch or tag that cannot be one.");
        return new HookReading(read.EventType, read.RepoId, read.Branches, read.Tags, read.IsPing, read.DeliveryId, Short(read.IgnoredBecause));
    }

    private async Task<SourceRepositoryPage> PageAsync(SourceAccess access, string? cursor, CancellationToken limit, CancellationToken ct)
    {
        try
        {
            return Value(await _calls.ListAsync(_source, access.Token, cursor, limit))!;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw new ProviderTimeoutException(Name);
        }
    }

    private RemoteRepository Remote(SourceRepository repository)
    {
        if (!IsText(repository.Id, Repositories.SourceRepository.MaxRepoIdLength)) throw Malformed($"a repository's id has not 1 to {Repositories.SourceRepository.MaxRepoIdLength} characters, or control characters");
        if (!IsText(repository.Name, Repositories.SourceRepository.MaxRepoIdLength)) throw Malformed($"a repository's name has not 1 to {Repositories.SourceRepository.MaxRepoIdLength} characters, or control characters");
        if (!IsText(repository.CloneUrl, MaxUrlLength)) throw Malformed("a repository's clone address is none");
        if (repository.Url is { } url && (url.Length > MaxUrlLength || !Uri.TryCreate(url, UriKind.Absolute, out var page) || page.Scheme is not ("https" or "http"))) throw Malformed("a repository's page is no https or http address");
        if (repository.DefaultBranch is { } branch && !IsText(branch, MaxRefLength)) throw Malformed("a repository's default branch is none");
        return new RemoteRepository(Name, repository.Id, repository.Name, repository.Url, repository.CloneUrl, repository.DefaultBranch, repository.IsPrivate, repository.Extra);
    }

    private static bool IsText(string? text, int maxLength) => text is { Length: > 0 } && text.Length <= maxLength && !text.Any(char.IsControl);

    /// <summary>What the plugin answered.</summary>
    /// <exception cref="ProviderException">It did not.</exception>
    /// <exception cref="SourceNotAvailableException">It does not run.</exception>
    private T? Value<T>(PluginOutcome<T> outcome) => outcome.Status switch
    {
        PluginCallStatus.Done => outcome.Value,
        PluginCallStatus.NotRunning or PluginCallStatus.NotOffered => throw new SourceNotAvailableException(Name),
        PluginCallStatus.Refused => throw new ProviderConflictException(Name, $"{Name} says: {outcome.Message}"),
        PluginCallStatus.TimedOut => throw new ProviderTimeoutException(Name),
        PluginCallStatus.TooLarge => throw Malformed(outcome.Message ?? "the answer is larger than allowed"),
        _ => throw new ProviderUnreachableException(Name, $"{Name} cannot be asked now: {outcome.Message}"),
    };

    private ProviderBadResponseException Malformed(string what) => new(Name, $"The answer of {Name} cannot be used: {what}");

    private static OAuthEndpoint? Endpoint(SourceAuthorization authorization, OptionValues options)
    {
        Uri? below = null;
        if (authorization.BaseUrlOption is { } option && !Uri.TryCreate(options.Text(option), UriKind.Absolute, out below)) return null;
        return Address(authorization.AuthorizeUrl, below) is { } authorize && Address(authorization.TokenUrl, below) is { } token
            && options.Text(authorization.ClientIdOption) is { Length: > 0 } id && options.Text(authorization.ClientSecretOption) is { Length: > 0 } secret
            ? new OAuthEndpoint(authorize, token, id, secret, authorization.Scopes)
            : null;
    }

    private static Uri? Address(string url, Uri? below) =>
        (below is null ? Uri.TryCreate(url, UriKind.Absolute, out var uri) : Uri.TryCreate(below, url, out uri)) && uri!.Scheme is "https" or "http" ? uri : null;

    private static string? Short(string? text) => text is { Length: > 1024 } ? text[..1024] : text;

    private static SourceHookTarget InSdk(HookTarget hook) => new(hook.Url, hook.Secret, hook.RemoteId);

    private static SourceHookDelivery InSdk(HookDelivery delivery) =>
        new(delivery.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value.ToArray()), StringComparer.OrdinalIgnoreCase), delivery.Body);
}
