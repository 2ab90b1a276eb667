using GraphQLPlugins.Sources.Contracts;

namespace GraphQLPlugins.Sources.Providers;

/// <summary>A source whose files may be copied with an account of this server's own, which must be let in first.</summary>
internal interface ICloneAccount
{
    /// <summary>Lets the account read a repository, when there is such an account. Doing so again changes nothing.</summary>
    Task AdmitAsync(SourceAccess access, string repoId, CancellationToken ct);
}
