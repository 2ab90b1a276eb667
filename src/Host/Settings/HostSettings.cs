using System.Net;
using GraphQLPlugins.Catalog;
using GraphQLPlugins.Integrations;
using GraphQLPlugins.Kernel.Egress;
using GraphQLPlugins.Kernel.Idempotency;
using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Identity.Authorization;
using GraphQLPlugins.Kernel.Jobs;
using GraphQLPlugins.Kernel.Outbox;
using GraphQLPlugins.Kernel.Settings;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Options;
using GraphQLPlugins.Sources;
using Microsoft.Data.SqlClient;
using Npgsql;

namespace GraphQLPlugins.Host.Settings;

/// <summary>Everything that can be set, checked as a whole before anything starts.</summary>
public sealed record HostSettings(
    IConfigurationRoot Configuration, string Urls, StorageOptions Storage, IdentityOptions Identity, JobOptions Jobs, OutboxOptions Outbox, IdempotencyOptions Idempotency, EgressOptions Egress, CatalogOptions Catalog, OptionsSettings Options, IntegrationsOptions Integrations, SourcesOptions Sources, GraphOptions Graph, IdeOptions Ide, HttpOptions Http, TelemetryOptions Telemetry, Limits Limits)
{
    private const string DefaultUrls = "http://localhost:5080";

    /// <summary>From lowest to highest: <c>appsettings.json</c> beside the program, the environment's own file, environment variables, the command line.</summary>
    public static HostSettings Load(IReadOnlyDictionary<string, string?> commandLine)
    {
        var environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT") ?? "Production";
        return Read(new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory)
            .AddJsonFile("appsettings.json", optional: true)
            .AddJsonFile($"appsettings.{environment}.json", optional: true)
            .AddEnvironmentVariables("ASPNETCORE_")
            .AddEnvironmentVariables()
            .AddInMemoryCollection(commandLine)
            .Build());
    }

    /// <exception cref="SettingsInvalidException">Something is set to what it cannot be.</exception>
    public static HostSettings Read(IConfigurationRoot configuration)
    {
        var reader = new SettingsReader(configuration);
        var settings = new HostSettings(
            configuration,
            reader.Text("Urls") is { Length: > 0 } urls ? urls : DefaultUrls,
            reader.Read<StorageOptions>("Storage", nameof(StorageOptions.ConnectionString)),
            reader.Read<IdentityOptions>("Identity"),
            reader.Read<JobOptions>("Jobs"),
            reader.Read<OutboxOptions>("Outbox"),
            reader.Read<IdempotencyOptions>("Idempotency"),
            reader.Read<EgressOptions>("Egress"),
            reader.Read<CatalogOptions>("Catalog"),
            reader.Read<OptionsSettings>("Options"),
            reader.Read<IntegrationsOptions>("Integrations"),
            reader.Read<SourcesOptions>("Sources"),
            reader.Read<GraphOptions>("Graph"),
            reader.Read<IdeOptions>("Ide"),
            reader.Read<HttpOptions>("Http"),
            reader.Read<TelemetryOptions>("Telemetry"),
            reader.Read<Limits>("Limits"));
        settings.Storage.ConnectionString = reader.Text("ConnectionStrings:Default");
        CheckUrls(reader, settings.Urls);
        CheckConnectionString(reader, settings.Storage);
        CheckCapabilities(reader, "Identity:AnonymousCapabilities", settings.Identity.AnonymousCapabilities);
        foreach (var (scope, capabilities) in settings.Identity.Introspection.Scopes)
            CheckCapabilities(reader, $"Identity:Introspection:Scopes:{scope}", capabilities);
        foreach (var origin in settings.Http.AllowedOrigins.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.GetLeftPart(UriPartial.Authority) != origin)
                reader.Reject($"Http:AllowedOrigins names \"{origin}\"; an origin is such as https://console.example.org, without a path.");
        if (settings.Graph.Documents.Folder is { } folder && !Directory.Exists(folder)) reader.Reject($"Graph:Documents:Folder is \"{folder}\"; there is no such folder.");
        foreach (var network in settings.Http.TrustedProxies.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (!IPNetwork.TryParse(network, out _)) reader.Reject($"Http:TrustedProxies names \"{network}\"; a network is such as 10.1.0.0/16.");
        foreach (var network in settings.Egress.AllowedNetworks)
            if (!IPNetwork.TryParse(network, out _)) reader.Reject($"Egress:AllowedNetworks names \"{network}\"; a network is such as 10.1.0.0/16.");
        foreach (var problem in settings.Integrations.Problems()) reader.Reject(problem);
        foreach (var problem in settings.Sources.Problems()) reader.Reject(problem);
        reader.ThrowIfInvalid();
        return settings;
    }

    private static void CheckUrls(SettingsReader reader, string urls)
    {
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            // Kestrel reads * and + as any host.
            var readable = url.Replace("://*", "://any").Replace("://+", "://any");
            if (!Uri.TryCreate(readable, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
                reader.Reject($"Urls names \"{url}\"; it must be http or https addresses such as http://localhost:5080, with ; between.");
        }
    }

    private static void CheckConnectionString(SettingsReader reader, StorageOptions storage)
    {
        if (storage.Provider is StorageProvider.Embedded) return;
        var example = storage.Provider is StorageProvider.PostgreSql
            ? "Host=db.example.org;Database=plugins;Username=plugins;Password=..."
            : "Server=db.example.org;Database=plugins;User Id=plugins;Password=...;Encrypt=true";
        if (string.IsNullOrWhiteSpace(storage.ConnectionString))
        {
            reader.Reject($"ConnectionStrings:Default is missing; Storage:Provider={storage.Provider} needs it, such as \"{example}\".");
            return;
        }
        try
        {
            _ = storage.IsPostgreSql
                ? (object)new NpgsqlConnectionStringBuilder(storage.ConnectionString)
                : new SqlConnectionStringBuilder(storage.ConnectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException)
        {
            // The value stays unsaid: it holds a password.
            reader.Reject($"ConnectionStrings:Default is no connection string of {storage.Provider}: {e.Message} It must be such as \"{example}\".");
        }
    }

    private static void CheckCapabilities(SettingsReader reader, string name, string capabilities)
    {
        foreach (var capability in capabilities.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            if (!CapabilitySet.IsKnown(capability)) reader.Reject($"{name} names \"{capability}\"; capabilities are: {CapabilitySet.Known}.");
    }
}
