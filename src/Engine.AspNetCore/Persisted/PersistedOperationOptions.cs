namespace GraphQLPlugins.Engine.Execution;

/// <summary>How stored documents are used.</summary>
public sealed class PersistedOperationOptions
{
    /// <summary>Whether only stored documents run; any other is refused with HC0067.</summary>
    public bool OnlyAllowPersistedDocuments { get; set; }

    /// <summary>Whether a client may send the text of a stored document instead of its id.</summary>
    public bool AllowDocumentBody { get; set; }

    /// <summary>The hash that names documents which clients send along with their hash. Apollo, Relay and codegen use SHA-256 in hex.</summary>
    public DocumentHashAlgorithm HashAlgorithm { get; set; } = DocumentHashAlgorithm.Sha256;

    /// <summary>How the hash is written.</summary>
    public HashFormat HashFormat { get; set; } = HashFormat.Hex;

    /// <summary>How long clients may use the answer to a stored query, asked for by GET, without asking again; null: they always ask, and get 304 if nothing changed.</summary>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>Whether such an answer is the same for all users, so that proxies may keep it.</summary>
    public bool IsPublic { get; set; }
}

/// <summary>Hashes of documents.</summary>
public enum DocumentHashAlgorithm
{
    /// <summary><c>md5Hash</c>.</summary>
    Md5,

    /// <summary><c>sha1Hash</c>.</summary>
    Sha1,

    /// <summary><c>sha256Hash</c>.</summary>
    Sha256,
}

/// <summary>Ways to write a hash.</summary>
public enum HashFormat
{
    /// <summary>URL-safe base 64 without padding.</summary>
    Base64,

    /// <summary>Lower-case hexadecimal.</summary>
    Hex,
}
