using System.Text.Json;
using GraphQLPlugins.Engine.AspNetCore;
using GraphQLPlugins.Host.Http;
using GraphQLPlugins.Kernel.Identity.Authentication;

namespace GraphQLPlugins.Host.Graph;

/// <summary>
/// Browsers cannot send headers with a WebSocket, so a token comes in the payload of <c>connection_init</c>, as <c>Authorization</c>.
/// A connection ends with its token: when that expires, and with the next result after it was revoked.
/// </summary>
internal sealed class TokenSocketInterceptor(TokenAuthenticator tokens) : DefaultSocketSessionInterceptor
{
    private const string Scheme = "Bearer ";
    private const string Refusal = "The token is unknown, expired or revoked.";
    private static readonly object TokenKey = typeof(TokenSocketInterceptor);

    public override async ValueTask<ConnectionStatus> OnConnectAsync(ISocketSession session, IOperationMessagePayload connectionInitMessage, CancellationToken cancellationToken = default)
    {
        var context = session.Connection.HttpContext;
        var token = TokenOf(connectionInitMessage.Payload) ?? TokenOf(context.Request.Headers.Authorization.ToString());
        if (token is null) return ConnectionStatus.Accept();
        var user = await tokens.AuthenticateAsync(token, cancellationToken);
        if (user is null) return ConnectionStatus.Reject(Refusal);
        context.User = user;
        context.Items[RequestRates.SocketToken] = Scheme + token;
        context.Items[TokenKey] = token;
        return user.Identity is PrincipalIdentity { ExpiresAt: { } end } ? ConnectionStatus.AcceptUntil(end) : ConnectionStatus.Accept();
    }

    public override async ValueTask OnRequestAsync(ISocketSession session, string operationSessionId, OperationRequestBuilder requestBuilder, CancellationToken cancellationToken = default)
    {
        await EndIfRevokedAsync(session, cancellationToken);
        if (RequestRates.Refused(session.Connection.HttpContext) is not null)
            throw new GraphQLException(ErrorBuilder.New().SetMessage(RequestRates.Refusal).SetCode(RequestRates.Code).Build());
        await base.OnRequestAsync(session, operationSessionId, requestBuilder, cancellationToken);
    }

    public override async ValueTask<IOperationResult> OnResultAsync(ISocketSession session, string operationSessionId, IOperationResult result, CancellationToken cancellationToken = default)
    {
        await EndIfRevokedAsync(session, cancellationToken);
        return result;
    }

    // The authenticator remembers valid tokens for some seconds, so this is a look into a dictionary.
    private async ValueTask EndIfRevokedAsync(ISocketSession session, CancellationToken ct)
    {
        if (session.Connection.HttpContext.Items[TokenKey] is string token && await tokens.AuthenticateAsync(token, ct) is null)
            await session.Connection.CloseAsync(Refusal, CloseCodes.Unauthorized, ct);
    }

    private static string? TokenOf(JsonElement? payload)
    {
        if (payload is not { ValueKind: JsonValueKind.Object } members) return null;
        foreach (var member in members.EnumerateObject())
            if (member.Name.Equals("authorization", StringComparison.OrdinalIgnoreCase) && member.Value.ValueKind is JsonValueKind.String)
                return TokenOf(member.Value.GetString()!);
        return null;
    }

    private static string? TokenOf(string header) =>
        header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : null;
}
