using MediatR;

namespace GraphQLPlugins.Kernel.Identity.Authentication;

/// <summary>Tokens that a module gives out itself. Modules that do register one.</summary>
public interface ITokenSource
{
    /// <summary>What every secret of these tokens starts with.</summary>
    string Prefix { get; }

    /// <summary>Whom a token lets in; null when it is unknown, expired or revoked.</summary>
    /// <param name="hash">The secret's SHA-256, as <see cref="Tokens.AccessToken.HashOf"/> gives it.</param>
    /// <param name="now">The time.</param>
    ValueTask<PrincipalIdentity?> FindAsync(string hash, DateTimeOffset now, CancellationToken ct);
}

/// <summary>Tokens of some source ended, or allow something else now: what is remembered of tokens is dropped.</summary>
public sealed record TokensChanged : INotification;

internal sealed class ForgetTokens(TokenAuthenticator tokens) : INotificationHandler<TokensChanged>
{
    public Task Handle(TokensChanged notification, CancellationToken ct)
    {
        tokens.ForgetAll();
        return Task.CompletedTask;
    }
}
