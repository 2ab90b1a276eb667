using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Kernel.Documents;

/// <summary>A document cannot be registered as it is.</summary>
public sealed class DocumentInvalidException(int index, string reason) : RefusalException($"documents[{index}]: {reason}", "documents", index.ToString());

/// <summary>The id stands for another document already.</summary>
public sealed class DocumentIdTakenException(string documentId) : RefusalException($"Another document is registered as '{documentId}'; remove it first, or choose another id.", "documents")
{
    /// <summary>The id.</summary>
    public string DocumentId => documentId;
}

/// <summary>There is no such document.</summary>
public sealed class DocumentNotFoundException(string documentId) : RefusalException($"There is no document '{documentId}'.", "documentId")
{
    /// <summary>The id that was asked for.</summary>
    public string DocumentId => documentId;
}
