using System.Runtime.CompilerServices;
using System.Text.Json;
using GraphQLPlugins.Kernel.Hooks;
using GraphQLPlugins.Sources.Contracts;
using GraphQLPlugins.Sources.Providers;
using GraphQLPlugins.Sources.Repositories;

namespace GraphQLPlugins.Sources.OneOff;

/// <summary>A source that stands for a few repositories. Its operator sets up hook and key; everybody counts as authenticated (R13).</summary>
internal sealed class OneOffProvider(OneOffSource source, OneOffDefinition definition) : ISourceProvider
{
    private static readonly SourceAccess None = new(Token: null);
    private readonly Glob[] _branches = [.. definition.Branches.Select(Glob.Parse)];

    public SourceProvider Info { get; } = new(
        source.Name, source.DisplayName, SourceProviderKind.OneOff, source.IconUrl, null, [], true,
        definition.Hook is null ? [SourceCapability.ListRepositories, SourceCapability.Poll] : [SourceCapability.ListRepositories, SourceCapability.SendHooks]);

    public bool SignsHooks => definition.Hook is { Signature: not OneOffSignature.None };

    public bool SendsHooks => definition.Hook is not null;

    public OAuthEndpoint? Authorization => null;

    public SourceAccess? SharedAccess => None;

    public Task<string> AccountAsync(SourceAccess access, CancellationToken ct) => Task.FromResult(source.Name);

    public async IAsyncEnumerable<RemoteRepository> RepositoriesAsync(SourceAccess access, string? search, [EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var repository in definition.Repositories) yield return Remote(repository);
        await Task.CompletedTask;
    }

    public Task<RemoteRepository?> FindAsync(SourceAccess access, string repoId, CancellationToken ct) =>
        Task.FromResult(definition.Repositories.FirstOrDefault(r => r.Id == repoId) is { } repository ? Remote(repository) : null);

    /// <summary>Nothing: the operator has set up the hook.</summary>
    public Task<string?> ActivateAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct) => Task.FromResult<string?>(null);

    public Task DeactivateAsync(SourceAccess access, string repoId, HookTarget hook, CancellationToken ct) => Task.CompletedTask;

    public ValueTask<CloneCredentials> CloneCredentialsAsync(SourceAccess access, string repoId, CancellationToken ct) =>
        ValueTask.FromResult<CloneCredentials>(new(null, null, definition.SshKey));

    public ValueTask<bool> IsAuthenticAsync(HookDelivery delivery, string secret, CancellationToken ct) => ValueTask.FromResult(IsAuthentic(delivery, secret));

    public ValueTask<HookReading> ReadAsync(HookDelivery delivery, CancellationToken ct)
    {
        var hook = definition.Hook ?? throw new FormatException("The source sends no hooks.");
        var body = JsonReading.ParseHook(delivery.Body);
        var repoId = hook.Repository is null ? definition.Repositories[0].Id : Text(JsonPath.Parse(hook.Repository).In(body));
        var deliveryId = hook.DeliveryHeader is { } header ? (string?)delivery.Headers[header] : null;
        var changes = (hook.Changes is null ? [body] : JsonPath.Parse(hook.Changes).In(body) is var list && list.ValueKind is JsonValueKind.Array ? list.EnumerateArray().ToList() : [list])
            .Where(change => HasType(hook, change)).Select(change => Text(JsonPath.Parse(hook.Ref).In(change))).OfType<string>().ToList();
        var (branches, tags) = GitRefs.Split(changes.Select(name => name.StartsWith("refs/", StringComparison.Ordinal) ? name : "refs/heads/" + name));
        IReadOnlyList<string> wanted = [.. branches.Where(branch => _branches.Length == 0 || Array.Exists(_branches, glob => glob.Matches(branch)))];
        var ignored = wanted.Count == 0 && tags.Count == 0 ? "No change of a branch and kind that the source was registered for." : null;
        return ValueTask.FromResult(new HookReading("push", repoId, ignored is null ? wanted : branches, tags, IsPing: false, deliveryId, ignored));
    }

    private bool IsAuthentic(HookDelivery delivery, string secret) => definition.Hook switch
    {
        null => false,
        { Signature: OneOffSignature.None } => true,
        { Signature: OneOffSignature.Token, SignatureHeader: { } header } hook => Signatures.AreEqual(hook.SignaturePrefix + secret, delivery.Headers[header]),
        { SignatureHeader: { } header } hook => Signatures.IsHmacSha256(delivery.Body.Span, secret, delivery.Headers[header], hook.SignaturePrefix ?? ""),
        _ => false,
    };

    private static bool HasType(OneOffHook hook, JsonElement change) =>
        hook.Types is not { Count: > 0 } types || (hook.Type is { } path && Text(JsonPath.Parse(path).In(change)) is { } type && types.Contains(type));

    private static string? Text(JsonElement element) => element.ValueKind is JsonValueKind.Number ? element.GetRawText() : element.Text();

    private RemoteRepository Remote(OneOffRepository repository) => new(source.Name, repository.Id, repository.Name, null, repository.CloneUrl, repository.DefaultBranch, true, null);
}
