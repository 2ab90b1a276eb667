using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GraphQLPlugins.Kernel.Secrets;

namespace GraphQLPlugins.Integrations.Setup;

/// <summary>A setup that somebody began and that is not done yet. Each state is good for one step, of the same person in the same organization.</summary>
internal sealed class SetupSession
{
    private SetupSession()
    {
    }

    public SetupSession(SetupOwner owner, string provider, int step, Guid? reinstalls, SetupContext context, SecretBox secrets, DateTimeOffset expiresAt)
    {
        StateHash = Hash(context.State);
        OrganizationId = owner.OrganizationId;
        Owner = owner.Key;
        Provider = provider;
        Step = step;
        Reinstalls = reinstalls;
        SealedContext = secrets.Seal(JsonSerializer.Serialize(new Kept(context.Verifier, context.Data)), Purpose());
        ExpiresAt = expiresAt;
    }

    private sealed record Kept(string Verifier, JsonObject Data);

    /// <summary>SHA-256 of the state.</summary>
    public byte[] StateHash { get; private set; } = [];

    public Guid OrganizationId { get; private set; }

    public string Owner { get; private set; } = null!;

    public string Provider { get; private set; } = null!;

    /// <summary>Which of the provider's steps is next.</summary>
    public int Step { get; private set; }

    /// <summary>The organization's integration that is set up anew; null for whatever comes.</summary>
    public Guid? Reinstalls { get; private set; }

    public byte[] SealedContext { get; private set; } = [];

    /// <summary>When the whole setup is too late.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    public SetupContext Context(string state, Uri? redirectUrl, SecretBox secrets)
    {
        var kept = JsonSerializer.Deserialize<Kept>(secrets.Open(SealedContext, Purpose()))!;
        return new SetupContext(state, kept.Verifier, redirectUrl, kept.Data);
    }

    public static byte[] Hash(string state) => SHA256.HashData(Encoding.UTF8.GetBytes(state));

    private string[] Purpose() => ["integrations", "setup", Convert.ToHexStringLower(StateHash)];
}
