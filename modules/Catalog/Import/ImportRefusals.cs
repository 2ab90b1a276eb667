using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Catalog.Import;

/// <summary>The repository cannot receive the file.</summary>
public sealed class ImportRefusedException(string message) : RefusalException(message, "repository");

/// <summary>Another import into the same repository is under way.</summary>
public sealed class ImportBusyException(string repository) : RefusalException($"Another import into the repository '{repository}' is under way.", "repository")
{
    /// <inheritdoc/>
    public override bool Retryable => true;
}
