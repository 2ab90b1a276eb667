namespace GraphQLPlugins.Sources.OneOff;

/// <summary>How the operator of a one-off source has its hook signed.</summary>
public enum OneOffSignature
{
    /// <summary>Not at all: that the address is secret must do.</summary>
    None,

    /// <summary>A header holds the HMAC-SHA-256 of the body in hexadecimal, maybe behind a prefix.</summary>
    HmacSha256,

    /// <summary>A header holds the secret itself.</summary>
    Token,
}

/// <summary>What a one-off source was registered with.</summary>
/// <param name="Repositories">All that it has, at least one.</param>
/// <param name="Branches">Globs of the branches whose changes count; empty is every branch.</param>
/// <param name="SshKey">The key of the settings to clone with; null without one.</param>
/// <param name="Hook">The shape of its hook; null when it sends none.</param>
internal sealed record OneOffDefinition(IReadOnlyList<OneOffRepository> Repositories, IReadOnlyList<string> Branches, string? SshKey, OneOffHook? Hook);

/// <summary>A repository of a one-off source.</summary>
/// <param name="Id">Unique within the source.</param>
/// <param name="Name">For people.</param>
/// <param name="CloneUrl">Where git finds it: https or ssh, without credentials.</param>
/// <param name="DefaultBranch">Null when unknown.</param>
public sealed record OneOffRepository(string Id, string Name, string CloneUrl, string? DefaultBranch);

/// <summary>What the body of a one-off source's hook looks like. Paths are such as <c>refChanges[0].refId</c>.</summary>
/// <param name="Changes">Path to the list of changes; null when the body is about one change itself.</param>
/// <param name="Ref">Path to the branch's or tag's name within a change, as <c>develop</c> or <c>refs/heads/develop</c>.</param>
/// <param name="Type">Path to the kind of change within a change; null when kinds do not matter.</param>
/// <param name="Types">The kinds that count, such as <c>UPDATE</c>; empty is every kind.</param>
/// <param name="Repository">Path to the repository's id in the body; null when there is only one.</param>
/// <param name="Signature">How the body is signed.</param>
/// <param name="SignatureHeader">The header with the signature; null without one.</param>
/// <param name="SignaturePrefix">What stands before the signature in the header, such as <c>sha256=</c>; null is nothing.</param>
/// <param name="DeliveryHeader">The header with the delivery's id; null when there is none.</param>
public sealed record OneOffHook(
    string? Changes, string Ref, string? Type, IReadOnlyList<string>? Types, string? Repository, OneOffSignature Signature, string? SignatureHeader, string? SignaturePrefix, string? DeliveryHeader);
