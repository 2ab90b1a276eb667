using System.Collections.Concurrent;

namespace GraphQLPlugins.Engine.TypeSystem;

/// <summary>Members without the deprecated ones, filtered once for each owner that has any.</summary>
internal sealed class VisibleMembers
{
    private readonly ConcurrentDictionary<object, object> _filtered = new(ReferenceEqualityComparer.Instance);

    public IReadOnlyList<OutputField> Fields(ComplexType type, bool includeDeprecated) =>
        includeDeprecated ? type.Fields : Filter(type, type.Fields, static f => f.DeprecationReason is null);

    public IReadOnlyList<EnumValue> Values(EnumType type, bool includeDeprecated) =>
        includeDeprecated ? type.Values : Filter(type, type.Values, static v => v.DeprecationReason is null);

    public IReadOnlyList<InputField> InputFields(InputObjectType type, bool includeDeprecated) =>
        includeDeprecated ? type.Fields : Filter(type, type.Fields, static f => f.DeprecationReason is null);

    public IReadOnlyList<InputField> Arguments(OutputField field, bool includeDeprecated) =>
        includeDeprecated ? field.Arguments : Filter(field, field.Arguments, static a => a.DeprecationReason is null);

    public IReadOnlyList<InputField> Arguments(DirectiveType directive, bool includeDeprecated) =>
        includeDeprecated ? directive.Arguments : Filter(directive, directive.Arguments, static a => a.DeprecationReason is null);

    private IReadOnlyList<T> Filter<T>(object owner, IReadOnlyList<T> members, Predicate<T> isVisible)
    {
        if (members.Count == 0) return members;
        return (IReadOnlyList<T>)_filtered.GetOrAdd(owner,
            static (_, a) => a.members.All(m => a.isVisible(m)) ? a.members : a.members.Where(m => a.isVisible(m)).ToArray(), (members, isVisible));
    }
}

/// <summary>Default values as GraphQL text, printed once.</summary>
internal sealed class DefaultTexts
{
    private readonly ConcurrentDictionary<InputField, string> _texts = new(ReferenceEqualityComparer.Instance);

    /// <summary>The text; null when there is no default.</summary>
    public string? Of(InputField field) =>
        field.DefaultValue is null ? null : _texts.GetOrAdd(field, static f => Language.SyntaxPrinter.Print(f.DefaultValue!, indented: false));
}
