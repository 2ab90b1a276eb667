using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using GraphQLPlugins.Engine.Data.ResourceQueries;
using GraphQLPlugins.Engine.Data.Running;
using Microsoft.EntityFrameworkCore;

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

    public override Expression Regex(Expression text, Expression pattern, bool ignoreCase) => throw Missing("regular expressions");

    public override Expression JsonHasKey(Expression json, Expression key) => throw Missing("filters on JSON documents");

    public override Expression JsonText(Expression json, Expression[] keys) => throw Missing("filters on JSON documents");

    public override Expression JsonNumber(Expression json, Expression[] keys, Func<Expression, Expression> predicate) => throw Missing("filters on JSON documents");

    public override Expression JsonContains(Expression json, JsonElement value) => throw Missing("filters on JSON documents");

    public override Expression ArrayOf(Expression values, Type element) => throw Missing("lists of grouped values");

    private static GraphQLException Missing(string what) => DataErrors.InvalidValue($"The database of this field has no {what}.");
}

/// <summary>Everything that speaks like SQL Server.</summary>
internal class OtherFunctions : DatabaseFunctions
{
    public static readonly OtherFunctions Instance = new();
    private const string CaseInsensitive = "Latin1_General_100_CI_AS";

    public override bool NullsAreLargest => false;

    public override Expression Like(Expression text, Expression pattern)
    {
        var collate = Expression.Call(typeof(RelationalDbFunctionsExtensions), nameof(RelationalDbFunctionsExtensions.Collate), [typeof(string)],
            Functions, text, Expression.Constant(CaseInsensitive));
        return Expression.Call(typeof(DbFunctionsExtensions), nameof(DbFunctionsExtensions.Like), null, Functions, collate, pattern, Expression.Constant(@"\"));
    }
}

/// <summary>SQL Server, by Microsoft's provider.</summary>
internal sealed class SqlServerFunctions : OtherFunctions
{
    public const string Provider = "Microsoft.EntityFrameworkCore.SqlServer";
    private static SqlServerFunctions? _instance;
    private readonly Type _functions;

    private SqlServerFunctions(Assembly provider) => _functions = provider.GetType("Microsoft.EntityFrameworkCore.SqlServerDbFunctionsExtensions", throwOnError: true)!;

    public static SqlServerFunctions Of(DbContext context) =>
        _instance ??= new SqlServerFunctions(AppDomain.CurrentDomain.GetAssemblies().First(a => a.GetName().Name == Provider));

    public override Expression Utc(Expression time) =>
        Expression.Call(_functions.GetMethod("AtTimeZone", [typeof(DbFunctions), typeof(DateTimeOffset), typeof(string)])!, Functions, time, Expression.Constant("UTC"));
}

/// <summary>PostgreSQL, by Npgsql's provider.</summary>
internal sealed class PostgresFunctions : DatabaseFunctions
{
    public const string Provider = "Npgsql.EntityFrameworkCore.PostgreSQL";
    private static PostgresFunctions? _instance;
    private readonly Type _functions;
    private readonly Type _jsonFunctions;
    private readonly Type _aggregates;

    private PostgresFunctions(Assembly provider)
    {
        _functions = provider.GetType("Microsoft.EntityFrameworkCore.NpgsqlDbFunctionsExtensions", throwOnError: true)!;
        _aggregates = provider.GetType("Microsoft.EntityFrameworkCore.NpgsqlAggregateDbFunctionsExtensions", throwOnError: true)!;
        _jsonFunctions = provider.GetType("Microsoft.EntityFrameworkCore.NpgsqlJsonDbFunctionsExtensions", throwOnError: true)!;
    }

    public override bool NullsAreLargest => true;

    public static PostgresFunctions Of(DbContext context)
    {
        if (_instance is { } found) return found;
        var provider = AppDomain.CurrentDomain.GetAssemblies().First(a => a.GetName().Name == Provider);
        return _instance = new PostgresFunctions(provider);
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
        return Expression.Call(At(json, keys), nameof(JsonElement.GetString), null);
    }

    private static Expression At(Expression json, Expression[] keys)
    {
        var current = Root(json);
        foreach (var key in keys) current = Expression.Call(current, nameof(JsonElement.GetProperty), null, key);
        return current;
    }

    public override Expression JsonNumber(Expression json, Expression[] keys, Func<Expression, Expression> predicate)
    {
        var value = At(json, keys);
        var isNumber = Expression.Equal(
            Expression.Call(_jsonFunctions, "JsonTypeof", null, Functions, Expression.Convert(value, typeof(object))), Expression.Constant("number"));
        // A condition, not a conjunction: only then is nothing else ever cast.
        return Expression.Condition(isNumber, predicate(Expression.Call(value, nameof(JsonElement.GetDecimal), null)), Expression.Constant(false));
    }

    public override Expression JsonContains(Expression json, JsonElement value)
    {
        // In an array one of the objects must have it all.
        var document = Expression.Convert(json, typeof(object));
        var one = ResourceValues.Parameter(value, typeof(JsonElement));
        var listed = ResourceValues.Parameter(JsonSerializer.SerializeToElement(new[] { value }), typeof(JsonElement));
        return Expression.OrElse(
            Expression.Call(_jsonFunctions, "JsonContains", null, Functions, document, Expression.Convert(one, typeof(object))),
            Expression.Call(_jsonFunctions, "JsonContains", null, Functions, document, Expression.Convert(listed, typeof(object))));
    }

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
