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

    /// <summary>Whether the command that took it did nothing, since its key had an answer.</summary>
    public bool IsRepeat { get; set; }

    /// <summary>The request that nobody has taken yet, left where it is; null when there is none.</summary>
    public static CommandRequest? Asked => Ambient.Value is { _isTaken: false } request ? request : null;

    /// <summary>Whether a request that nobody has taken yet is one.</summary>
    public static bool IsRehearsalAsked => Asked is { IsRehearsal: true };

    /// <summary>Runs a resolver whose command is to know of the request.</summary>
    public async ValueTask AroundAsync(Func<ValueTask> resolve)
    {
        Ambient.Value = this;
        await resolve();
    }

    /// <summary>The request that nobody has taken yet; null when there is none.</summary>
    public static CommandRequest? Take()
    {
        if (Asked is not { } request) return null;
        request._isTaken = true;
        return request;
    }

    /// <summary>Lets another command take it.</summary>
    public void GiveBack() => (_isTaken, IsRepeat) = (false, false);
}
