using System.ComponentModel.DataAnnotations;
using GraphQLPlugins.Catalog.Artifacts;
using GraphQLPlugins.Catalog.Plugins;
using GraphQLPlugins.Catalog.Runtime;

namespace GraphQLPlugins.Catalog;

/// <summary>The settings below <c>Catalog</c>.</summary>
public sealed class CatalogOptions
{
    /// <summary>Longest last segment of a registered image's name.</summary>
    public int MaxImageNameLength { get; set; } = 40;

    /// <summary>Addresses of registries, for registrations that give none.</summary>
    public Dictionary<RegistryType, string> RegistryUrls { get; set; } = [];

    /// <summary>Names and passwords for registries, as <c>name:password</c>; each is sent to the address of its kind alone.</summary>
    public Dictionary<RegistryType, string> RegistryCredentials { get; set; } = [];

    /// <summary>Whether a registration asks the registry for the image. One that is away never stands in the way.</summary>
    public bool CheckImages { get; set; } = true;

    /// <summary>How long what a registry says is taken as new.</summary>
    public TimeSpan RegistryCacheTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a question to a registry may take, all its pages together.</summary>
    public TimeSpan RegistryTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a registry that is away is not asked again.</summary>
    public TimeSpan RegistryRetryTime { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Most tags of an image that are read.</summary>
    [Range(1, 100_000)]
    public int MaxRegistryTags { get; set; } = 10_000;

    /// <summary>How long a question to a remote repository may take.</summary>
    public TimeSpan RemoteTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often remote repositories are asked whether they are there; zero turns that off, and synchronising by itself.</summary>
    public TimeSpan RemoteCheckInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How old a remote repository's copy may be before it counts as stale, and is synchronised again.</summary>
    public TimeSpan RemoteSyncInterval { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Most plugins of a remote repository that are copied.</summary>
    [Range(1, 1_000_000)]
    public int MaxRemotePlugins { get; set; } = 100_000;

    /// <summary>Most bytes of a file that is kept for the job that imports it.</summary>
    [Range(1024, long.MaxValue)]
    public long MaxImportBytes { get; set; } = 1024L * 1024 * 1024;

    /// <summary>How long such a file is kept when its job is cancelled, or fails and is not retried.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan ImportRetention { get; set; } = TimeSpan.FromDays(3);

    /// <summary>A file in the form of the managed list that fills the managed repository, at the start and whenever it changes; null for none.</summary>
    public string? ManagedFile { get; set; }

    /// <summary>How often that file is looked at.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ManagedFileInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>What is put before the images of managed plugins.</summary>
    public string ManagedImagePrefix { get; set; } = "cloudforet/";

    /// <summary>The version of each ecosystem's host that installations must run on, by provider (<c>jenkins</c>); an ecosystem without one is not checked.</summary>
    public Dictionary<string, string> HostVersions { get; set; } = [];

    /// <summary>What a policy starts with: whether plugins may be installed, switched and removed through the API.</summary>
    public bool AllowRemoteAdmin { get; set; }

    /// <summary>Most plugins that one request may plan, install, switch, reload or lock; 1 to 100000.</summary>
    [Range(1, 100_000)]
    public int MaxPluginsPerRequest { get; set; } = 2500;

    /// <summary>Most versions that are tried until a search for versions that go together is given up; 1000 to 100000000.</summary>
    [Range(1000, 100_000_000)]
    public int MaxResolutionSteps { get; set; } = 500_000;

    /// <summary>Whether an empty catalog is filled with the demo catalog.</summary>
    public bool LoadDemo { get; set; } = true;

    /// <summary>The files of plugins.</summary>
    public ArtifactOptions Artifacts { get; set; } = new();

    /// <summary>What plugins that run may take.</summary>
    public RuntimeOptions Runtime { get; set; } = new();

    /// <summary>The address for a kind of registry, or null where none is known.</summary>
    internal string? RegistryUrl(RegistryType type) => RegistryUrls.GetValueOrDefault(type) ?? type switch
    {
        RegistryType.DockerHub => "registry.hub.docker.com",
        RegistryType.Github => "ghcr.io",
        _ => null,
    };
}
