namespace GraphQLPlugins.Engine.Execution;

/// <summary>Where documents are kept that clients name by id.</summary>
public interface IOperationDocumentStorage
{
    /// <summary>The document as UTF-8, or null when there is none of this id.</summary>
    ValueTask<ReadOnlyMemory<byte>?> TryReadAsync(OperationDocumentId documentId, CancellationToken cancellationToken = default);

    /// <summary>Keeps a document. The memory is only valid during the call.</summary>
    ValueTask SaveAsync(OperationDocumentId documentId, ReadOnlyMemory<byte> document, CancellationToken cancellationToken = default);
}

/// <summary>The id of a stored document: letters, digits, <c>-</c> and <c>_</c>.</summary>
public readonly record struct OperationDocumentId
{
    /// <summary>The longest id.</summary>
    public const int MaxLength = 256;

    private OperationDocumentId(string value) => Value = value;

    /// <summary>The id.</summary>
    public string Value { get; }

    /// <summary>Whether the text is an id.</summary>
    public static bool TryParse(string? text, out OperationDocumentId id)
    {
        id = default;
        if (text is not { Length: > 0 and <= MaxLength }) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')) return false;
        }
        id = new OperationDocumentId(text);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
