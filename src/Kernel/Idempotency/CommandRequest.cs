namespace GraphQLPlugins.Kernel.Idempotency;

/// <summary>How the caller wants a mutation's command run. Set around the resolver, taken by the first command that it sends.</summary>
internal sealed class CommandRequest(string? key, bool isRehearsal)
{
    private static readonly AsyncLocal<CommandRequest?> Ambient = new();
    private bool _isTaken;

    /// <summary>Whoever sends the same again with the same key gets the first answer; null is no key.</summary>
    public string? Key => key;

    /// <summary>Everything is taken back at the end.</summary>
    public bool IsRehearsal => isRehearsal;

    /// <summary>Whether a request that nobody has taken yet is one.</summary>
    public static bool IsRehearsalAsked => Ambient.Value is { _isTaken: false, IsRehearsal: true };

    /// <summary>Runs a resolver whose command is to know of the request.</summary>
    public async ValueTask AroundAsync(Func<ValueTask> resolve)
    {
        Ambient.Value = this;
        await resolve();
    }

    /// <summary>The request that nobody has taken yet; null when there is none.</summary>
    public static CommandRequest? Take()
    {
        if (Ambient.Value is not { _isTaken: false } request) return null;
        request._isTaken = true;
        return request;
    }
}
