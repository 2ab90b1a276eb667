using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Catalog.Signatures;

/// <summary>The file carries no signature of a key that is trusted for it; nothing was changed.</summary>
public sealed class SignatureInvalidException(string pluginId, string reason) : RefusalException($"The signature of the file of '{pluginId}' is not valid: {reason}.", "signature")
{
    /// <summary>The plugin's id.</summary>
    public string PluginId => pluginId;
}

/// <summary>The organization has the key already.</summary>
public sealed class PublisherKeyAlreadyExistsException(string fingerprint, bool revoked)
    : RefusalException(revoked ? $"The key {fingerprint} was revoked; register another one." : $"The key {fingerprint} is registered already.", "publicKey")
{
    /// <summary>SHA-256 of the key.</summary>
    public string Fingerprint => fingerprint;
}

/// <summary>The organization has no such key.</summary>
public sealed class PublisherKeyNotFoundException(string fingerprint) : RefusalException($"There is no key {fingerprint}.", "fingerprint")
{
    /// <summary>SHA-256 of the key.</summary>
    public string Fingerprint => fingerprint;
}
