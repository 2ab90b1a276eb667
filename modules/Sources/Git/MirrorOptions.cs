using System.ComponentModel.DataAnnotations;
using Path = System.IO.Path;

namespace GraphQLPlugins.Sources.Git;

/// <summary>How the files of followed repositories are copied, and what that may cost.</summary>
public sealed class MirrorOptions
{
    /// <summary>Whether files are copied at all; without, repositories are followed by their hooks alone, and git is not needed.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Where the copies are; null is <c>mirrors</c> in the data directory. Several hosts need a folder that all of them see.</summary>
    public string? Directory { get; set; }

    /// <summary>The git program; null searches the path.</summary>
    public string? Git { get; set; }

    /// <summary>Bytes that the copy of one repository may take on disk.</summary>
    [Range(65_536, 1_099_511_627_776)]
    public long MaxBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>Branches and tags that one repository may have.</summary>
    [Range(1, 1_000_000)]
    public int MaxReferences { get; set; } = 20_000;

    /// <summary>Files that one commit may have.</summary>
    [Range(1, 10_000_000)]
    public int MaxFiles { get; set; } = 200_000;

    /// <summary>Bytes of a file whose text is shown in the graph.</summary>
    [Range(1024, 16_777_216)]
    public int MaxTextBytes { get; set; } = 1024 * 1024;

    /// <summary>How long copying or fetching a repository may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "06:00:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(4);

    /// <summary>How long a server may be silent.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long reading from a copy may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>Repositories that a host copies or fetches at a time.</summary>
    [Range(1, 100)]
    public int MaxFetches { get; set; } = 4;

    /// <summary>Git processes that read from copies at a time on a host.</summary>
    [Range(1, 200)]
    public int MaxReaders { get; set; } = 8;

    /// <summary>Lines as of <c>known_hosts</c> with the keys of servers by SSH; <c>ssh-keyscan</c> prints them.</summary>
    public IList<string> KnownHosts { get; } = [];

    /// <summary>A file of such lines.</summary>
    public string? KnownHostsFile { get; set; }

    /// <summary>Whether the key of a server by SSH that nobody knows is believed the first time and remembered; one that changed never is.</summary>
    public bool AcceptNewHostKeys { get; set; }

    /// <summary>A PEM file of the certificate authorities that servers by https may be vouched for by, in place of those of the system.</summary>
    public string? CertificateAuthorities { get; set; }

    /// <summary>Whether addresses by <c>git://</c> may be used, which neither encrypt nor prove who answers.</summary>
    public bool AllowGitProtocol { get; set; }

    /// <summary>All that is wrong, in sentences that name the setting.</summary>
    internal IEnumerable<string> Problems(string section)
    {
        // The folder's name is written into a file of settings of ssh, where these mean something.
        if (Directory is { } directory && Path.GetFullPath(directory).Any(c => char.IsControl(c) || c is '"' or '$' or '%' or '\'')) yield return $"{section}:Directory is \"{directory}\"; it must not hold quotes, $, % or control characters.";
        if (Git is { } git && !File.Exists(git)) yield return $"{section}:Git is \"{git}\"; there is no such file.";
        if (KnownHostsFile is { } hosts && !File.Exists(hosts)) yield return $"{section}:KnownHostsFile is \"{hosts}\"; there is no such file.";
        if (CertificateAuthorities is { } authorities && !File.Exists(authorities)) yield return $"{section}:CertificateAuthorities is \"{authorities}\"; there is no such file.";
        if (KnownHosts.Any(line => line.Any(char.IsControl) || line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length < 3)) yield return $"{section}:KnownHosts has an entry that is no line of a known_hosts file, such as \"git.example.org ssh-ed25519 AAAA...\".";
    }
}
