using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace GraphQLPlugins.Engine.Data.Templates;

/// <summary>Finds the parts of a query that are computed before it runs: they depend on no row and take something from outside.</summary>
internal sealed class CaptureAnalysis : ExpressionVisitor
{
    private static readonly HashSet<Type> TranslatedTypes = [typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(Guid), typeof(Random), typeof(Math), typeof(MathF), typeof(EF)];
    private readonly HashSet<Expression> _captured = new(ReferenceEqualityComparer.Instance);
    private State _state;

    /// <summary>What is known of the node that was just visited.</summary>
    private struct State
    {
        /// <summary>It can be computed without a row.</summary>
        public bool IsFree;

        /// <summary>It takes something from outside.</summary>
        public bool Captures;
    }

    /// <summary>The captured parts, outermost ones included.</summary>
    public static HashSet<Expression> Of(Expression expression)
    {
        var analysis = new CaptureAnalysis();
        analysis.Visit(expression);
        return analysis._captured;
    }

    /// <summary>Whether a constant is written into the query, and so is the same for all requests.</summary>
    public static bool IsLiteral(ConstantExpression constant) =>
        constant.Value is null or string or Type || constant.Type.IsPrimitive || constant.Type.IsEnum || constant.Value is decimal or Guid or DateTime or DateTimeOffset or DateOnly or TimeOnly or TimeSpan or DbFunctions;

    public override Expression? Visit(Expression? node)
    {
        if (node is null) return null;
        var outer = _state;
        _state = new State { IsFree = true };
        base.Visit(node);
        if (!CanBeComputed(node)) _state.IsFree = false;
        if (TakesFromOutside(node)) _state.Captures = true;
        if (_state is { IsFree: true, Captures: true }) _captured.Add(node);
        _state = new State { IsFree = outer.IsFree && _state.IsFree, Captures = outer.Captures || _state.Captures };
        return node;
    }

    protected override Expression VisitExtension(Expression node) => node;

    private static bool CanBeComputed(Expression node)
    {
        if (node.Type.IsByRefLike || node.Type == typeof(void) || node is LambdaExpression or ParameterExpression or QueryRootExpression) return false;
        return node switch
        {
            { NodeType: ExpressionType.Extension or ExpressionType.Quote } => false,
            MemberExpression { Expression: null } m => !TranslatedTypes.Contains(m.Member.DeclaringType!) || m.Member is System.Reflection.FieldInfo,
            MethodCallExpression { Object: null } c => c.Method.DeclaringType is { } t && t != typeof(Queryable) && t != typeof(DbFunctionsExtensions)
                && !typeof(EntityFrameworkQueryableExtensions).IsAssignableFrom(t) && (c.Arguments.Count > 0 || !TranslatedTypes.Contains(t)),
            _ => true,
        };
    }

    private static bool TakesFromOutside(Expression node) => node switch
    {
        ConstantExpression c => !IsLiteral(c),
        MemberExpression { Expression: null } m => !TranslatedTypes.Contains(m.Member.DeclaringType!),
        MethodCallExpression { Object: null, Arguments.Count: 0 } => true,
        _ => false,
    };
}
