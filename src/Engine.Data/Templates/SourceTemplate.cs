using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;

namespace GraphQLPlugins.Engine.Data.Templates;

/// <summary>
/// The query that a resolver gives, without the values that it took from outside. A later query of the same form is recognised by a walk over both,
/// which collects its values; nothing is built or compiled for it.
/// </summary>
internal sealed class SourceTemplate
{
    private readonly CapturedValue[] _values;

    private SourceTemplate(Expression expression, CapturedValue[] values, bool hasVariants)
    {
        Expression = expression;
        _values = values;
        Values = hasVariants ? null : values;
    }

    /// <summary>The query with <see cref="CapturedValue"/>s and detached roots.</summary>
    public Expression Expression { get; }

    /// <summary>How many values each request brings.</summary>
    public int ValueCount => _values.Length;

    /// <summary>The values by number, when they are all that differs between queries of the form; null when parts of the form hang on what was captured.</summary>
    public CapturedValue[]? Values { get; }

    /// <summary>The template of a query; null when it has parts that cannot be recognised again.</summary>
    public static SourceTemplate? TryCreate(Expression query)
    {
        var builder = new Builder();
        var template = builder.Create(query);
        return builder.IsRecognisable ? new SourceTemplate(template, [.. builder.Values], builder.HasVariants) : null;
    }

    /// <summary>Adds the query's values to the list when it has this form; else false, and the list is as before.</summary>
    public bool TryMatch(Expression query, List<object?> values)
    {
        var start = values.Count;
        for (var i = 0; i < ValueCount; i++) values.Add(null);
        if (new TemplateMatch(values, start).Matches(Expression, query)) return true;
        values.RemoveRange(start, values.Count - start);
        return false;
    }

    private sealed class Builder : ExpressionVisitor
    {
        private HashSet<Expression> _captured = [];

        public List<CapturedValue> Values { get; } = [];

        public bool HasVariants { get; private set; }

        public bool IsRecognisable { get; private set; } = true;

        public Expression Create(Expression query)
        {
            var outer = _captured;
            _captured = CaptureAnalysis.Of(query);
            var template = Visit(query);
            _captured = outer;
            return template;
        }

        public override Expression Visit(Expression? node)
        {
            if (node is null || !_captured.Contains(node)) return base.Visit(node)!;
            var pattern = new RootFinder().Visit(node);
            if (typeof(IQueryable).IsAssignableFrom(node.Type))
            {
                var value = Expression.Lambda<Func<object?>>(Expression.Convert(node, typeof(object))).Compile()() as IQueryable;
                if (value is not null and not EnumerableQuery)
                {
                    HasVariants = true;
                    return new CapturedQuery(pattern, Create(value.Expression));
                }
            }
            if (typeof(Expression).IsAssignableFrom(node.Type) || typeof(Delegate).IsAssignableFrom(node.Type)) IsRecognisable = false;
            Values.Add(new CapturedValue(pattern, Values.Count));
            return Values[^1];
        }

        protected override Expression VisitBinary(BinaryExpression node) => node.NodeType is ExpressionType.AndAlso or ExpressionType.OrElse && node.Method is null
            ? node.Update(VisitFlag(node.Left), node.Conversion, VisitFlag(node.Right))
            : base.VisitBinary(node);

        private Expression VisitFlag(Expression node)
        {
            if (node.Type != typeof(bool) || !_captured.Contains(node)) return Visit(node);
            HasVariants = true;
            try
            {
                return new CapturedFlag(new RootFinder().Visit(node), Expression.Lambda<Func<bool>>(node).Compile()());
            }
            catch (Exception e) when (e is NullReferenceException or InvalidOperationException)
            {
                return Visit(node);
            }
        }

        protected override Expression VisitExtension(Expression node)
        {
            if (node.GetType() == typeof(EntityQueryRootExpression)) return ((EntityQueryRootExpression)node).DetachQueryProvider();
            IsRecognisable = false;
            return node;
        }

        protected override Expression VisitInvocation(InvocationExpression node)
        {
            IsRecognisable = false;
            return node;
        }

        protected override Expression VisitDynamic(DynamicExpression node)
        {
            IsRecognisable = false;
            return node;
        }

        protected override Expression VisitBlock(BlockExpression node)
        {
            IsRecognisable = false;
            return node;
        }
    }

    private sealed class RootFinder : ExpressionVisitor
    {
        private int _next;

        protected override Expression VisitConstant(ConstantExpression node) =>
            CaptureAnalysis.IsLiteral(node) ? node : new CapturedRoot(node.Type, _next++);
    }
}
