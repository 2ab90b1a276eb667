using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.SqlServer.Infrastructure.Internal;
using Microsoft.EntityFrameworkCore.SqlServer.Query.Internal;
using Microsoft.EntityFrameworkCore.Storage;

namespace GraphQLPlugins.Kernel.Storage;

/// <summary>
/// Texts from JSON have the database's own collation, which clashes with that of the columns (error 468), and may compare them regardless of case.
/// So they get the columns' collation where they come out. https://github.com/dotnet/efcore/issues/32147
/// </summary>
internal sealed class SqlServerTextsFactory(
    QuerySqlGeneratorDependencies dependencies, IRelationalTypeMappingSource typeMappings, ISqlServerSingletonOptions options) : IQuerySqlGeneratorFactory
{
    public QuerySqlGenerator Create() => new SqlServerTexts(dependencies, typeMappings, options);

    private sealed class SqlServerTexts(QuerySqlGeneratorDependencies dependencies, IRelationalTypeMappingSource typeMappings, ISqlServerSingletonOptions options)
        : SqlServerQuerySqlGenerator(dependencies, typeMappings, options)
    {
        protected override Expression VisitExtension(Expression node) =>
            base.VisitExtension(node is SqlServerOpenJsonExpression { ColumnInfos: { } columns } json ? json.Update(json.JsonExpression, json.Path, [.. columns.Select(Collated)]) : node);

        // Without the size beside the type, which would be made of it anew.
        private static SqlServerOpenJsonExpression.ColumnInfo Collated(SqlServerOpenJsonExpression.ColumnInfo column) =>
            column.TypeMapping.ClrType == typeof(string) && !column.AsJson
                ? column with { TypeMapping = column.TypeMapping.WithStoreTypeAndSize($"{column.TypeMapping.StoreType} COLLATE {BinaryCollation.SqlServer}", size: null) }
                : column;
    }
}
