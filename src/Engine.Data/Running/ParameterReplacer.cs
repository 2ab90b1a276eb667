using System.Linq.Expressions;

namespace GraphQLPlugins.Engine.Data.Running;

/// <summary>Puts an expression in the place of a lambda's parameter.</summary>
internal sealed class ParameterReplacer(ParameterExpression parameter, Expression value) : ExpressionVisitor
{
    /// <summary>The body of a lambda with one parameter, over another value.</summary>
    public static Expression Replace(LambdaExpression lambda, Expression value) => new ParameterReplacer(lambda.Parameters[0], value).Visit(lambda.Body);

    protected override Expression VisitParameter(ParameterExpression node) => node == parameter ? value : node;

    protected override Expression VisitExtension(Expression node) => node.CanReduce ? base.VisitExtension(node) : node;
}
