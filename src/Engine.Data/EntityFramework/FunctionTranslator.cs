using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Filtering;
using GraphQLPlugins.Engine.Data.Running;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>Turns what a filter says for memory into what a database says.</summary>
internal sealed class FunctionTranslator(QueryFunctions functions) : ExpressionVisitor
{
    /// <summary>The predicate for where the query runs.</summary>
    public static Expression<Func<T, bool>> Translate<T>(IQueryable<T> query, Expression<Func<T, bool>> predicate)
    {
        if (EntityQuery.CompilerOf(query) is not { } compiler) return predicate;
        var functions = DatabaseFunctions.For(EntityQuery.CreateContext(compiler).Context);
        return (Expression<Func<T, bool>>)new FunctionTranslator(functions).Visit(predicate);
    }

    protected override Expression VisitMethodCall(MethodCallExpression node)
    {
        var visited = (MethodCallExpression)base.VisitMethodCall(node);
        var arguments = visited.Arguments;
        if (visited.Method.DeclaringType == typeof(SafeRegex) && visited.Method.Name == nameof(SafeRegex.IsMatch))
            return functions.Regex(arguments[0], arguments[1], (bool)((ConstantExpression)arguments[2]).Value!);
        if (visited.Method.DeclaringType != typeof(MemoryFunctions)) return visited;
        return visited.Method.Name switch
        {
            nameof(MemoryFunctions.ContainsPattern) => functions.Like(arguments[0], arguments[1]),
            nameof(MemoryFunctions.HasKey) => functions.JsonHasKey(WithoutBox(arguments[0]), arguments[1]),
            nameof(MemoryFunctions.TextAt) => functions.JsonText(WithoutBox(arguments[0]), [.. ((NewArrayExpression)arguments[1]).Expressions]),
            _ => visited,
        };
    }

    private static Expression WithoutBox(Expression value) => value is UnaryExpression { NodeType: ExpressionType.Convert } box ? box.Operand : value;
}
