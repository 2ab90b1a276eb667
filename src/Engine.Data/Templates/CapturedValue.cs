using System.Linq.Expressions;

namespace GraphQLPlugins.Engine.Data.Templates;

/// <summary>In a template: a value that the resolver's query took from outside (an argument, a field of a service). Each request brings its own.</summary>
internal sealed class CapturedValue(Expression pattern, int index) : Expression
{
    private readonly Func<object?[], object?> _evaluate = CapturedRoot.Compile(pattern);

    /// <summary>How the value is computed, over <see cref="CapturedRoot"/>s.</summary>
    public Expression Pattern { get; } = pattern;

    /// <summary>The number of the value in its template.</summary>
    public int Index { get; } = index;

    /// <summary>The types of the objects that it is read from, in the order in which <see cref="Evaluate"/> takes them.</summary>
    public IReadOnlyList<Type> Roots { get; } = CapturedRoot.TypesIn(pattern);

    public override ExpressionType NodeType => ExpressionType.Extension;

    public override Type Type => Pattern.Type;

    /// <summary>
    /// The value. What throws for want of an object is the default: such values stand behind a test for null (<c>x == null || row.Y == x.Z</c>),
    /// which the database makes and C# would have made before.
    /// </summary>
    public object? Evaluate(object?[] roots)
    {
        try
        {
            return _evaluate(roots);
        }
        catch (Exception e) when (e is NullReferenceException or InvalidOperationException)
        {
            return Type.IsValueType ? Activator.CreateInstance(Type) : null;
        }
    }

    protected override Expression VisitChildren(ExpressionVisitor visitor) => this;
}

/// <summary>In a template: a Boolean from outside beside <c>&amp;&amp;</c> or <c>||</c>. It is part of the form, so that the statement has only the other side, or none.</summary>
internal sealed class CapturedFlag(Expression pattern, bool value) : Expression
{
    private readonly Func<object?[], object?> _evaluate = CapturedRoot.Compile(pattern);

    public Expression Pattern { get; } = pattern;

    public bool Value { get; } = value;

    public override ExpressionType NodeType => ExpressionType.Extension;

    public override Type Type => typeof(bool);

    public bool IsMatch(object?[] roots)
    {
        try
        {
            return _evaluate(roots) is bool actual && actual == Value;
        }
        catch (Exception e) when (e is NullReferenceException or InvalidOperationException)
        {
            return false;
        }
    }

    protected override Expression VisitChildren(ExpressionVisitor visitor) => this;
}

/// <summary>In a template: another query that the resolver's query uses, by its own template.</summary>
internal sealed class CapturedQuery(Expression pattern, Expression query) : Expression
{
    private readonly Func<object?[], object?> _evaluate = CapturedRoot.Compile(pattern);

    public Expression Pattern { get; } = pattern;

    /// <summary>The template of the query.</summary>
    public Expression Query { get; } = query;

    public override ExpressionType NodeType => ExpressionType.Extension;

    public override Type Type => Pattern.Type;

    public IQueryable? Evaluate(object?[] roots) => _evaluate(roots) as IQueryable;

    protected override Expression VisitChildren(ExpressionVisitor visitor) => this;
}

/// <summary>In a pattern: the object that values are read from, such as the closure of a lambda. The template keeps none of them alive.</summary>
internal sealed class CapturedRoot(Type type, int index) : Expression
{
    public int Index { get; } = index;

    public override ExpressionType NodeType => ExpressionType.Extension;

    public override Type Type { get; } = type;

    /// <summary>The pattern as a function of its roots.</summary>
    public static Func<object?[], object?> Compile(Expression pattern)
    {
        var roots = Parameter(typeof(object?[]), "roots");
        var body = new RootReader(roots).Visit(pattern);
        return Lambda<Func<object?[], object?>>(Convert(body, typeof(object)), roots).Compile();
    }

    /// <summary>The types of a pattern's roots, by index.</summary>
    public static IReadOnlyList<Type> TypesIn(Expression pattern)
    {
        var list = new RootList();
        list.Visit(pattern);
        return list.Types;
    }

    protected override Expression VisitChildren(ExpressionVisitor visitor) => this;

    private sealed class RootList : ExpressionVisitor
    {
        public List<Type> Types { get; } = [];

        protected override Expression VisitExtension(Expression node)
        {
            if (node is CapturedRoot root) Types.Add(root.Type);
            return node;
        }
    }

    private sealed class RootReader(ParameterExpression roots) : ExpressionVisitor
    {
        protected override Expression VisitExtension(Expression node) =>
            node is CapturedRoot root ? Convert(ArrayIndex(roots, Constant(root.Index)), root.Type) : base.VisitExtension(node);
    }
}
