using System.Text.Json;
using GraphQLPlugins.Host.Settings;
using GraphQLPlugins.Kernel.Settings;
using GraphQLPlugins.Kernel.Storage;
using Microsoft.Extensions.Configuration;

namespace GraphQLPlugins.Host.Tests.Settings;

public sealed class HostSettingsTests
{
    private static readonly string AppSettings = Path.Combine(AppContext.BaseDirectory, "appsettings.json");

    [Fact]
    public void The_documented_settings_are_the_defaults()
    {
        var documented = HostSettings.Read(new ConfigurationBuilder().AddJsonFile(AppSettings).Build());
        var defaults = HostSettings.Read(new ConfigurationBuilder().Build());
        Assert.Equal(Text(defaults), Text(documented));
    }

    [Fact]
    public void Every_setting_is_documented()
    {
        using var documented = JsonDocument.Parse(File.ReadAllText(AppSettings), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip });
        var defaults = HostSettings.Read(new ConfigurationBuilder().Build());
        var missing = new List<string>();
        Compare(JsonSerializer.SerializeToElement(new { defaults.Storage, defaults.Identity, defaults.Jobs, defaults.Outbox, defaults.Idempotency, defaults.Egress, defaults.Catalog, defaults.Options, defaults.Graph, defaults.Http, defaults.Telemetry, defaults.Limits }), documented.RootElement, "");
        Assert.Empty(missing);

        void Compare(JsonElement settings, JsonElement file, string path)
        {
            foreach (var setting in settings.EnumerateObject())
            {
                var name = path + setting.Name;
                // From ConnectionStrings, and derived from Provider.
                if (name is "Storage:ConnectionString" or "Storage:IsPostgreSql") continue;
                if (!file.TryGetProperty(setting.Name, out var inFile)) missing.Add(name);
                else if (setting.Value.ValueKind is JsonValueKind.Object && inFile.ValueKind is JsonValueKind.Object) Compare(setting.Value, inFile, name + ":");
            }
        }
    }

    [Theory]
    [InlineData("Storage:Provider", "PostgreSql", "ConnectionStrings:Default is missing; Storage:Provider=PostgreSql needs it, such as \"Host=db.example.org;Database=plugins;Username=plugins;Password=...\".")]
    [InlineData("Urls", "ftp://x", "Urls names \"ftp://x\"; it must be http or https addresses such as http://localhost:5080, with ; between.")]
    [InlineData("Http:AllowedOrigins", "https://a.example/x", "Http:AllowedOrigins names \"https://a.example/x\"; an origin is such as https://console.example.org, without a path.")]
    [InlineData("Identity:Introspection:Endpoint", "introspect", "Identity:Introspection:Endpoint is \"introspect\"; it must be an absolute http or https URL.")]
    [InlineData("Storage:Migrate", "maybe", "Storage:Migrate is \"maybe\"; it must be true or false.")]
    [InlineData("Http:MaxRequestBytes", "12", "Http:MaxRequestBytes is 12; it must be a whole number, from 1024 to 67108864.")]
    [InlineData("Http:MaxUploadBytes", "1e9", "Http:MaxUploadBytes is \"1e9\"; it must be a whole number, from 1024 to 4294967296.")]
    [InlineData("Limits:ExecutionTimeout", "-00:00:01", "Limits:ExecutionTimeout is -00:00:01; it must be a time such as 00:00:30, not negative.")]
    [InlineData("Catalog:RegistryUrls:Quay", "quay.io", "Catalog:RegistryUrls:Quay is \"Quay\"; it must be one of: DockerHub, AwsPrivateEcr, AwsPublicEcr, Harbor, Github, GcpPrivateGcr.")]
    [InlineData("Egress:AllowedNetworks:0", "10.0.0.0/33", "Egress:AllowedNetworks names \"10.0.0.0/33\"; a network is such as 10.1.0.0/16.")]
    [InlineData("Egress:AllowedNetworks", "10.0.0.0/8", "Egress:AllowedNetworks is \"10.0.0.0/8\"; it must be a list: Egress:AllowedNetworks:0, Egress:AllowedNetworks:1 and so on.")]
    [InlineData("Sources:GitHub:ClientId", "x", "Sources:GitHub:ClientSecret is missing; Sources:GitHub:ClientId needs it.")]
    [InlineData("Identity:Nonsense", "1", "Identity:Nonsense is not a setting. Those of Identity are: AnonymousCapabilities, Introspection, TokenCacheTime.")]
    public void What_does_not_fit_is_named_with_what_does(string name, string value, string problem)
    {
        var refusal = Assert.Throws<SettingsInvalidException>(() => Read((name, value)));
        Assert.Equal([problem], refusal.Problems);
    }

    [Theory]
    [InlineData("PostgreSql", "Host=h;Colour=red;Password=hush")]
    [InlineData("SqlServer", "Server=h;Colour=red;Password=hush")]
    public void A_bad_connection_string_is_refused_without_showing_its_password(string provider, string connectionString)
    {
        var refusal = Assert.Throws<SettingsInvalidException>(() => Read(("Storage:Provider", provider), ("ConnectionStrings:Default", connectionString)));
        Assert.StartsWith($"ConnectionStrings:Default is no connection string of {provider}: ", Assert.Single(refusal.Problems));
        Assert.DoesNotContain("hush", refusal.Message);
    }

    [Fact]
    public void Values_are_read_whatever_their_kind()
    {
        var settings = Read(
            ("Storage:Provider", "sqlserver"), ("ConnectionStrings:Default", "Server=h"), ("Storage:CommandTimeout", "00:00:03"), ("Identity:AnonymousCapabilities", ""),
            ("Identity:Introspection:Scopes:org", "audit:read"), ("Catalog:RegistryUrls:Harbor", "harbor.example.org"), ("Limits:MaxTokens", "7"), ("Egress:AllowedNetworks:0", "10.1.0.0/16"), ("Storage:BinDirectory", ""));
        Assert.Equal(StorageProvider.SqlServer, settings.Storage.Provider);
        Assert.Equal("Server=h", settings.Storage.ConnectionString);
        Assert.Equal(TimeSpan.FromSeconds(3), settings.Storage.CommandTimeout);
        Assert.Null(settings.Storage.BinDirectory);
        Assert.Equal("", settings.Identity.AnonymousCapabilities);
        Assert.Equal("audit:read", settings.Identity.Introspection.Scopes["org"]);
        Assert.Equal("harbor.example.org", Assert.Single(settings.Catalog.RegistryUrls).Value);
        Assert.Equal(7, settings.Limits.MaxTokens);
        Assert.Equal(["10.1.0.0/16"], settings.Egress.AllowedNetworks);
    }

    private static HostSettings Read(params (string Name, string Value)[] settings) =>
        HostSettings.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build());

    private static string Text(HostSettings s) => JsonSerializer.Serialize(new { s.Urls, s.Storage, s.Identity, s.Egress, s.Catalog, s.Graph, s.Http, s.Limits });
}
