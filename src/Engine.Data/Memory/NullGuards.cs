using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.Data.Running;

namespace GraphQLPlugins.Engine.Data.Memory;

/// <summary>What a database knows of null and C# does not: a member of null is null.</summary>
internal static class NullGuards
{
    /// <summary>The value when nothing on the way to a member is null; else another one.</summary>
    /// <param name="member">Reads something of an item. One that decides something itself is left as it is.</param>
    /// <param name="item">The item.</param>
    /// <param name="value">What is made of the member.</param>
    /// <param name="otherwise">Of the same type.</param>
    public static Expression Before(LambdaExpression member, Expression item, Expression value, Expression otherwise)
    {
        var steps = new Steps(member.Parameters[0]);
        steps.Visit(member.Body);
        if (steps.Decides) return value;
        for (var i = steps.Found.Count - 1; i >= 0; i--)
        {
            var step = ParameterReplacer.Replace(Expression.Lambda(steps.Found[i], member.Parameters), item);
            value = Expression.Condition(Expression.Equal(step, Expression.Constant(null, step.Type)), otherwise, value);
        }
        return value;
    }

    private sealed class Steps(ParameterExpression item) : ExpressionVisitor
    {
        /// <summary>What is looked into and may be null, inner ones first.</summary>
        public List<Expression> Found { get; } = [];

        public bool Decides { get; private set; }

        protected override Expression VisitMember(MemberExpression node)
        {
            base.VisitMember(node);
            Add(node.Expression);
            return node;
        }

        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            base.VisitMethodCall(node);
            Add(node.Object);
            return node;
        }

        protected override Expression VisitConditional(ConditionalExpression node)
        {
            Decides = true;
            return node;
        }

        protected override Expression VisitBinary(BinaryExpression node)
        {
            Decides |= node.NodeType is ExpressionType.Coalesce or ExpressionType.AndAlso or ExpressionType.OrElse;
            return base.VisitBinary(node);
        }

        // What stands within has an item of its own.
        protected override Expression VisitLambda<TDelegate>(Expression<TDelegate> node) => node;

        private void Add(Expression? target)
        {
            if (target is not null && target != item && target is not ConstantExpression && DataTypes.HasNull(target.Type)) Found.Add(target);
        }
    }
}
