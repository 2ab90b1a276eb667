using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Sources.Git;

/// <summary>The files of a repository could not be copied. Its message holds no credentials.</summary>
public abstract class GitException(string message) : RefusalException(message);

/// <summary>The git server does not accept the credentials, or they allow too little.</summary>
public sealed class GitUnauthorizedException(string host) : GitException($"{host} does not let git in with the given credentials; connect again, or check the key that is configured.");

/// <summary>The git server has no such repository, or does not show it to these credentials.</summary>
public sealed class GitRepositoryNotFoundException(string host) : GitException($"{host} has no such repository, or does not show it with the given credentials.");

/// <summary>The git server cannot be reached, or broke off.</summary>
public sealed class GitUnreachableException(string host) : GitException($"{host} cannot be reached by git, or broke off; try again later.")
{
    /// <inheritdoc/>
    public override bool Retryable => true;
}

/// <summary>The git server's host key is unknown, or another one than is known.</summary>
public sealed class GitHostKeyException(string host)
    : GitException($"The SSH key of {host} is not the one that is known, or none is known; compare it with what its operator publishes, then add it to Sources:Mirrors:KnownHosts.");

/// <summary>The git server's certificate is not to be trusted.</summary>
public sealed class GitCertificateException(string host)
    : GitException($"The certificate of {host} cannot be trusted: it has expired, is for another name, or its authority is unknown. An authority of your own is named by Sources:Mirrors:CertificateAuthorities.");

/// <summary>The repository is larger than the settings allow.</summary>
public sealed class GitTooLargeException(string what, long max, string setting) : GitException($"The repository is too large: it has more than {max} {what} ({setting}).")
{
    /// <summary>The bound.</summary>
    public long Max => max;
}

/// <summary>Copying took longer than the settings allow.</summary>
public sealed class GitTimeoutException(string host, TimeSpan limit) : GitException($"Copying from {host} took longer than {limit.TotalSeconds:0} s and was stopped; try again, or raise Sources:Mirrors:Timeout.")
{
    /// <inheritdoc/>
    public override bool Retryable => true;
}

/// <summary>The address leads to a way of transport that is not allowed.</summary>
public sealed class GitProtocolRefusedException(string host) : GitException($"The address at {host} redirects, or uses a way of transport that is not allowed; give the address to which it leads, by https, http or ssh.");

/// <summary>What the server sent is not a sound repository.</summary>
public sealed class GitContentRefusedException(string host) : GitException($"What {host} sent is refused: objects of the repository are damaged or forged. Its operator finds out more with git fsck.");

/// <summary>This server has no room for the copy.</summary>
public sealed class GitStoreFullException() : GitException("This server has no room for the repository's files: the disk of its copies is full. The operator should make room below Sources:Mirrors:Directory; it is tried again then.")
{
    /// <inheritdoc/>
    public override bool Retryable => true;
}

/// <summary>This server may not write the copy.</summary>
public sealed class GitStoreUnwritableException()
    : GitException("This server may not write into the folder of its copies. The operator should look at the rights of Sources:Mirrors:Directory, and whether its disk is there; it is tried again then.")
{
    /// <inheritdoc/>
    public override bool Retryable => true;
}

/// <summary>Git failed in a way that has no name here.</summary>
public sealed class GitFailedException(string host) : GitException($"Git could not copy the repository from {host}; the log says more.");

/// <summary>This server has no usable git program.</summary>
public sealed class GitUnavailableException(string reason) : GitException($"This server cannot copy repositories: {reason} Install git {GitProgram.Oldest} or newer, name it by Sources:Mirrors:Git, or turn copies off by Sources:Mirrors:Enabled.");

/// <summary>The files of the repository are not here yet, or not any more.</summary>
public sealed class GitMirrorMissingException(string repository) : GitException($"The files of the repository '{repository}' are not here yet; they come with its next synchronisation.")
{
    /// <inheritdoc/>
    public override bool Retryable => true;
}

/// <summary>The repository has no such branch, tag or commit.</summary>
public sealed class GitReferenceNotFoundException(string reference) : RefusalException($"The repository has no branch, tag or commit '{reference}'.", "ref")
{
    /// <summary>What was asked for.</summary>
    public string Reference => reference;
}

/// <summary>Reading from the copy took too long, or gave more than is allowed.</summary>
public sealed class GitReadLimitException(string limit) : RefusalException($"Reading from the repository was stopped: {limit} Ask for less.");
