using System.Linq.Expressions;

namespace GraphQLPlugins.Engine.Data.Running;

/// <summary>How an expression reads the values of a request; the expression itself holds none.</summary>
internal abstract class QueryParameters
{
    private int _next;

    /// <summary>Whether the expression runs in memory, where null has to be guarded against.</summary>
    public abstract bool InMemory { get; }

    /// <summary>The next value, in the order in which they were read.</summary>
    public Expression Next(Type type) => At(_next++, type);

    /// <summary>The value of this number.</summary>
    public abstract Expression At(int index, Type type);

    /// <summary>Values before this number were read already.</summary>
    public void SkipTo(int index) => _next = index;
}

/// <summary>Reads the values from an array that the compiled delegate is given.</summary>
internal sealed class ArrayParameters(Expression values, bool inMemory) : QueryParameters
{
    public override bool InMemory => inMemory;

    public override Expression At(int index, Type type) => Expression.Convert(Expression.ArrayIndex(values, Expression.Constant(index)), type);
}
