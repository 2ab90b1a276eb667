using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace GraphQLPlugins.Engine.Types;

/// <summary>
/// Stands a text in for each uploaded file while variables are coerced: a scalar sees the JSON of its variable and nothing else. Tickets cannot be
/// guessed and end with their request.
/// </summary>
internal static class UploadTickets
{
    private const string Prefix = "graphql-upload:";
    private static readonly ConcurrentDictionary<string, IFile> Files = new(StringComparer.Ordinal);

    /// <summary>Gives a file a ticket.</summary>
    public static string Issue(IFile file)
    {
        var ticket = Prefix + RandomNumberGenerator.GetHexString(32);
        Files[ticket] = file;
        return ticket;
    }

    /// <summary>The file of a ticket, or null.</summary>
    public static IFile? Find(string ticket) => Files.GetValueOrDefault(ticket);

    /// <summary>Ends a ticket.</summary>
    public static void Revoke(string ticket) => Files.TryRemove(ticket, out _);
}
