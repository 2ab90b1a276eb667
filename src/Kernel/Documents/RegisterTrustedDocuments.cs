using System.Security.Cryptography;
using System.Text;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Kernel.Documents;

public sealed record RegisterTrustedDocuments(IReadOnlyList<DocumentInput> Documents) : ICommand<IReadOnlyList<TrustedDocument>>;

/// <summary>A document to register.</summary>
/// <param name="Text">The document.</param>
/// <param name="DocumentId">Letters, digits, <c>-</c> and <c>_</c>, up to 128; without, the SHA-256 of the text in lower-case hexadecimal, as code generators name documents.</param>
[GraphQLName("TrustedDocumentInput")]
public sealed record DocumentInput(string Text, string? DocumentId = null);

[MutationType]
public static partial class RegisterTrustedDocumentsMutation
{
    /// <summary>Registers documents that clients may then run by their ids, all of them or none. Those that are registered already stay as they are.</summary>
    /// <param name="documents">1 to 1,000 documents.</param>
    [Authorize("documents:write")]
    [UseMutationConvention(PayloadFieldName = "trustedDocuments")]
    [Error<DocumentInvalidException>, Error<DocumentIdTakenException>]
    public static Task<IReadOnlyList<TrustedDocument>> RegisterTrustedDocumentsAsync(IReadOnlyList<DocumentInput> documents, IMediator mediator, CancellationToken ct) =>
        mediator.Send(new RegisterTrustedDocuments(documents), ct);
}

internal sealed class RegisterTrustedDocumentsHandler(KernelDb db, UnitOfWork work, Actor actor, TimeProvider clock)
    : IRequestHandler<RegisterTrustedDocuments, IReadOnlyList<TrustedDocument>>
{
    private const int MaxDocuments = 1_000;

    public async Task<IReadOnlyList<TrustedDocument>> Handle(RegisterTrustedDocuments request, CancellationToken ct)
    {
        if (request.Documents.Count is 0 or > MaxDocuments)
            throw new DocumentInvalidException(0, $"1 to {MaxDocuments} documents are registered at once; these are {request.Documents.Count}.");
        var given = request.Documents.Select(Checked).ToList();
        var ids = given.Select(d => d.Id).Distinct().ToList();
        var known = await db.TrustedDocuments.Where(d => ids.Contains(d.DocumentId)).ToDictionaryAsync(d => d.DocumentId, ct);
        var now = clock.Now();
        foreach (var (id, text) in given)
        {
            if (!known.TryGetValue(id, out var document)) db.Add(known[id] = new TrustedDocument(id, text, actor.Name, now));
            else if (document.Text != text) throw new DocumentIdTakenException(id);
        }
        try
        {
            await work.FlushAsync(ct);
        }
        catch (DbUpdateException e) when (e.IsDuplicate())
        {
            throw new DocumentIdTakenException(ids[0]);
        }
        return [.. given.Select(d => known[d.Id])];
    }

    private static (string Id, string Text) Checked(DocumentInput document, int index)
    {
        var id = document.DocumentId ?? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(document.Text)));
        if (id.Length is 0 or > TrustedDocument.MaxIdLength || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            throw new DocumentInvalidException(index, "an id has 1 to 128 letters, digits, - and _.");
        if (document.Text.Contains('\0')) throw new DocumentInvalidException(index, "the text contains the character NUL.");
        try
        {
            if (!Utf8GraphQLParser.Parse(document.Text).Definitions.OfType<OperationDefinitionNode>().Any())
                throw new DocumentInvalidException(index, "the document has no operation.");
        }
        catch (SyntaxException e)
        {
            throw new DocumentInvalidException(index, $"the document cannot be read: {e.Message}");
        }
        return (id, document.Text);
    }
}
