using System.Text.Json;
using GraphQLPlugins.Engine.DataLoading.Data;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.Types.Pagination;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Engine.Data.Tests.Differential;

public enum Shade
{
    Light,
    Dark,
    Medium,
}

/// <summary>A row with a member of every kind that can be filtered and sorted by.</summary>
public class Thing
{
    public int Id { get; set; }
    public string Name { get; set; } = "";
    public string? Remark { get; set; }
    public int? Count { get; set; }
    public long Big { get; set; }
    public short? Small { get; set; }
    public decimal? Price { get; set; }
    public double? Ratio { get; set; }
    public bool IsOn { get; set; }
    public bool? IsSure { get; set; }
    public Shade Shade { get; set; }
    public Shade? Tint { get; set; }
    public Guid Key { get; set; }
    public Guid? OtherKey { get; set; }
    public DateTimeOffset? SeenAt { get; set; }
    public DateTime MadeAt { get; set; }
    public DateTime? LocalAt { get; set; }
    public DateOnly? Day { get; set; }
    public TimeOnly? Clock { get; set; }
    public TimeSpan? Span { get; set; }
    public Uri? Link { get; set; }
    public List<string> Tags { get; set; } = [];
    public int[]? Numbers { get; set; }
    public List<string?>? Words { get; set; }
    public JsonDocument? Doc { get; set; }
    public int? OwnerId { get; set; }
    public Owner? Owner { get; set; }
    public Detail? Detail { get; set; }
    public List<Part> Parts { get; set; } = [];
}

/// <summary>One of these has many things, and some things have none.</summary>
public class Owner
{
    public int Id { get; set; }
    public string? Name { get; set; }
    public int? Rank { get; set; }
    public List<Thing> Things { get; set; } = [];
}

/// <summary>One for a thing, or none.</summary>
public class Detail
{
    public int Id { get; set; }
    public string? Text { get; set; }
    public int Score { get; set; }
}

/// <summary>Many for a thing.</summary>
public class Part
{
    public int Id { get; set; }
    public int ThingId { get; set; }
    public string? Label { get; set; }
    public int Size { get; set; }
    public Thing? Thing { get; set; }
}

public class ThingDb(DbContextOptions<ThingDb> options) : DbContext(options)
{
    public DbSet<Thing> Things => Set<Thing>();

    public DbSet<Owner> Owners => Set<Owner>();

    protected override void OnModelCreating(ModelBuilder model) => model.Entity<Thing>(e =>
    {
        e.Property(t => t.Id).ValueGeneratedNever();
        e.Property(t => t.Tint).HasConversion<string>();
        e.Property(t => t.LocalAt).HasColumnType("timestamp without time zone");
        e.HasOne(t => t.Detail).WithOne().HasForeignKey<Detail>(d => d.Id);
        // Says nothing of the rows that it does not hold.
        e.HasIndex(t => t.Shade).IsUnique().HasFilter("\"Id\" < 0");
    });
}

/// <summary>The same rows as objects.</summary>
public sealed record ThingRows(List<Thing> Things, List<Owner> Owners);

[QueryType]
public static class ThingQueries
{
    [UsePaging(IncludeTotalCount = true)]
    [UseProjection]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<Thing> GetThings(ThingDb db) => db.Things.AsNoTracking();

    [UsePaging(IncludeTotalCount = true, ProviderName = "Positions")]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<Thing> GetThingsByPosition(ThingDb db) => db.Things.AsNoTracking();

    [UsePaging(IncludeTotalCount = true)]
    [UseFiltering]
    [UseSorting]
    public static async Task<Connection<Thing>> GetThingsByLoaderAsync(PagingArguments paging, QueryContext<Thing> query, ThingDb db, CancellationToken ct) =>
        await db.Things.AsNoTracking().With(query, s => s.AddAscending(t => t.Id)).ToPageAsync(paging, ct).ToConnectionAsync();

    [UsePaging(IncludeTotalCount = true)]
    [UseFiltering]
    [UseSorting]
    public static List<Thing> GetThingsInMemory(ThingRows rows) => rows.Things;

    [UseOffsetPaging(IncludeTotalCount = true)]
    [UseProjection]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<Thing> GetThingSegment(ThingDb db) => db.Things.AsNoTracking().OrderBy(t => t.Id);

    [UseOffsetPaging(IncludeTotalCount = true)]
    [UseFiltering]
    [UseSorting]
    public static List<Thing> GetThingSegmentInMemory(ThingRows rows) => rows.Things;

    [UseProjection]
    [UseFiltering]
    [UseSorting]
    public static IQueryable<Thing> GetThingList(ThingDb db) => db.Things.AsNoTracking().OrderBy(t => t.Id);

    [UseFiltering]
    [UseSorting]
    public static List<Thing> GetThingListInMemory(ThingRows rows) => rows.Things;
}
