using System.Linq.Expressions;

namespace GraphQLPlugins.Engine.Data.Prepared;

/// <summary>The expression of a prepared query, and its identity: all uses share it. Lambdas that it takes from static fields become parts of it.</summary>
internal sealed class PreparedExpression(LambdaExpression query)
{
    private readonly Expression _body = new LambdaInliner().Visit(query.Body);

    /// <summary>The query over these rows, taking its arguments from this object.</summary>
    public Expression Over(Expression rows, object arguments) => new Substitution(query.Parameters, rows, arguments).Visit(_body);

    private sealed class Substitution(IReadOnlyList<ParameterExpression> parameters, Expression rows, object arguments) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) =>
            node == parameters[0] ? rows
            : parameters.Count > 1 && node == parameters[1] ? Expression.Field(Expression.Constant(arguments), nameof(PreparedArguments<>.Value))
            : node;
    }

    private sealed class LambdaInliner : ExpressionVisitor
    {
        protected override Expression VisitMember(MemberExpression node) =>
            node.Expression is null && typeof(LambdaExpression).IsAssignableFrom(node.Type)
                ? Expression.Quote(Expression.Lambda<Func<LambdaExpression>>(node).Compile()())
                : base.VisitMember(node);
    }
}

/// <summary>Carries the arguments of one use.</summary>
internal sealed class PreparedArguments<T>(T value)
{
    public readonly T Value = value;
}
