using System.Reflection;

namespace GraphQLPlugins.Engine.Binding.Inference;

/// <summary>What C# says about null at members and parameters.</summary>
internal sealed class MemberNullability
{
    private readonly NullabilityInfoContext _context = new();

    public Place Of(MemberInfo member) => member switch
    {
        PropertyInfo p => new Place(p.PropertyType, _context.Create(p)),
        MethodInfo m => new Place(m.ReturnType, _context.Create(m.ReturnParameter)),
        FieldInfo f => new Place(f.FieldType, _context.Create(f)),
        _ => throw new ArgumentException("Not a member with a value.", nameof(member)),
    };

    public Place Of(ParameterInfo parameter) => new(parameter.ParameterType, _context.Create(parameter));

    /// <summary>Whether a member of a generic class whose type is the class's bare argument, as in <c>T Value</c>, refuses null. Reflection calls
    /// every such place nullable, because the argument might be.</summary>
    public static bool IsBareArgumentNotNull(MemberInfo member)
    {
        if (member.DeclaringType is not { IsConstructedGenericType: true } declaring) return false;
        var open = declaring.GetGenericTypeDefinition().GetMemberWithSameMetadataDefinitionAs(member);
        var (type, provider) = open switch
        {
            PropertyInfo p => (p.PropertyType, (ICustomAttributeProvider)p),
            MethodInfo m => (m.ReturnType, m.ReturnParameter),
            _ => (typeof(void), open),
        };
        return type.IsGenericParameter && FlagOf(provider, open) == 1;
    }

    private static byte FlagOf(ICustomAttributeProvider provider, MemberInfo member)
    {
        if (Find(provider.GetCustomAttributes(false), "System.Runtime.CompilerServices.NullableAttribute") is { } own) return own;
        if (member is MethodInfo && Find(member.GetCustomAttributes(false), ContextAttribute) is { } ofMethod) return ofMethod;
        for (var type = member.DeclaringType; type is not null; type = type.DeclaringType)
        {
            if (Find(type.GetCustomAttributes(false), ContextAttribute) is { } ofType) return ofType;
        }
        return 0;
    }

    private const string ContextAttribute = "System.Runtime.CompilerServices.NullableContextAttribute";

    private static byte? Find(object[] attributes, string name)
    {
        foreach (var attribute in attributes)
        {
            var type = attribute.GetType();
            if (type.FullName != name) continue;
            return type.GetField("NullableFlags")?.GetValue(attribute) is byte[] { Length: > 0 } flags
                ? flags[0]
                : type.GetField("Flag")?.GetValue(attribute) as byte?;
        }
        return null;
    }
}
