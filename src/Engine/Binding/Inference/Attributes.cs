using System.Reflection;

namespace GraphQLPlugins.Engine.Binding.Inference;

/// <summary>Attributes of members, parameters and types. A binder asks the same element a dozen times in a row, so the last answers are kept.</summary>
internal static class Attributes
{
    [ThreadStatic]
    private static Kept? _member;

    [ThreadStatic]
    private static Kept? _parameter;

    /// <summary>All attributes, inherited ones included.</summary>
    public static object[] Of(ICustomAttributeProvider element)
    {
        ref var kept = ref element is ParameterInfo ? ref _parameter : ref _member;
        if (kept is { } known && ReferenceEquals(known.Element, element)) return known.Attributes;
        var attributes = element.GetCustomAttributes(true);
        kept = new Kept(element, attributes);
        return attributes;
    }

    /// <summary>The first attribute of this class, or null.</summary>
    public static T? First<T>(ICustomAttributeProvider element) where T : Attribute
    {
        foreach (var attribute in Of(element))
        {
            if (attribute is T found) return found;
        }
        return null;
    }

    /// <summary>Whether there is an attribute of this class.</summary>
    public static bool Has<T>(ICustomAttributeProvider element) where T : Attribute => First<T>(element) is not null;

    private sealed record Kept(ICustomAttributeProvider Element, object[] Attributes);
}
