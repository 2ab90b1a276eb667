using System.Text.RegularExpressions;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Sources.Git;

namespace GraphQLPlugins.Sources.Repositories;

/// <summary>Addresses that git may be given.</summary>
internal static partial class CloneUrl
{
    private const int MaxLength = 2048;

    /// <summary>Lets an address by HTTP or SSH through that names a host and a path, and nothing that git or a shell could take for something else.</summary>
    /// <param name="url">The address.</param>
    /// <param name="egress">Allows hosts.</param>
    /// <param name="options">Whether git's own protocol is allowed.</param>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    /// <exception cref="UrlNotAllowedException">Its host must not be called.</exception>
    public static string Check(string url, EgressGuard egress, MirrorOptions options)
    {
        if (url.Length > MaxLength) throw new FormatException($"The address has {url.Length} characters; at most {MaxLength} are allowed.");
        if (url.Any(c => c <= ' ' || c is '\\' or '"' or '\'' or '`' or '\u007f')) throw new FormatException("The address holds a space, a quote or a control character.");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || !(uri.Scheme is "https" or "http" or "ssh" || (uri.Scheme is "git" && options.AllowGitProtocol)) || !url.StartsWith(uri.Scheme + "://", StringComparison.OrdinalIgnoreCase))
            throw new FormatException(options.AllowGitProtocol ? "The address must start with https://, http://, ssh:// or git://." : "The address must start with https://, http:// or ssh://.");
        if (uri.Scheme is "ssh" ? !SshUser().IsMatch(uri.UserInfo) : uri.UserInfo.Length > 0) throw new FormatException("The address carries a password or a user name that cannot be one.");
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0) throw new FormatException("The address carries a query or a fragment.");
        if (uri.Host.Length == 0 || uri.Host[0] == '-' || uri.Host[^1] == '.') throw new FormatException("The address names no host, or one that starts with a hyphen or ends with a dot.");
        if (uri.AbsolutePath.Trim('/').Length == 0) throw new FormatException("The address names no repository.");
        if (url.Split('/').Any(segment => segment is ".." or "." || segment.StartsWith('-') || segment.Contains("%2e", StringComparison.OrdinalIgnoreCase)))
            throw new FormatException("The address has a segment that is no plain name.");
        egress.Check(uri.Scheme is "ssh" or "git" ? new UriBuilder("https", uri.Host).Uri : uri);
        return url;
    }

    [GeneratedRegex("^([A-Za-z_][A-Za-z0-9._-]{0,63})?\\z")]
    private static partial Regex SshUser();
}
