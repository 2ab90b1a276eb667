using System.Reflection;
using System.Text.Json;
using GraphQLPlugins.Engine.Data.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace GraphQLPlugins.Engine.Data.EntityFramework.Documents;

/// <summary>Translates the functions that give one value.</summary>
internal sealed class DocumentTranslator(ISqlExpressionFactory sql, IRelationalTypeMappingSource types, bool isPostgres) : IMethodCallTranslator
{
    private const string DecimalType = "decimal(38,12)";

    public SqlExpression? Translate(
        SqlExpression? instance, MethodInfo method, IReadOnlyList<SqlExpression> arguments, IDiagnosticsLogger<DbLoggerCategory.Query> logger)
    {
        if (method.DeclaringType != typeof(DocumentFunctions)) return null;
        return method.Name switch
        {
            nameof(DocumentFunctions.Whole) => sql.Convert(arguments[0], typeof(JsonElement), types.FindMapping(typeof(JsonElement), "jsonb")),
            nameof(DocumentFunctions.At) => Function("jsonb_extract_path", typeof(JsonElement), arguments[0], arguments[1]),
            nameof(DocumentFunctions.ContentAt) => Function("jsonb_extract_path_text", typeof(string), arguments[0], arguments[1]),
            nameof(DocumentFunctions.Content) => Function("jsonb_extract_path_text", typeof(string), Function("jsonb_build_array", typeof(JsonElement), arguments[0]), sql.Constant("0")),
            nameof(DocumentFunctions.TypeOf) => Function("jsonb_typeof", typeof(string), arguments[0]),
            nameof(DocumentFunctions.Raw) => AsText(arguments[0]),
            nameof(DocumentFunctions.Container) => sql.Case(
                [new CaseWhenClause(sql.Equal(Function("ISJSON", typeof(int), AsText(arguments[0])), sql.Constant(1)), AsText(arguments[0]))], null),
            nameof(DocumentFunctions.Number) when isPostgres => sql.Convert(arguments[0], typeof(decimal), types.FindMapping(typeof(decimal))),
            nameof(DocumentFunctions.Number) => sql.Coalesce(Decimal(arguments[0]), Decimal(Function("TRY_CONVERT", typeof(double), sql.Fragment("float"), arguments[0]))),
            nameof(DocumentFunctions.Time) when isPostgres => sql.Coalesce(
                Instant(Part(arguments[0], $"^{MemoryDocument.DatePattern}{MemoryDocument.ClockPattern}{MemoryDocument.ZonePattern}$")),
                InUtc(Part(arguments[0], $"^{MemoryDocument.DatePattern}(?:{MemoryDocument.ClockPattern})?$"))),
            nameof(DocumentFunctions.Time) => Function("TRY_CONVERT", typeof(DateTimeOffset), sql.Fragment("datetimeoffset"), arguments[0]),
            nameof(DocumentFunctions.Escaped) => Function("STRING_ESCAPE", typeof(string), arguments[0], sql.Constant("json")),
            nameof(DocumentFunctions.Matches) => Function("IIF", typeof(int), Function("REGEXP_LIKE", typeof(bool), [.. arguments]), sql.Constant(1), sql.Constant(0)),
            _ => null,
        };
    }

    private SqlExpression AsText(SqlExpression json)
    {
        json = sql.ApplyDefaultTypeMapping(json);
        return sql.Convert(json, typeof(string), types.FindMapping(typeof(string)));
    }

    // Null when the text is not like the pattern.
    private SqlExpression Part(SqlExpression text, string pattern) => Function("substring", typeof(string), text, sql.Constant(pattern));

    // Joined to another text, null would be an empty one.
    private SqlExpression InUtc(SqlExpression text) => sql.Case([new CaseWhenClause(sql.IsNotNull(text), Instant(sql.Add(text, sql.Constant("Z"))))], null);

    private SqlExpression Instant(SqlExpression text) => sql.Convert(text, typeof(DateTimeOffset), types.FindMapping(typeof(DateTimeOffset)));

    // What is no such number is null; an exponent only float reads.
    private SqlExpression Decimal(SqlExpression text) => sql.Function(
        "TRY_CONVERT", [sql.Fragment(DecimalType), sql.ApplyDefaultTypeMapping(text)], nullable: true, [false, false], typeof(decimal), types.FindMapping(typeof(decimal), DecimalType));

    // Each may be null although its arguments are not.
    private SqlExpression Function(string name, Type type, params SqlExpression[] arguments) => sql.Function(
        name, arguments.Select(a => a is SqlFragmentExpression ? a : sql.ApplyDefaultTypeMapping(a)!), nullable: true, new bool[arguments.Length], type, types.FindMapping(type));

    public sealed class Plugin(ISqlExpressionFactory sql, IRelationalTypeMappingSource types, IDatabaseProvider provider) : IMethodCallTranslatorPlugin
    {
        public IEnumerable<IMethodCallTranslator> Translators { get; } = [new DocumentTranslator(sql, types, provider.Name == PostgresFunctions.Provider)];
    }
}
