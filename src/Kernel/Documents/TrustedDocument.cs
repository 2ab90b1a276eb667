namespace GraphQLPlugins.Kernel.Documents;

/// <summary>A GraphQL document that clients may run by its id.</summary>
public sealed class TrustedDocument
{
    internal const int MaxIdLength = 128;

    private TrustedDocument()
    {
    }

    internal TrustedDocument(string documentId, string text, string registeredBy, DateTimeOffset registeredAt) =>
        (DocumentId, Text, RegisteredBy, RegisteredAt) = (documentId, text, registeredBy, registeredAt);

    /// <summary>What requests give as <c>id</c> or <c>documentId</c>, or as hash of a persisted query.</summary>
    public string DocumentId { get; private set; } = null!;

    /// <summary>The document.</summary>
    public string Text { get; private set; } = null!;

    /// <summary>Who registered it.</summary>
    public string RegisteredBy { get; private set; } = null!;

    public DateTimeOffset RegisteredAt { get; private set; }
}
