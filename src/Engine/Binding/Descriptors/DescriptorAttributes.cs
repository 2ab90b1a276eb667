using System.Reflection;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Types;

/// <summary>What a descriptor attribute sees while the schema is built.</summary>
public interface IDescriptorContext
{
    /// <summary>The types of the schema.</summary>
    ITypeRegistry Types { get; }

    /// <summary>The application's services.</summary>
    IServiceProvider Services { get; }
}

/// <summary>An attribute that configures a part of the schema. Attributes of one member run by <see cref="Order"/>, which <c>Use*</c> attributes take from the source line.</summary>
public abstract class DescriptorAttribute : Attribute
{
    /// <summary>The place among the attributes of the member.</summary>
    public int Order { get; set; } = int.MaxValue;
}

/// <summary>Configures an output field.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Method, AllowMultiple = true)]
public abstract class ObjectFieldDescriptorAttribute : DescriptorAttribute
{
    /// <summary>Called once when the field is bound.</summary>
    protected internal abstract void OnConfigure(IDescriptorContext context, IObjectFieldDescriptor descriptor, MemberInfo member);
}

/// <summary>Configures an object type.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, AllowMultiple = true)]
public abstract class ObjectTypeDescriptorAttribute : DescriptorAttribute
{
    /// <summary>Called once when the type is bound.</summary>
    protected internal abstract void OnConfigure(IDescriptorContext context, IObjectTypeDescriptor descriptor, Type type);
}

/// <summary>Configures an argument.</summary>
[AttributeUsage(AttributeTargets.Parameter, AllowMultiple = true)]
public abstract class ArgumentDescriptorAttribute : DescriptorAttribute
{
    /// <summary>Called once when the argument is bound.</summary>
    protected internal abstract void OnConfigure(IDescriptorContext context, IArgumentDescriptor descriptor, ParameterInfo parameter);
}

/// <summary>Configures an input field.</summary>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public abstract class InputFieldDescriptorAttribute : DescriptorAttribute
{
    /// <summary>Called once when the input field is bound.</summary>
    protected internal abstract void OnConfigure(IDescriptorContext context, IInputFieldDescriptor descriptor, MemberInfo member);
}

/// <summary>Configures an interface type.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, AllowMultiple = true)]
public abstract class InterfaceTypeDescriptorAttribute : DescriptorAttribute
{
    /// <summary>Called once when the type is bound.</summary>
    protected internal abstract void OnConfigure(IDescriptorContext context, IInterfaceTypeDescriptor descriptor, Type type);
}

/// <summary>Configures a union type.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface, AllowMultiple = true)]
public abstract class UnionTypeDescriptorAttribute : DescriptorAttribute
{
    /// <summary>Called once when the type is bound.</summary>
    protected internal abstract void OnConfigure(IDescriptorContext context, IUnionTypeDescriptor descriptor, Type type);
}

/// <summary>Configures an input object type.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, AllowMultiple = true)]
public abstract class InputObjectTypeDescriptorAttribute : DescriptorAttribute
{
    /// <summary>Called once when the type is bound.</summary>
    protected internal abstract void OnConfigure(IDescriptorContext context, IInputObjectTypeDescriptor descriptor, Type type);
}

/// <summary>Configures an enum type.</summary>
[AttributeUsage(AttributeTargets.Enum, AllowMultiple = true)]
public abstract class EnumTypeDescriptorAttribute : DescriptorAttribute
{
    /// <summary>Called once when the type is bound.</summary>
    protected internal abstract void OnConfigure(IDescriptorContext context, IEnumTypeDescriptor descriptor, Type type);
}

/// <summary>Configures an enum value.</summary>
[AttributeUsage(AttributeTargets.Field, AllowMultiple = true)]
public abstract class EnumValueDescriptorAttribute : DescriptorAttribute
{
    /// <summary>Called once when the value is bound.</summary>
    protected internal abstract void OnConfigure(IDescriptorContext context, IEnumValueDescriptor descriptor, FieldInfo field);
}
