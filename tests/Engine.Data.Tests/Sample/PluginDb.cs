using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Engine.Data.Tests.Sample;

public enum PluginState
{
    Draft,
    Active,
    Deprecated,
    Archived,
}

/// <summary>An entity in the house's style: it guards itself, and EF Core fills it through private setters.</summary>
public class Plugin
{
    private Plugin()
    {
    }

    public string Id { get; private set; } = "";
    public string Name { get; private set; } = "";
    public PluginState State { get; private set; }
    public string? Provider { get; private set; }
    public string? ResourceType { get; private set; }
    public string? Image { get; private set; }
    public List<string> Labels { get; private set; } = [];
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }
    public ICollection<PluginVersion> Versions { get; private set; } = new List<PluginVersion>();

    /// <summary>A plugin that is in no database.</summary>
    public static Plugin Make(string id, string name, PluginState state = PluginState.Draft, string? provider = null, params string[] labels) =>
        new() { Id = id, Name = name, State = state, Provider = provider, Labels = [.. labels] };
}

public class PluginVersion
{
    public int Id { get; set; }
    public required string PluginId { get; set; }
    public required string Version { get; set; }
    public DateTimeOffset PublishedAt { get; set; }
    public long Size { get; set; }
    public Plugin? Plugin { get; set; }
}

/// <summary>Something with a document in it.</summary>
public class Note
{
    public int Id { get; set; }
    public JsonDocument? Body { get; set; }
    public DateTimeOffset? SeenAt { get; set; }
    public int? Stars { get; set; }
    public PluginState? State { get; set; }
}

public class PluginDb(DbContextOptions<PluginDb> options) : DbContext(options)
{
    public DbSet<Plugin> Plugins => Set<Plugin>();
    public DbSet<PluginVersion> PluginVersions => Set<PluginVersion>();

    public DbSet<Note> Notes => Set<Note>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Note>(e =>
        {
            e.ToTable("notes");
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.Body).HasColumnName("body");
            e.Property(x => x.SeenAt).HasColumnName("seen_at");
            e.Property(x => x.Stars).HasColumnName("stars");
            e.Property(x => x.State).HasColumnName("state");
            if (Database.ProviderName != "Npgsql.EntityFrameworkCore.PostgreSQL")
                e.Property(x => x.Body).HasConversion(body => body == null ? null : body.RootElement.GetRawText(), text => text == null ? null : JsonDocument.Parse(text, default));
        });
        model.Entity<Plugin>(e =>
        {
            e.ToTable("plugins");
            e.HasKey(x => x.Id);
            e.Property(x => x.Id).HasColumnName("id").HasMaxLength(64);
            e.Property(x => x.Name).HasColumnName("name").HasMaxLength(200);
            e.Property(x => x.State).HasColumnName("state").HasConversion<string>().HasMaxLength(32);
            e.Property(x => x.Provider).HasColumnName("provider");
            e.Property(x => x.ResourceType).HasColumnName("resource_type");
            e.Property(x => x.Image).HasColumnName("image");
            e.Property(x => x.Labels).HasColumnName("labels");
            e.Property(x => x.CreatedAt).HasColumnName("created_at");
            e.Property(x => x.UpdatedAt).HasColumnName("updated_at");
            e.HasIndex(x => x.Name);
            e.HasIndex(x => x.State);
        });
        model.Entity<PluginVersion>(e =>
        {
            e.ToTable("plugin_versions");
            e.HasKey(x => x.Id);
            e.Property(x => x.Id).HasColumnName("id");
            e.Property(x => x.PluginId).HasColumnName("plugin_id");
            e.Property(x => x.Version).HasColumnName("version");
            e.Property(x => x.PublishedAt).HasColumnName("published_at");
            e.Property(x => x.Size).HasColumnName("size");
            e.HasOne(x => x.Plugin).WithMany(x => x.Versions).HasForeignKey(x => x.PluginId);
            e.HasIndex(x => x.PluginId);
        });
    }

    /// <summary>5,000 plugins with 4 versions each.</summary>
    public static async Task SeedAsync(string connectionString)
    {
        await using var db = new PluginDb(new DbContextOptionsBuilder<PluginDb>().UseNpgsql(connectionString).Options);
        await db.Database.EnsureCreatedAsync();
        await db.Database.ExecuteSqlRawAsync("""
            insert into plugins(id,name,state,provider,resource_type,image,labels,created_at,updated_at)
            select 'plg-' || lpad(i::text,5,'0'), 'Plugin ' || lpad(i::text,5,'0'),
                   (array['Draft','Active','Deprecated','Archived'])[1 + (i*7) % 4],
                   (array['aws','azure','gcp','on-prem','vmware'])[1 + (i*3) % 5],
                   (array['vm','bucket','network','database','queue','function'])[1 + (i*5) % 6],
                   case when i % 10 = 0 then null else 'registry.local/plugins/' || i || ':latest' end,
                   case i % 3 when 0 then array['stable','core'] when 1 then array['beta'] else array[]::text[] end,
                   timestamptz '2025-01-01 00:00:00+00' + (i || ' minutes')::interval,
                   timestamptz '2025-06-01 00:00:00+00' + ((i*13 % 5000) || ' minutes')::interval
            from generate_series(1,5000) i;
            insert into plugin_versions(plugin_id,version,published_at,size)
            select 'plg-' || lpad(i::text,5,'0'), v || '.' || (i % 10) || '.0',
                   timestamptz '2025-01-01 00:00:00+00' + ((i*10+v) || ' minutes')::interval, 1000000 + i*100 + v
            from generate_series(1,5000) i, generate_series(1,4) v;
            insert into notes(id, body, seen_at, stars, state) values
                (1, '{{"a":{{"b":"x"}},"k":1}}', now() - interval '1 hour', 1, 0), (2, '{{"a":{{"b":"Y"}}}}', now() - interval '3 days', 2, 1),
                (3, '{{"a":"flat"}}', now() - interval '30 days', null, null), (4, null, null, 5, 3), (5, '["k"]', now() + interval '1 day', 3, 2);
            analyze plugins; analyze plugin_versions;
            """);
    }
}
