namespace GraphQLPlugins.Integrations.Providers.Capabilities;

/// <summary>A vendor that deploys.</summary>
internal interface IDeploymentSource
{
    /// <summary>Deployments, newest first.</summary>
    Task<IReadOnlyList<IntegrationDeployment>> DeploymentsAsync(IntegrationAccess access, string? project, int max, CancellationToken ct);
}

/// <summary>A deployment at a vendor.</summary>
/// <param name="DeploymentId">The vendor's id.</param>
/// <param name="Project">What was deployed.</param>
/// <param name="Url">Where it runs.</param>
/// <param name="State">The vendor's own name of its state.</param>
/// <param name="Environment">Such as <c>production</c>; null when the vendor does not say.</param>
/// <param name="CommitSha">What was deployed of it; null when the vendor does not say.</param>
/// <param name="At">When it was begun.</param>
public sealed record IntegrationDeployment(string DeploymentId, string? Project, string? Url, string? State, string? Environment, string? CommitSha, DateTimeOffset? At);
