using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.EntityFramework;
using GraphQLPlugins.Engine.Data.Paging;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Engine.Data.Tests.EntityFramework;

/// <summary>Orders in memory beside those of PostgreSQL.</summary>
public sealed class KnownOrderTests : IAsyncLifetime
{
    private KindDb _db = null!;

    public static TheoryData<string> Columns => ["Code", "Other", "Number", "Amount", "At", "Flag"];

    public async Task InitializeAsync()
    {
        var database = await PostgresServer.CreateDatabaseAsync("kinds", KindDb.SeedAsync);
        _db = new KindDb(new DbContextOptionsBuilder<KindDb>().UseNpgsql(database.ConnectionString).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).Options);
    }

    public async Task DisposeAsync() => await _db.DisposeAsync();

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task Rows_are_sorted_as_the_database_sorts_them_with_null_and_in_both_directions(string column)
    {
        var rows = await _db.Kinds.OrderBy(k => k.Id).ToListAsync();
        foreach (var descending in new[] { false, true })
        {
            var expected = await (descending ? _db.Kinds.OrderByDescending(k => EF.Property<object>(k, column)) : _db.Kinds.OrderBy(k => EF.Property<object>(k, column))).ThenBy(k => k.Id).ToListAsync();
            var order = Order((column, descending), ("Id", false))!;

            order.Ensure(rows, reversed: false);
            Assert.Equal(expected.Select(k => k.Id), rows.Select(k => k.Id));
            order.Ensure(rows, reversed: true);
            Assert.Equal(expected.Select(k => k.Id).Reverse(), rows.Select(k => k.Id));
        }
    }

    [Theory]
    [InlineData("Name", "the database's own collation")]
    [InlineData("State", "written as a text")]
    [InlineData("Ratio", "not a number is the largest there")]
    public void Others_are_left_to_the_database(string column, string why) => Assert.True(Order((column, false), ("Id", false)) is null, why);

    private KnownOrder<Kind>? Order(params (string Column, bool Descending)[] keys)
    {
        var item = Expression.Parameter(typeof(Kind), "x");
        return KnownOrder<Kind>.Of(
            [.. keys.Select(k => new OrderKey(Expression.Lambda(Expression.Property(item, k.Column), item), k.Descending, IsNullable: true))],
            _db.Model.FindEntityType(typeof(Kind)), DatabaseFunctions.For(_db), _db);
    }

    private sealed class Kind
    {
        public int Id { get; set; }
        public string? Code { get; set; }
        public Guid? Other { get; set; }
        public int? Number { get; set; }
        public decimal Amount { get; set; }
        public DateTimeOffset? At { get; set; }
        public bool Flag { get; set; }
        public string? Name { get; set; }
        public DayOfWeek State { get; set; }
        public double Ratio { get; set; }
    }

    private sealed class KindDb(DbContextOptions<KindDb> options) : DbContext(options)
    {
        public DbSet<Kind> Kinds => Set<Kind>();

        public static async Task SeedAsync(string connectionString)
        {
            // Beginnings of one another, accents, and characters whose halves have smaller numbers than a character before them.
            string?[] codes = [null, "", " ", "a", "A", "aa", "ab", "b", "é", "z", "\uE000", "\uFFFD", "a\uFFFD", "\U0001F600", "a\U0001F600", "\U00010000", "\U0010FFFF", "a\U0010FFFF"];
            var random = new Random(20_261);
            await using var db = new KindDb(new DbContextOptionsBuilder<KindDb>().UseNpgsql(connectionString).Options);
            await db.Database.EnsureCreatedAsync();
            db.AddRange(Enumerable.Range(1, 300).Select(i => new Kind
            {
                Id = i,
                Code = codes[random.Next(codes.Length)],
                Other = random.Next(8) == 0 ? null : new Guid(random.Next(-2, 2), (short)random.Next(-2, 2), (short)random.Next(-2, 2), (byte)random.Next(256), 0, 0, 0, 0, 0, 0, (byte)random.Next(256)),
                Number = random.Next(8) == 0 ? null : random.Next(-20, 20),
                Amount = random.Next(-2_000, 2_000) / 100m,
                At = random.Next(8) == 0 ? null : DateTimeOffset.UnixEpoch.AddHours(random.Next(-500, 500)),
                Flag = random.Next(2) == 0,
            }));
            await db.SaveChangesAsync();
        }

        protected override void OnModelCreating(ModelBuilder model) => model.Entity<Kind>(kind =>
        {
            kind.Property(k => k.Id).ValueGeneratedNever();
            kind.Property(k => k.Code).UseCollation("C");
            kind.Property(k => k.State).HasConversion<string>();
        });
    }
}
