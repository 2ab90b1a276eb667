using System.Collections.ObjectModel;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Query;

namespace GraphQLPlugins.Engine.Data.Templates;

/// <summary>One walk over a template and a query at once.</summary>
internal struct TemplateMatch(List<object?> values, int start)
{
    private List<(ParameterExpression Template, ParameterExpression Actual)>? _parameters;
    private List<object?>? _roots;

    public bool Matches(Expression? template, Expression? actual)
    {
        // The same object is in both when the resolver keeps a part of its query; a template's own nodes are in no query.
        if (ReferenceEquals(template, actual)) return true;
        if (template is null || actual is null) return false;
        switch (template)
        {
            case CapturedValue captured:
                if (!MatchesPattern(captured.Pattern, actual, out var roots)) return false;
                values[start + captured.Index] = captured.Evaluate(roots);
                return true;
            case CapturedFlag flag:
                return MatchesPattern(flag.Pattern, actual, out var flagRoots) && flag.IsMatch(flagRoots);
            case CapturedQuery query:
                return MatchesPattern(query.Pattern, actual, out var queryRoots) && query.Evaluate(queryRoots) is { } value && Matches(query.Query, value.Expression);
            case CapturedRoot:
                if (actual is not ConstantExpression root || root.Type != template.Type) return false;
                _roots!.Add(root.Value);
                return true;
        }
        if (template.NodeType != actual.NodeType || template.Type != actual.Type) return false;
        return (template, actual) switch
        {
            (EntityQueryRootExpression t, EntityQueryRootExpression a) => a.GetType() == typeof(EntityQueryRootExpression) && ReferenceEquals(t.EntityType, a.EntityType),
            (MethodCallExpression t, MethodCallExpression a) => t.Method == a.Method && Matches(t.Object, a.Object) && Matches(t.Arguments, a.Arguments),
            (LambdaExpression t, LambdaExpression a) => MatchesLambda(t, a),
            (MemberExpression t, MemberExpression a) => t.Member == a.Member && Matches(t.Expression, a.Expression),
            (ParameterExpression t, ParameterExpression a) => IsSame(t, a),
            (UnaryExpression t, UnaryExpression a) => t.Method == a.Method && Matches(t.Operand, a.Operand),
            (BinaryExpression t, BinaryExpression a) => t.Method == a.Method && Matches(t.Left, a.Left) && Matches(t.Right, a.Right) && Matches(t.Conversion, a.Conversion),
            (ConstantExpression t, ConstantExpression a) => Equals(t.Value, a.Value),
            (ConditionalExpression t, ConditionalExpression a) => Matches(t.Test, a.Test) && Matches(t.IfTrue, a.IfTrue) && Matches(t.IfFalse, a.IfFalse),
            (NewExpression t, NewExpression a) => t.Constructor == a.Constructor && Matches(t.Arguments, a.Arguments) && SameMembers(t.Members, a.Members),
            (MemberInitExpression t, MemberInitExpression a) => Matches(t.NewExpression, a.NewExpression) && MatchesBindings(t.Bindings, a.Bindings),
            (NewArrayExpression t, NewArrayExpression a) => Matches(t.Expressions, a.Expressions),
            (TypeBinaryExpression t, TypeBinaryExpression a) => t.TypeOperand == a.TypeOperand && Matches(t.Expression, a.Expression),
            (DefaultExpression, DefaultExpression) => true,
            _ => false,
        };
    }

    private bool MatchesPattern(Expression pattern, Expression actual, out object?[] roots)
    {
        var outer = _roots;
        _roots = [];
        var matches = Matches(pattern, actual);
        roots = matches ? [.. _roots] : [];
        _roots = outer;
        return matches;
    }

    private bool Matches(ReadOnlyCollection<Expression> templates, ReadOnlyCollection<Expression> actuals)
    {
        if (templates.Count != actuals.Count) return false;
        for (var i = 0; i < templates.Count; i++)
        {
            if (!Matches(templates[i], actuals[i])) return false;
        }
        return true;
    }

    private bool MatchesLambda(LambdaExpression template, LambdaExpression actual)
    {
        if (template.Parameters.Count != actual.Parameters.Count) return false;
        _parameters ??= [];
        var count = _parameters.Count;
        for (var i = 0; i < template.Parameters.Count; i++)
        {
            if (template.Parameters[i].Type != actual.Parameters[i].Type) return false;
            _parameters.Add((template.Parameters[i], actual.Parameters[i]));
        }
        var matches = Matches(template.Body, actual.Body);
        _parameters.RemoveRange(count, _parameters.Count - count);
        return matches;
    }

    private readonly bool IsSame(ParameterExpression template, ParameterExpression actual)
    {
        for (var i = (_parameters?.Count ?? 0) - 1; i >= 0; i--)
        {
            if (_parameters![i].Template == template) return _parameters[i].Actual == actual;
        }
        return false;
    }

    private bool MatchesBindings(ReadOnlyCollection<MemberBinding> templates, ReadOnlyCollection<MemberBinding> actuals)
    {
        if (templates.Count != actuals.Count) return false;
        for (var i = 0; i < templates.Count; i++)
        {
            if (templates[i] is not MemberAssignment t || actuals[i] is not MemberAssignment a || t.Member != a.Member || !Matches(t.Expression, a.Expression)) return false;
        }
        return true;
    }

    private static bool SameMembers(ReadOnlyCollection<System.Reflection.MemberInfo>? left, ReadOnlyCollection<System.Reflection.MemberInfo>? right)
    {
        if (left is null || right is null) return left is null && right is null;
        if (left.Count != right.Count) return false;
        for (var i = 0; i < left.Count; i++)
        {
            if (left[i] != right[i]) return false;
        }
        return true;
    }
}
