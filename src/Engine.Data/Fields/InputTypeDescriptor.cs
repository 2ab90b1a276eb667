using System.Linq.Expressions;
using System.Reflection;

namespace GraphQLPlugins.Engine.Data.Fields;

/// <summary>What the descriptors of filter and sort inputs collect.</summary>
internal abstract class InputTypeDescriptor
{
    private readonly List<FieldDescriptor> _fields = [];
    private readonly HashSet<string> _ignored = new(StringComparer.Ordinal);

    public string? InputName { get; protected set; }

    public bool BindImplicitly { get; protected set; } = true;

    public IEnumerable<(LambdaExpression Member, string? Name, Type? Type)> Explicit => _fields.Select(f => (f.Member, f.FieldName, f.FieldType));

    /// <summary>Whether the property was configured or left out by hand.</summary>
    public bool Handles(PropertyInfo property) =>
        _ignored.Contains(property.Name) || _fields.Exists(f => f.Member.Body is MemberExpression m && m.Member.Name == property.Name);

    protected void IgnoreMember(LambdaExpression member)
    {
        var body = member.Body is UnaryExpression { NodeType: ExpressionType.Convert } convert ? convert.Operand : member.Body;
        _ignored.Add(((MemberExpression)body).Member.Name);
    }

    protected TDescriptor Add<TDescriptor>(TDescriptor field) where TDescriptor : FieldDescriptor
    {
        _fields.Add(field);
        return field;
    }

    internal abstract class FieldDescriptor(LambdaExpression member)
    {
        public LambdaExpression Member { get; } = member;

        public string? FieldName { get; protected set; }

        public Type? FieldType { get; protected set; }
    }
}
