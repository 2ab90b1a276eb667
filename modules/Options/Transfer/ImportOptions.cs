using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using GraphQLPlugins.Options.History;
using GraphQLPlugins.Options.Values;
using MediatR;

namespace GraphQLPlugins.Options.Transfer;

/// <summary>What becomes of options that a document leaves out.</summary>
public enum OptionImportMode
{
    /// <summary>They keep their values.</summary>
    Merge,

    /// <summary>They are unset, except those that only the plugin sets.</summary>
    Replace,
}

/// <summary>Sets and unsets options as a document says.</summary>
public sealed record ImportOptions(string PluginId, OptionScopeInput? Scope, OptionFormat Format, string Document, OptionImportMode Mode, string? ExpectedEtag)
    : ICommand<ImportOptionsPayload>
{
    string ICommand.AuditTarget => PluginId;

    string? ICommand.AuditScope => Scope?.Kind.ToString();
}

/// <summary>What an import changed, or would change.</summary>
/// <param name="OptionSet">The set afterwards.</param>
/// <param name="Changes">What changed; values of secrets are left out.</param>
public sealed record ImportOptionsPayload(OptionSet OptionSet, IReadOnlyList<OptionChange> Changes);

[MutationType]
public static partial class ImportOptionsMutation
{
    /// <summary>
    /// Sets and unsets a plugin's options at a scope as a document of <c>exportOptions</c> says, all or none. Each problem is named with its place in the
    /// document. A secret's reference keeps the secret that is set there; a document holds no secret itself.
    /// </summary>
    /// <param name="pluginId">The plugin.</param>
    /// <param name="scope">Where; the instance when it is left out. The document's own scope does not count.</param>
    /// <param name="document">The text. Of its members only <c>options</c> is needed; null as an option's value unsets it.</param>
    /// <param name="expectedEtag">The ETag that the set must have.</param>
    /// <param name="format">How the text is written.</param>
    /// <param name="mode">What becomes of options that the document leaves out.</param>
    [Authorize("options:write")]
    [Error<PluginNotFoundException>]
    [Error<OptionDocumentInvalidException>]
    [Error<OptionInvalidException>]
    [Error<ScopeInvalidException>]
    [Error<EtagMismatchException>]
    [Error<ForbiddenException>]
    public static Task<ImportOptionsPayload> ImportOptionsAsync(
        string pluginId, OptionScopeInput? scope, string document, string? expectedEtag, IMediator mediator, CancellationToken ct,
        OptionFormat format = OptionFormat.Json, OptionImportMode mode = OptionImportMode.Merge) =>
        mediator.Send(new ImportOptions(pluginId, scope, format, document, mode, expectedEtag), ct);
}

internal sealed class ImportOptionsHandler(OptionWriter writer, OptionSetAfterwards sets, OptionsSettings settings)
    : IRequestHandler<ImportOptions, ImportOptionsPayload>
{
    public async Task<ImportOptionsPayload> Handle(ImportOptions request, CancellationToken ct)
    {
        var held = await writer.HoldAsync(request.PluginId, request.Scope, ct);
        // A text of so many characters has as many bytes at least.
        if (request.Document.Length > settings.MaxDocumentBytes || System.Text.Encoding.UTF8.GetByteCount(request.Document) > settings.MaxDocumentBytes)
            throw new OptionDocumentInvalidException($"The document has more than {settings.MaxDocumentBytes} bytes.");
        var document = request.Format == OptionFormat.Json ? OptionDocument.ReadJson(request.Document) : YamlReader.Read(request.Document, OptionDocument.MaxDepth);
        held.Require(request.ExpectedEtag);
        var applied = await ApplyAsync(held, DocumentWrites.Of(held, document, request.Mode), ct);
        return new ImportOptionsPayload(await sets.ReadAsync(held, ct), applied.Changes);
    }

    private async Task<AppliedOptions> ApplyAsync(HeldOptions held, IReadOnlyList<(Definitions.OptionDefinition, System.Text.Json.JsonElement?)> writes, CancellationToken ct)
    {
        try
        {
            return await writer.ApplyAsync(held, writes, [], ct);
        }
        catch (OptionInvalidException refused)
        {
            // The plugin's own problems, at their places in the document.
            throw new OptionInvalidException([.. refused.Problems.Select(problem => problem with { Pointer = DocumentWrites.Pointer(problem.Key) })]);
        }
    }
}
