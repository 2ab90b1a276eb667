namespace GraphQLPlugins.Engine.Types;

/// <summary>Options that root and object classes share.</summary>
public abstract class ObjectTypeAttributeBase : Attribute
{
    /// <summary>Whether static members become fields of an instance class.</summary>
    public bool IncludeStaticMembers { get; set; }
}

/// <summary>The members of the class are fields of the query type.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class QueryTypeAttribute : ObjectTypeAttributeBase;

/// <summary>The members of the class are fields of the mutation type.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MutationTypeAttribute : ObjectTypeAttributeBase;

/// <summary>The members of the class are fields of the subscription type.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SubscriptionTypeAttribute : ObjectTypeAttributeBase;

/// <summary>The class is an object type.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
public class ObjectTypeAttribute(string? name = null) : ObjectTypeAttributeBase
{
    /// <summary>The GraphQL name; null infers it.</summary>
    public string? Name { get; set; } = name;
}

/// <summary>The static partial class adds fields to the object type of <typeparamref name="T"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ObjectTypeAttribute<T> : Attribute, ITypeOf
{
    /// <inheritdoc/>
    public Type RuntimeType => typeof(T);
}

/// <summary>The static partial class adds fields to the interface type of <typeparamref name="T"/>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class InterfaceTypeAttribute<T> : Attribute, ITypeOf
{
    /// <inheritdoc/>
    public Type RuntimeType => typeof(T);
}

/// <summary>An attribute that names a CLR type.</summary>
public interface ITypeOf
{
    /// <summary>The CLR type.</summary>
    Type RuntimeType { get; }
}

/// <summary>The class or CLR interface is an interface type.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface)]
public sealed class InterfaceTypeAttribute(string? name = null) : Attribute
{
    /// <summary>The GraphQL name; null infers it.</summary>
    public string? Name { get; set; } = name;
}

/// <summary>The marker class or CLR interface is a union of all object types assignable to it.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface)]
public sealed class UnionTypeAttribute(string? name = null) : Attribute
{
    /// <summary>The GraphQL name; null infers it.</summary>
    public string? Name { get; set; } = name;
}

/// <summary>The class is an input object type.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class InputObjectTypeAttribute(string? name = null) : Attribute
{
    /// <summary>The GraphQL name; null infers it.</summary>
    public string? Name { get; set; } = name;
}

/// <summary>The enum is an enum type.</summary>
[AttributeUsage(AttributeTargets.Enum | AttributeTargets.Class)]
public sealed class EnumTypeAttribute(string? name = null) : Attribute
{
    /// <summary>The GraphQL name; null infers it.</summary>
    public string? Name { get; set; } = name;
}

/// <summary>The members of the class are added to another type.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class ExtendObjectTypeAttribute : ObjectTypeAttributeBase
{
    public ExtendObjectTypeAttribute()
    {
    }

    public ExtendObjectTypeAttribute(string name) => Name = name;

    public ExtendObjectTypeAttribute(Language.OperationType operation) => Name = operation.ToString();

    public ExtendObjectTypeAttribute(Type extendsType) => ExtendsType = extendsType;

    /// <summary>The GraphQL name of the extended type, or null.</summary>
    public string? Name { get; }

    /// <summary>The CLR type of the extended type, or null.</summary>
    public Type? ExtendsType { get; }

    /// <summary>Fields of the extended type to take away.</summary>
    public string[]? IgnoreFields { get; set; }

    /// <summary>CLR members of the extended type to take away.</summary>
    public string[]? IgnoreProperties { get; set; }
}

/// <inheritdoc/>
public sealed class ExtendObjectTypeAttribute<T>() : ExtendObjectTypeAttribute(typeof(T));

/// <summary>The class is a directive.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class DirectiveTypeAttribute : Attribute
{
    public DirectiveTypeAttribute(TypeSystem.DirectiveLocation location) => Location = location;

    public DirectiveTypeAttribute(string name, TypeSystem.DirectiveLocation location)
    {
        Name = name;
        Location = location;
    }

    /// <summary>The name; null infers it.</summary>
    public string? Name { get; }

    /// <summary>Where it may stand.</summary>
    public TypeSystem.DirectiveLocation Location { get; }

    /// <summary>Whether it may be repeated at one place.</summary>
    public bool IsRepeatable { get; set; }
}

/// <summary>Exactly one field of the input object must be given. Spec: OneOf Input Objects.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class OneOfAttribute : Attribute;

/// <summary>The default of an argument or input field as a CLR value.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class DefaultValueAttribute(object? value) : Attribute
{
    /// <summary>The value.</summary>
    public object? Value { get; } = value;
}

/// <summary>The default of an argument or input field as a GraphQL literal.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Parameter)]
public sealed class DefaultValueSyntaxAttribute(string? syntax) : Attribute
{
    /// <summary>The literal.</summary>
    public string? Syntax { get; } = syntax;
}

/// <summary>The resolver replaces the field of a CLR member.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
public sealed class BindMemberAttribute(string name) : Attribute
{
    /// <summary>The CLR member.</summary>
    public string Name { get; } = name;

    /// <summary>Whether the member's field goes away.</summary>
    public bool Replace { get; set; } = true;
}

/// <summary>The resolver replaces a field by its GraphQL name.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method)]
public sealed class BindFieldAttribute(string name) : Attribute
{
    /// <summary>The field.</summary>
    public string Name { get; } = name;

    /// <summary>Whether the old field goes away.</summary>
    public bool Replace { get; set; } = true;
}
