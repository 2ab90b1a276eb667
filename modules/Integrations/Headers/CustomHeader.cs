using System.Text.Json.Serialization;

namespace GraphQLPlugins.Integrations.Headers;

/// <summary>A header that its owner wants on the requests of this server. The value is written, never read.</summary>
/// <param name="Name">The name, as it was written.</param>
/// <param name="Sealed">The encrypted value.</param>
public sealed record CustomHeader(string Name, [property: GraphQLIgnore] byte[] Sealed)
{
    /// <summary>What is shown in place of every value.</summary>
    public const string Mask = "********";

    /// <summary>Stars, whatever the value is. Sent back they keep it.</summary>
    [JsonIgnore]
    public string Value => Mask;
}

/// <summary>A header to send.</summary>
/// <param name="Name"><c>Authorization</c>, or a name that starts with <c>X-</c>.</param>
/// <param name="Value">Up to 998 visible ASCII characters; the mask keeps the value that is there.</param>
public sealed record CustomHeaderInput(string Name, string Value);
