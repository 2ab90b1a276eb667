using System.Collections;
using System.Linq.Expressions;
using System.Text;

namespace GraphQLPlugins.Engine.Data.Templates;

/// <summary>Texts of expressions that are equal when form and captured values are.</summary>
internal static class ExpressionKey
{
    public static string Of(Expression expression)
    {
        // What cannot be recognised is equal to nothing else.
        if (SourceTemplate.TryCreate(expression) is not { } template) return Guid.NewGuid().ToString();
        var values = new List<object?>();
        template.TryMatch(expression, values);
        var text = new StringBuilder(expression.ToString());
        foreach (var value in values)
        {
            text.Append('|');
            if (value is IEnumerable list and not string)
            {
                foreach (var item in list) text.Append(item).Append(',');
            }
            else
            {
                text.Append(value);
            }
        }
        return text.ToString();
    }
}
