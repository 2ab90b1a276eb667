using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using GraphQLPlugins.Engine.Data.EntityFramework.Documents;
using GraphQLPlugins.Engine.Data.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>On a database, by the name of EF Core's provider. Provider packages are not referenced; what they add is looked up when they are there.</summary>
internal abstract class DatabaseFunctions : QueryFunctions
{
    protected static readonly Expression Functions = Expression.Property(null, typeof(EF), nameof(EF.Functions));

    /// <summary>The functions of a context's database.</summary>
    public static DatabaseFunctions For(DbContext context) => context.Database.ProviderName switch
    {
        PostgresFunctions.Provider => PostgresFunctions.Of(context),
        SqlServerFunctions.Provider => SqlServerFunctions.Of(context),
        _ => OtherFunctions.Instance,
    };

    /// <summary>Whether the values of a column are sorted as <see cref="KnownOrder{T}"/> sorts them. False when that is not certain.</summary>
    public virtual bool SortsAsMemory(IProperty property, DbContext context) => false;

    public override Expression Regex(Expression text, Expression pattern, bool ignoreCase) => throw Missing("regular expressions");

    public override Expression JsonHasKey(Expression json, Expression key) => throw Missing("filters on JSON documents");

    public override Expression JsonText(Expression json, Expression[] keys) => throw Missing("filters on JSON documents");

    public override DocumentValue Document(Expression json) => throw Missing("filters on JSON documents");

    public override object? Given(object? value) => value;

    public override Expression ArrayOf(Expression values, Type element) => throw Missing("lists of grouped values");

    protected static GraphQLException Missing(string what) => DataErrors.InvalidValue($"The database of this field has no {what}.");
}

/// <summary>Everything that speaks like SQL Server.</summary>
internal class OtherFunctions : DatabaseFunctions
{
    public static readonly OtherFunctions Instance = new();
    private const string CaseInsensitive = "Latin1_General_100_CI_AS";
    private const string ByCodePoint = "Latin1_General_100_BIN2";

    public override bool NullsAreLargest => false;

    public override Expression Like(Expression text, Expression pattern) => Expression.Call(
        typeof(DbFunctionsExtensions), nameof(DbFunctionsExtensions.Like), null, Functions, Collated(text, CaseInsensitive), pattern, Expression.Constant(@"\"));

    /// <summary>A text that is compared by code point.</summary>
    public static Expression Ordinal(Expression text) => Collated(text, ByCodePoint);

    private static MethodCallExpression Collated(Expression text, string collation) => Expression.Call(
        typeof(RelationalDbFunctionsExtensions), nameof(RelationalDbFunctionsExtensions.Collate), [typeof(string)], Functions, text, Expression.Constant(collation));
}

/// <summary>SQL Server, by Microsoft's provider.</summary>
internal sealed class SqlServerFunctions : OtherFunctions
{
    public const string Provider = "Microsoft.EntityFrameworkCore.SqlServer";
    // SQL Server 2025. https://learn.microsoft.com/sql/t-sql/functions/regexp-like-transact-sql
    private const int LevelWithRegex = 170;
    private static readonly ConcurrentDictionary<(bool KnowsDocuments, bool HasRegex), SqlServerFunctions> Made = new();
    private readonly Type _functions;
    private readonly bool _knowsDocuments;
    private readonly bool _hasRegex;

    private SqlServerFunctions(Assembly provider, bool knowsDocuments, bool hasRegex)
    {
        _functions = provider.GetType("Microsoft.EntityFrameworkCore.SqlServerDbFunctionsExtensions", throwOnError: true)!;
        _knowsDocuments = knowsDocuments;
        _hasRegex = hasRegex;
    }

    public static SqlServerFunctions Of(DbContext context) => Made.GetOrAdd(
        (context.KnowsDocuments(), LevelOf(context) >= LevelWithRegex),
        static key => new SqlServerFunctions(AppDomain.CurrentDomain.GetAssemblies().First(a => a.GetName().Name == Provider), key.KnowsDocuments, key.HasRegex));

    public override Expression Utc(Expression time) =>
        Expression.Call(_functions.GetMethod("AtTimeZone", [typeof(DbFunctions), typeof(DateTimeOffset), typeof(string)])!, Functions, time, Expression.Constant("UTC"));

    public override Expression Regex(Expression text, Expression pattern, bool ignoreCase) => _hasRegex && _knowsDocuments
        ? Expression.Equal(
            Expression.Call(typeof(DocumentFunctions), nameof(DocumentFunctions.Matches), null, text, pattern, Expression.Constant(ignoreCase ? "i" : "c")), Expression.Constant(1))
        : base.Regex(text, pattern, ignoreCase);

    public override Expression JsonHasKey(Expression json, Expression key) => Find(json).HasKey(key);

    public override Expression JsonText(Expression json, Expression[] keys) => keys.Aggregate(Find(json), (value, key) => (SqlServerDocument)value.Child(key)).Content;

    public override DocumentValue Document(Expression json) => Find(json);

    public override object? Given(object? value) => value is string text ? JsonElement.Parse(text) : null;

    private SqlServerDocument Find(Expression json) => !_knowsDocuments ? throw Missing("filters on JSON documents")
        : json.Type == typeof(string) ? SqlServerDocument.OfText(json) : SqlServerDocument.OfColumn(json);

    // The provider is not referenced, so its options are asked by name.
    private static int LevelOf(DbContext context) =>
        context.GetService<IDbContextOptions>().Extensions.FirstOrDefault(e => e.GetType().Name == "SqlServerOptionsExtension") is { } options
            && options.GetType().GetProperty("SqlServerCompatibilityLevel")?.GetValue(options) is int level ? level : 0;
}

/// <summary>PostgreSQL, by Npgsql's provider.</summary>
internal sealed class PostgresFunctions : DatabaseFunctions
{
    public const string Provider = "Npgsql.EntityFrameworkCore.PostgreSQL";
    private static readonly Type[] SortedTypes =
        [typeof(Guid), typeof(bool), typeof(short), typeof(int), typeof(long), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly)];
    private static readonly ConcurrentDictionary<bool, PostgresFunctions> Made = new();
    private readonly bool _knowsDocuments;
    private readonly Type _functions;
    private readonly Type _jsonFunctions;
    private readonly Type _aggregates;

    private PostgresFunctions(Assembly provider, bool knowsDocuments)
    {
        _knowsDocuments = knowsDocuments;
        _functions = provider.GetType("Microsoft.EntityFrameworkCore.NpgsqlDbFunctionsExtensions", throwOnError: true)!;
        _aggregates = provider.GetType("Microsoft.EntityFrameworkCore.NpgsqlAggregateDbFunctionsExtensions", throwOnError: true)!;
        _jsonFunctions = provider.GetType("Microsoft.EntityFrameworkCore.NpgsqlJsonDbFunctionsExtensions", throwOnError: true)!;
    }

    public override bool NullsAreLargest => true;

    public static PostgresFunctions Of(DbContext context) => Made.GetOrAdd(
        context.KnowsDocuments(), static knows => new PostgresFunctions(AppDomain.CurrentDomain.GetAssemblies().First(a => a.GetName().Name == Provider), knows));

    public override bool SortsAsMemory(IProperty property, DbContext context)
    {
        if (property.FindRelationalTypeMapping() is not { Converter: null } mapping) return false;
        var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
        if (type != typeof(string)) return Array.IndexOf(SortedTypes, type) >= 0;
        // What a column is compared by is forgotten by the model that queries use.
        return mapping.StoreTypeNameBase is "text" or "character varying" or "varchar"
            && context.GetService<IDesignTimeModel>().Model.FindEntityType(property.DeclaringType.Name)?.FindProperty(property.Name)?.GetCollation() is "C" or "POSIX";
    }

    public override Expression Like(Expression text, Expression pattern) => Expression.Call(_functions, "ILike", null, Functions, text, pattern, Expression.Constant(@"\"));

    public override Expression Regex(Expression text, Expression pattern, bool ignoreCase) => Expression.Call(
        typeof(Regex), nameof(System.Text.RegularExpressions.Regex.IsMatch), null, text, pattern,
        Expression.Constant(ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None));

    public override Expression JsonHasKey(Expression json, Expression key)
    {
        var document = Expression.Convert(json, typeof(object));
        // The operator finds texts in arrays too.
        var isObject = Expression.Equal(Expression.Call(_jsonFunctions, "JsonTypeof", null, Functions, document), Expression.Constant("object"));
        return Expression.AndAlso(isObject, Expression.Call(_jsonFunctions, "JsonExists", null, Functions, document, key));
    }

    public override Expression JsonText(Expression json, Expression[] keys)
    {
        var current = Root(json);
        foreach (var key in keys) current = Expression.Call(current, nameof(JsonElement.GetProperty), null, key);
        return Expression.Call(current, nameof(JsonElement.GetString), null);
    }

    public override DocumentValue Document(Expression json) => _knowsDocuments ? new PostgresDocument(this, json, null) : throw Missing("queries into JSON documents");

    /// <summary>Whether a document has all of another one.</summary>
    public Expression JsonContains(Expression document, Expression other) =>
        Expression.Call(_jsonFunctions, "JsonContains", null, Functions, document, Expression.Convert(other, typeof(object)));

    public override Expression ArrayOf(Expression values, Type element) => Expression.Call(_aggregates, "ArrayAgg", [element], Functions, values);

    public override Expression RowComparison(Expression[] left, Expression[] right, bool greater) =>
        Expression.Call(_functions, greater ? "GreaterThan" : "LessThan", null, Functions, Row(left), Row(right));

    private static Expression Root(Expression json) =>
        json.Type == typeof(JsonDocument) ? Expression.Property(json, nameof(JsonDocument.RootElement))
        : Nullable.GetUnderlyingType(json.Type) is not null ? Expression.Property(json, "Value")
        : json;

    private static Expression Row(Expression[] values) => Expression.Convert(
        Expression.Call(typeof(ValueTuple), nameof(ValueTuple.Create), [.. values.Select(v => v.Type)], values), typeof(ITuple));
}
