namespace GraphQLPlugins.Catalog.Plugins;

/// <summary>The kind of registry that holds a plugin's images.</summary>
public enum RegistryType
{
    /// <summary>Docker Hub; its address is known.</summary>
    DockerHub,

    /// <summary>A private registry of Amazon ECR; needs <c>account_id</c> in its configuration.</summary>
    AwsPrivateEcr,

    /// <summary>The public registry of Amazon ECR; needs <c>account_id</c> in its configuration.</summary>
    AwsPublicEcr,

    /// <summary>A Harbor server.</summary>
    Harbor,

    /// <summary>GitHub's container registry; its address is known.</summary>
    Github,

    /// <summary>A private registry of Google Cloud.</summary>
    GcpPrivateGcr,
}
