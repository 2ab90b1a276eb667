using System.Globalization;
using System.Text.RegularExpressions;
using GraphQLPlugins.Catalog.Storage.Migrations;
using GraphQLPlugins.Integrations.Storage.Migrations;
using GraphQLPlugins.Kernel.Storage.Migrations;
using GraphQLPlugins.Options.Storage.Migrations;
using GraphQLPlugins.Sources.Storage.Migrations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace GraphQLPlugins.Host.Tests.Storage;

/// <summary>What a SQL Server refuses about tables, and nothing else says, since there is none here.</summary>
public sealed partial class SqlServerModelTests
{
    private const int MaxClusteredKeyBytes = 900;
    private const int MaxKeyBytes = 1700;
    private const int MaxKeyColumns = 32;
    private const string Collation = "Latin1_General_100_BIN2";

    private static readonly ITable[] Tables =
    [
        .. TablesOf<SqlServerKernelDb>(options => new SqlServerKernelDb(options)), .. TablesOf<SqlServerCatalogDb>(options => new SqlServerCatalogDb(options)),
        .. TablesOf<SqlServerOptionsDb>(options => new SqlServerOptionsDb(options)), .. TablesOf<SqlServerIntegrationsDb>(options => new SqlServerIntegrationsDb(options)),
        .. TablesOf<SqlServerSourcesDb>(options => new SqlServerSourcesDb(options)),
    ];

    /// <summary>Error 1785: https://learn.microsoft.com/sql/relational-databases/errors-events/mssqlserver-1785-database-engine-error.</summary>
    [Fact]
    public void No_removal_reaches_a_table_by_two_ways()
    {
        Assert.All(Tables, table =>
        {
            var reached = new List<ITable> { table };
            for (var i = 0; i < reached.Count; i++)
            {
                reached.AddRange(reached[i].ReferencingForeignKeyConstraints.Where(key => key.OnDeleteAction is not (ReferentialAction.NoAction or ReferentialAction.Restrict)).Select(key => key.Table));
                Assert.True(reached.Distinct().Count() == reached.Count, $"{table.SchemaQualifiedName}: {string.Join(", ", reached.Select(t => t.SchemaQualifiedName))}");
            }
        });
    }

    /// <summary>https://learn.microsoft.com/sql/sql-server/maximum-capacity-specifications-for-sql-server.</summary>
    [Fact]
    public void Keys_and_indexes_are_within_the_limits()
    {
        Assert.All(Tables.SelectMany(table => table.UniqueConstraints), key => AssertFits(key.Name, key.Columns, key.GetIsPrimaryKey() && key.MappedKeys.First().IsClustered() is not false ? MaxClusteredKeyBytes : MaxKeyBytes));
        Assert.All(Tables.SelectMany(table => table.Indexes), index => AssertFits(index.Name, index.Columns, index.MappedIndexes.First().IsClustered() is true ? MaxClusteredKeyBytes : MaxKeyBytes));
    }

    /// <summary>A unique index counts nulls as equal there: one row alone could have it.</summary>
    [Fact]
    public void Unique_indexes_leave_out_what_is_null() => Assert.All(
        Tables.SelectMany(table => table.Indexes).Where(index => index.IsUnique && index.Columns.Any(column => column.IsNullable)), index => Assert.NotNull(index.Filter));

    /// <summary>A filter is made of comparisons with constants, and of nothing but AND between them: https://learn.microsoft.com/sql/t-sql/statements/create-index-transact-sql.</summary>
    [Fact]
    public void Filters_of_indexes_are_plain() => Assert.All(Tables.SelectMany(table => table.Indexes).Select(index => index.Filter).OfType<string>(), filter => Assert.Matches(PlainFilter(), filter));

    [Fact]
    public void Text_is_compared_by_code_point() =>
        Assert.All(Tables.SelectMany(table => table.Columns).Where(column => column.StoreType.Contains("char", StringComparison.Ordinal) && !IsList(column)), column => Assert.Equal(Collation, PropertyOf(column).GetCollation()));

    // What comes out of a list is given the collation where it is used.
    private static bool IsList(IColumn column) => PropertyOf(column).GetElementType() is not null;

    private static IProperty PropertyOf(IColumn column) => column.PropertyMappings[0].Property;

    private static void AssertFits(string name, IReadOnlyList<IColumn> columns, int bytes)
    {
        Assert.InRange(columns.Count, 1, MaxKeyColumns);
        Assert.True(columns.Sum(BytesOf) <= bytes, $"{columns[0].Table.SchemaQualifiedName}.{name}: {string.Join(", ", columns.Select(column => $"{column.Name} {column.StoreType}"))} is {columns.Sum(BytesOf)} of {bytes} bytes");
    }

    /// <summary>A text counts with the most that it may have, or an insertion would fail some day.</summary>
    private static int BytesOf(IColumn column) => Type().Match(column.StoreType) is { Success: true } type
        ? type.Groups["name"].Value switch
        {
            "nvarchar" => 2 * Length(type),
            "varbinary" or "binary" or "varchar" or "char" => Length(type),
            "uniqueidentifier" => 16,
            "datetimeoffset" => 10,
            "bigint" or "rowversion" or "float" => 8,
            "int" => 4,
            "date" => 3,
            "smallint" => 2,
            "bit" => 1,
            var other => throw new NotSupportedException($"{column.Table.SchemaQualifiedName}.{column.Name}: how many bytes has {other}?"),
        }
        : throw new NotSupportedException(column.StoreType);

    // What has no bound, (max), is in no key.
    private static int Length(Match type) => int.TryParse(type.Groups["length"].Value, CultureInfo.InvariantCulture, out var length) ? length : 10_000;

    private static IEnumerable<ITable> TablesOf<TDb>(Func<DbContextOptions<TDb>, TDb> make) where TDb : DbContext
    {
        using var db = make(new DbContextOptionsBuilder<TDb>().UseSqlServer("Server=none").Options);
        return db.GetService<IDesignTimeModel>().Model.GetRelationalModel().Tables;
    }

    [GeneratedRegex(@"^(?<name>\w+)(\((?<length>\w+)\))?$")]
    private static partial Regex Type();

    [GeneratedRegex(@"^(\[?\w+\]? (IS NOT NULL|IS NULL|(=|<>|<|>) ('[^']*'|\d+)))( AND \[?\w+\]? (IS NOT NULL|IS NULL|(=|<>|<|>) ('[^']*'|\d+)))*$")]
    private static partial Regex PlainFilter();
}
