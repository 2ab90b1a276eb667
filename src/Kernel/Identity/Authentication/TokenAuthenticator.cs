using System.Collections.Concurrent;
using System.Security.Claims;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Identity.Tokens;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace GraphQLPlugins.Kernel.Identity.Authentication;

/// <summary>Finds out who presents a token. Answers are remembered for a short time, refusals too, so that most requests ask nobody.</summary>
public sealed partial class TokenAuthenticator(
    IDbContextFactory<KernelDb> factory, TokenIntrospection introspection, IEnumerable<ITokenSource> sources, IdentityOptions options, TimeProvider clock,
    ILogger<TokenAuthenticator> log)
{
    private const int MaxRemembered = 10_000;
    internal const int MaxTokenLength = 16 * 1024;
    private static readonly TimeSpan UsePrecision = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Answer> _remembered = new();

    /// <summary>The token's owner, with a <see cref="PrincipalIdentity"/>; null when the token is unknown, expired or revoked.</summary>
    public ValueTask<ClaimsPrincipal?> AuthenticateAsync(string token, CancellationToken ct) => AuthenticateAsync(new PresentedToken(token), ct);

    /// <summary>The same for a token whose digest is known already.</summary>
    public ValueTask<ClaimsPrincipal?> AuthenticateAsync(PresentedToken token, CancellationToken ct)
    {
        if (token.Hash.Length == 0) return default;
        var now = clock.GetUtcNow();
        return _remembered.TryGetValue(token.Hash, out var answer) && answer.Until > now ? new(UserOf(answer, now)) : AskAsync(token, now, ct);
    }

    private async ValueTask<ClaimsPrincipal?> AskAsync(PresentedToken token, DateTimeOffset now, CancellationToken ct)
    {
        var answer = await AnswerAsync(token.Token, token.Hash, now, ct);
        if (_remembered.Count >= MaxRemembered) _remembered.Clear();
        _remembered[token.Hash] = answer;
        return UserOf(answer, now);
    }

    private ClaimsPrincipal? UserOf(Answer answer, DateTimeOffset now)
    {
        if (answer.TokenId is not null && answer.TakeTouch(now)) _ = TouchAsync(answer.TokenId.Value, now);
        return answer.User;
    }

    /// <summary>Drops what is remembered of a token, because it was revoked.</summary>
    internal void Forget(string hash) => _remembered.TryRemove(hash, out _);

    internal void ForgetAll() => _remembered.Clear();

    private async Task<Answer> AnswerAsync(string token, string hash, DateTimeOffset now, CancellationToken ct)
    {
        if (token.StartsWith(AccessToken.Prefix, StringComparison.Ordinal)) return await FindAsync(hash, now, ct);
        foreach (var source in sources)
            if (token.StartsWith(source.Prefix, StringComparison.Ordinal)) return Until(await source.FindAsync(hash, now, ct), now + options.TokenCacheTime);
        return await AskAsync(token, now, ct);
    }

    private async Task<Answer> FindAsync(string hash, DateTimeOffset now, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        var token = await db.AccessTokens.Include(t => t.Principal).SingleOrDefaultAsync(t => t.Hash == hash, ct);
        var until = now + options.TokenCacheTime;
        if (token is null || token.RevokedAt is not null || token.ExpiresAt <= now) return new Answer(null, until);
        var identity = new PrincipalIdentity($"{token.Principal!.Name}/{token.Name}", token.PrincipalId, token.OrganizationId, new CapabilitySet(token.Capabilities), token.ExpiresAt);
        return new Answer(new ClaimsPrincipal(identity), token.ExpiresAt < until ? token.ExpiresAt.Value : until)
        {
            TokenId = token.Id,
            NextTouch = token.LastUsedAt + UsePrecision ?? DateTimeOffset.MinValue,
        };
    }

    private async Task<Answer> AskAsync(string token, DateTimeOffset now, CancellationToken ct) =>
        Until(await introspection.FindAsync(token, ct), now + options.Introspection.CacheTime);

    /// <summary>Remembered until then, but not beyond the token's own end.</summary>
    private static Answer Until(PrincipalIdentity? identity, DateTimeOffset until) =>
        new(identity is null ? null : new ClaimsPrincipal(identity), identity?.ExpiresAt < until ? identity.ExpiresAt.Value : until);

    /// <summary>Beside the request, which does not wait for it; other hosts write the same minute only once.</summary>
    private async Task TouchAsync(Guid tokenId, DateTimeOffset now)
    {
        try
        {
            await using var db = await factory.CreateDbContextAsync();
            var before = now - UsePrecision;
            await db.AccessTokens.Where(t => t.Id == tokenId && (t.LastUsedAt == null || t.LastUsedAt < before))
                .ExecuteUpdateAsync(set => set.SetProperty(t => t.LastUsedAt, now));
        }
        catch (Exception e)
        {
            LogTouchFailure(e, tokenId);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The last use of token {TokenId} could not be written")]
    private partial void LogTouchFailure(Exception exception, Guid tokenId);

    private sealed class Answer(ClaimsPrincipal? user, DateTimeOffset until)
    {
        private long _nextTouch;

        public ClaimsPrincipal? User => user;

        public DateTimeOffset Until => until;

        public Guid? TokenId { get; init; }

        public DateTimeOffset NextTouch { init => _nextTouch = value.UtcTicks; }

        /// <summary>True for one caller a minute.</summary>
        public bool TakeTouch(DateTimeOffset now)
        {
            var next = Volatile.Read(ref _nextTouch);
            return now.UtcTicks >= next && Interlocked.CompareExchange(ref _nextTouch, (now + UsePrecision).UtcTicks, next) == next;
        }
    }
}
