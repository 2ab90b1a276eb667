using System.Linq.Expressions;
using System.Reflection;

namespace GraphQLPlugins.Kernel.Storage;

/// <summary>
/// Predicates that a text column has a value, for queries that run with most requests: a lambda in the code would look up the members that it names by reflection each time.
/// </summary>
/// <param name="column">The column.</param>
public sealed class TextKey<T>(Expression<Func<T, string>> column)
{
    private static readonly MethodInfo AreEqual = typeof(string).GetMethod("op_Equality", [typeof(string), typeof(string)])!;
    private static readonly FieldInfo Value = typeof(Captured).GetField(nameof(Captured.Text))!;

    /// <summary>Rows with this value, which is a parameter of the statement.</summary>
    public Expression<Func<T, bool>> Is(string value) => Expression.Lambda<Func<T, bool>>(
        Expression.Equal(column.Body, Expression.Field(Expression.Constant(new Captured(value)), Value), liftToNull: false, AreEqual), column.Parameters);

    private sealed class Captured(string text)
    {
        public readonly string Text = text;
    }
}
