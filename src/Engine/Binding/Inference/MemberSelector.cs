using System.Reflection;
using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.DataLoading;
using GraphQLPlugins.Engine.Types.Relay;

namespace GraphQLPlugins.Engine.Binding.Inference;

/// <summary>Which members of a class are fields, and in which order.</summary>
internal static class MemberSelector
{
    private static readonly HashSet<string> IgnoredNames = ["ToString", "GetHashCode", "Equals", "CompareTo", "GetType", "GetEnumerator", "Deconstruct", "MemberwiseClone"];

    private static readonly HashSet<string> IgnoredExceptionMembers =
        ["Data", "Source", "HelpLink", "HResult", "InnerException", "StackTrace", "TargetSite", "GetBaseException", "GetObjectData"];

    /// <summary>Fields of an object or interface: methods before properties, a derived class before its base, each as declared.</summary>
    public static IEnumerable<MemberInfo> OutputMembers(Type type, bool includeStatic)
    {
        var flags = BindingFlags.Public | BindingFlags.Instance | (includeStatic ? BindingFlags.Static : 0);
        var members = WithInterfaces(type).SelectMany(t => Members(t, flags)).Where(m => m.DeclaringType != typeof(object)).ToArray();
        return Ordered(members.OfType<MethodInfo>(), type).Concat(Ordered(members.OfType<PropertyInfo>(), type)).DistinctBy(m => m.Name + Signature(m));
    }

    /// <summary>Members of a class that holds resolvers, as they stand in the source.</summary>
    public static IEnumerable<MemberInfo> ResolverMembers(Type type)
    {
        const BindingFlags flags = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static;
        return Ordered(Members(type, flags).Where(m => m.DeclaringType != typeof(object)), type).DistinctBy(m => m.Name + Signature(m));
    }

    /// <summary>Properties that clients may give: writable, or taken by the constructor.</summary>
    public static IEnumerable<PropertyInfo> InputProperties(Type type, ConstructorInfo? constructor)
    {
        var parameters = constructor?.GetParameters() ?? [];
        return Ordered(type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(p => p.GetIndexParameters().Length == 0 && !IsIgnored(p))
                .Where(p => p.SetMethod is { IsPublic: true } || Array.Exists(parameters, x => string.Equals(x.Name, p.Name, StringComparison.OrdinalIgnoreCase))), type)
            .Cast<PropertyInfo>().DistinctBy(p => p.Name);
    }

    public static bool IsIgnored(MemberInfo member) => member.IsDefined(typeof(GraphQLIgnoreAttribute), true);

    private static IEnumerable<MemberInfo> Members(Type type, BindingFlags flags)
    {
        foreach (var method in type.GetMethods(flags))
        {
            if (IsField(method)) yield return method;
        }
        foreach (var property in type.GetProperties(flags))
        {
            if (IsField(property)) yield return property;
        }
    }

    private static bool IsField(MethodInfo method)
    {
        if (method.IsSpecialName || method.IsGenericMethodDefinition || IgnoredNames.Contains(method.Name) || method.Name.Contains('<')) return false;
        if (IsIgnoredOfException(method)) return false;
        if (IsForSomethingElse(method) || (method.IsStatic && method.IsDefined(typeof(ExtensionAttribute), false))) return false;
        foreach (var parameter in method.GetParameters())
        {
            var type = parameter.ParameterType;
            if (type.IsByRef || type.IsPointer || type.IsByRefLike) return false;
        }
        return IsFieldType(method.ReturnType, method);
    }

    private static bool IsField(PropertyInfo property)
    {
        if (property.GetMethod is not { IsPublic: true } || property.GetIndexParameters().Length > 0 || property.Name.Contains('.')) return false;
        if (IsIgnoredOfException(property) || IsForSomethingElse(property)) return false;
        return IsFieldType(property.PropertyType, property);
    }

    private static bool IsForSomethingElse(MemberInfo member)
    {
        foreach (var attribute in Attributes.Of(member))
        {
            if (attribute is GraphQLIgnoreAttribute or DataLoaderAttribute or QueryAttribute or MutationAttribute or SubscriptionAttribute) return true;
        }
        return false;
    }

    private static bool IsFieldType(Type type, MemberInfo member)
    {
        if (type == typeof(void) || type == typeof(Task) || type == typeof(ValueTask) || type.IsByRef || type.IsByRefLike || type.IsPointer) return false;
        type = ClrTypes.Unwrap(new Place(type, null)).Type;
        if (type == typeof(object)) return member.IsDefined(typeof(GraphQLTypeAttribute), true);
        if (typeof(Delegate).IsAssignableFrom(type) || typeof(ICustomAttributeProvider).IsAssignableFrom(type)) return false;
        return true;
    }

    private static bool IsIgnoredOfException(MemberInfo member) =>
        typeof(Exception).IsAssignableFrom(member.DeclaringType) && IgnoredExceptionMembers.Contains(member.Name);

    private static IEnumerable<Type> WithInterfaces(Type type) => type.IsInterface ? type.GetInterfaces().Prepend(type) : [type];

    // A property has no place among the methods but its getter has: metadata tokens number both as they stand in the source.
    private static IEnumerable<MemberInfo> Ordered(IEnumerable<MemberInfo> members, Type type) =>
        members.OrderBy(m => Distance(type, m.DeclaringType!)).ThenBy(m => m is PropertyInfo { GetMethod: { } get } ? get.MetadataToken : m.MetadataToken);

    private static int Distance(Type type, Type declaring)
    {
        var distance = 0;
        for (var t = type; t is not null && t != declaring; t = t.BaseType) distance++;
        return distance;
    }

    private static string Signature(MemberInfo member) =>
        member is MethodInfo method ? $"({string.Join(',', method.GetParameters().Select(p => p.ParameterType))})" : "";
}
