using System.Text.RegularExpressions;

namespace GraphQLPlugins.Sources.Git;

/// <summary>Tells from what git complained of, in the C locale, what went wrong.</summary>
internal static partial class GitFailures
{
    /// <param name="errors">What git wrote. Lines that the server has put there are left out: it must not choose the error.</param>
    /// <param name="host">For people.</param>
    public static GitException Read(string errors, string host)
    {
        if (OfStore(errors) is { } fault) return fault;
        var own = string.Join('\n', errors.Split('\n', '\r').Where(line => !line.StartsWith("remote:", StringComparison.Ordinal)));
        if (HostKey().IsMatch(own)) return new GitHostKeyException(host);
        if (Certificate().IsMatch(own)) return new GitCertificateException(host);
        if (Unauthorized().IsMatch(own)) return new GitUnauthorizedException(host);
        if (Protocol().IsMatch(own)) return new GitProtocolRefusedException(host);
        if (NotFound().IsMatch(own)) return new GitRepositoryNotFoundException(host);
        if (Content().IsMatch(own)) return new GitContentRefusedException(host);
        return Unreachable().IsMatch(own) ? new GitUnreachableException(host) : new GitFailedException(host);
    }

    /// <summary>What is wrong with this server's disk; null when it is not that.</summary>
    public static GitException? OfStore(string errors)
    {
        var here = string.Join('\n', errors.Split('\n', '\r').Where(line => !line.StartsWith("remote:", StringComparison.Ordinal) && !line.Contains("remote error:", StringComparison.Ordinal)));
        return Full().IsMatch(here) ? new GitStoreFullException() : Unwritable().IsMatch(here) ? new GitStoreUnwritableException() : null;
    }

    /// <summary>Whether the copy itself is damaged, so that a new one helps.</summary>
    public static bool IsDamaged(string errors) => Damaged().IsMatch(errors);

    [GeneratedRegex("No space left on device|Disk quota exceeded|File too large|not enough space on the disk", RegexOptions.IgnoreCase)]
    private static partial Regex Full();

    [GeneratedRegex("Read-only file system|insufficient permission for adding an object|(unable to|cannot|can't|could not|failed to) (create|write|open|mkdir|append)[^\\n]*: Permission denied", RegexOptions.IgnoreCase)]
    private static partial Regex Unwritable();

    [GeneratedRegex("Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED|host key is known for", RegexOptions.IgnoreCase)]
    private static partial Regex HostKey();

    [GeneratedRegex("SSL certificate problem|server certificate verification failed|certificate subject name|no alternative certificate|SSL: certificate|CAfile|certificate has expired", RegexOptions.IgnoreCase)]
    private static partial Regex Certificate();

    [GeneratedRegex("Authentication failed|could not read (Username|Password)|returned error: (401|403|407)|HTTP Basic: Access denied|Permission denied|Too many authentication failures|invalid credentials", RegexOptions.IgnoreCase)]
    private static partial Regex Unauthorized();

    [GeneratedRegex("transport '.*' not allowed|protocol .* (not supported|disabled)|returned error: 30[0-9]|unable to update url base from redirection|Unsupported protocol", RegexOptions.IgnoreCase)]
    private static partial Regex Protocol();

    [GeneratedRegex("repository .*not found|returned error: (404|410)|does not appear to be a git repository|not valid: is this a git repository|does not exist|access denied or repository not exported", RegexOptions.IgnoreCase)]
    private static partial Regex NotFound();

    [GeneratedRegex("fsck error|fsck-objects|error in object|invalid index-pack output|index-pack failed|unpack-objects failed|pack has bad object|bad pack|inflate returned|SHA1 COLLISION|mismatched algorithms", RegexOptions.IgnoreCase)]
    private static partial Regex Content();

    [GeneratedRegex("Could not resolve|Failed to connect|Couldn't connect|Connection (refused|reset|timed out|closed)|Operation too slow|timed out|early EOF|unexpected disconnect|hung up unexpectedly|RPC failed|No route to host|Network is unreachable|returned error: (429|5[0-9][0-9])|Empty reply|unable to access|bad line length|unexpected (eof|EOF)|Broken pipe|kex_exchange", RegexOptions.IgnoreCase)]
    private static partial Regex Unreachable();

    [GeneratedRegex("not a git repository: '?/|object file .* is empty|packfile .* (cannot be accessed|is corrupt|does not match index)|loose object .* is corrupt|bad (config|object HEAD)|packed-refs.*(unexpected|invalid)|cannot lock ref .*\\.lock': File exists|missing blob|missing tree|missing commit|index file .* is too small", RegexOptions.IgnoreCase)]
    private static partial Regex Damaged();
}
