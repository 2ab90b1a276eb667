namespace GraphQLPlugins.Kernel.Refusals;

/// <summary>Somebody else has changed the thing since the caller read it.</summary>
public sealed class EtagMismatchException(string expectedEtag, string actualEtag)
    : RefusalException($"The expected ETag is {expectedEtag}, but the current one is {actualEtag}. Read again, then repeat the change.", "expectedEtag")
{
    /// <summary>The ETag that the thing has now.</summary>
    public string ActualEtag => actualEtag;
}
