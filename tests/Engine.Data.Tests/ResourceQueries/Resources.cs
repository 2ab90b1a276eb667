using System.Text.Encodings.Web;
using System.Text.Json;
using GraphQLPlugins.Engine.Data.EntityFramework.Documents;
using GraphQLPlugins.Engine.Data.ResourceQueries;
using GraphQLPlugins.Engine.Data.Tests.Sample;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace GraphQLPlugins.Engine.Data.Tests.ResourceQueries;

/// <summary>The fields of the sample's tables, and queries on them as JSON.</summary>
internal static class Resources
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ResourceFields<Plugin> Plugins { get; } = new ResourceFields<Plugin>()
        .Add("plugin_id", p => p.Id).Add("name", p => p.Name).Add("state", p => p.State).Add("provider", p => p.Provider)
        .Add("resource_type", p => p.ResourceType).Add("image", p => p.Image).Add("labels", p => p.Labels).Add("created_at", p => p.CreatedAt)
        .Add("updated_at", p => p.UpdatedAt)
        .Keywords("plugin_id", "name", "provider", "labels").Minimal("plugin_id", "name", "state").SortedBy("name").Unique(p => p.Id);

    public static ResourceFields<PluginVersion> Versions { get; } = new ResourceFields<PluginVersion>()
        .Add("id", v => v.Id).Add("plugin_id", v => v.PluginId).Add("version", v => v.Version).Add("size", v => v.Size).Add("published_at", v => v.PublishedAt)
        .Add("provider", v => v.Plugin!.Provider).SortedBy("id").Unique(v => v.Id);

    public static ResourceFields<Note> Notes { get; } = new ResourceFields<Note>()
        .Add("id", n => n.Id).Add("body", n => n.Body).Add("seen_at", n => n.SeenAt).Add("stars", n => n.Stars).Add("state", n => n.State)
        .SortedBy("id").Unique(n => n.Id);

    public static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, Json)!;

    public static string Write(object? value) => JsonSerializer.Serialize(value, Json);

    /// <summary>A context over the sample's 5,000 plugins.</summary>
    /// <param name="log">Hears of its statements.</param>
    public static async Task<PluginDb> OpenAsync(StatementLog? log = null)
    {
        var database = await PostgresServer.CreateDatabaseAsync("plugins", PluginDb.SeedAsync);
        var source = new NpgsqlDataSourceBuilder(database.ConnectionString).UseLoggerFactory(log).Build();
        return new PluginDb((DbContextOptions<PluginDb>)new DbContextOptionsBuilder<PluginDb>().UseNpgsql(source).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).UseDocumentQueries().Options);
    }
}
