using System.Linq.Expressions;
using GraphQLPlugins.Engine.Data.Running;

namespace GraphQLPlugins.Engine.Data.ResourceQueries;

/// <summary>What a condition is about.</summary>
/// <param name="Name">The key as it was written.</param>
/// <param name="Value">The value, or the list; of a value in a document its text.</param>
/// <param name="Element">The element type of a list.</param>
/// <param name="Document">The document, or the value in one.</param>
/// <param name="IsWhole">Whether it is a document as a whole.</param>
internal sealed record Operand(string Name, Expression Value, Type? Element = null, DocumentValue? Document = null, bool IsWhole = false)
{
    /// <summary>A field of an item.</summary>
    public static Operand Of(ResourceField field, Expression item, QueryFunctions functions)
    {
        var member = ParameterReplacer.Replace(field.Member, item);
        if (!ResourceField.IsJson(member.Type)) return new Operand(field.Name, member, field.Element);
        var document = functions.Document(member);
        return field.Path.Length == 0 ? new Operand(field.Name, member, null, document, IsWhole: true) : Of(field.Name, Child(document, field.Path));
    }

    /// <summary>A value in a document.</summary>
    public static Operand Of(string name, DocumentValue value) => new(name, value.Text, null, value);

    /// <summary>The value at a path; the keys are parameters.</summary>
    public static DocumentValue Child(DocumentValue document, IEnumerable<string> path) =>
        path.Aggregate(document, (value, key) => value.Child(ResourceValues.Parameter(key, typeof(string))));
}
