using System.Reflection;
using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.Binding.Descriptors;
using GraphQLPlugins.Engine.Binding.Inference;
using GraphQLPlugins.Engine.Binding.Naming;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Binding.Types;

/// <summary>Makes input object types of CLR classes, records and structs.</summary>
internal sealed class InputBinder(TypeRegistry types)
{
    public string NameOf(Type type)
    {
        if (type.GetCustomAttribute<InputObjectTypeAttribute>(false)?.Name is { } given) return given;
        var name = NamingConventions.TypeName(type, argument => types.NameOf(argument, TypeContext.Output));
        if (type.IsDefined(typeof(GraphQLNameAttribute), false)) return name;
        if (name.EndsWith("InputType", StringComparison.Ordinal)) return name[..^4];
        return name.EndsWith("Input", StringComparison.Ordinal) ? name : name + "Input";
    }

    public InputObjectTypeDefinition Create(Type type) => Create(type, null);

    public InputObjectTypeDefinition Create(Type type, Delegate? configure)
    {
        if (type.IsAbstract || type.IsInterface || type.ContainsGenericParameters)
            throw new SchemaException($"{type.Name} cannot be an input object, because no instance of it can be made; use a concrete class.");
        var definition = new InputObjectTypeDefinition { Name = NameOf(type), Description = types.Naming.GetDescription(type), RuntimeType = type };
        types.Announce(type, TypeContext.Input, definition);
        var constructor = InputConstructor.Of(type);
        var fields = new InputFields(definition, types, type, constructor);
        configure?.DynamicInvoke(InputObjectTypeDescriptor.Create(type, fields));
        if (!fields.IsExplicit)
        {
            foreach (var property in MemberSelector.InputProperties(type, constructor)) fields.AddByConvention(property);
        }
        foreach (var attribute in DescriptorOrder.Of<InputObjectTypeDescriptorAttribute>(type))
            attribute.OnConfigure(types, (IInputObjectTypeDescriptor)InputObjectTypeDescriptor.Create(type, fields), type);
        if (type.IsDefined(typeof(OneOfAttribute), false)) definition.IsOneOf = true;
        if (definition.IsOneOf)
        {
            // Absence is the point of a oneOf field, so C#'s non-null says nothing here.
            foreach (var field in definition.Fields) field.Type = field.Type.AsNullable();
        }
        CommonAttributes.Apply(type, definition.Directives);
        var factory = new InputFactory(type, constructor, types.Converter);
        definition.CreateInstance = factory.Create;
        types.Add(definition);
        return definition;
    }

    public InputFieldDefinition Bind(PropertyInfo property, ConstructorInfo? constructor)
    {
        var parameter = Array.Find(constructor?.GetParameters() ?? [], p => string.Equals(p.Name, property.Name, StringComparison.OrdinalIgnoreCase));
        var field = new InputFieldDefinition
        {
            Name = types.Naming.GetMemberName(property),
            Description = types.Naming.GetDescription(property),
            DeprecationReason = Deprecation.Of(property),
            Type = types.Inference.OfMember(property, TypeContext.Input),
            RuntimeType = FieldBinder.WithoutOptional(property.PropertyType),
            Property = property,
        };
        field.Features.Set(new InputProperty(property));
        var isRequired = property.IsDefined(typeof(RequiredMemberAttribute), false)
            || property.IsDefined(typeof(System.ComponentModel.DataAnnotations.RequiredAttribute), true);
        if (isRequired) field.Type = TypeRef.NonNull(field.Type);
        FieldBinder.ApplyDefault(field, property, parameter is { HasDefaultValue: true } ? parameter.DefaultValue : null);
        CommonAttributes.Apply(property, field.Directives);
        Relay.GlobalIds.Apply(property, field, types);
        types.Fields.ApplyConverter(field);
        foreach (var attribute in DescriptorOrder.Of<InputFieldDescriptorAttribute>(property))
            attribute.OnConfigure(types, new InputFieldDescriptor(field, types), property);
        return field;
    }
}

/// <summary>The fields of an input object while they are collected.</summary>
internal sealed class InputFields(InputObjectTypeDefinition definition, TypeRegistry types, Type type, ConstructorInfo? constructor)
{
    private readonly HashSet<string> _ignored = [];

    public InputObjectTypeDefinition Definition => definition;

    public TypeRegistry Types => types;

    public Type RuntimeType => type;

    public bool IsExplicit { get; set; }

    public void Ignore(string property) => _ignored.Add(property);

    public InputFieldDefinition Of(PropertyInfo property)
    {
        if (definition.Fields.Find(f => f.Property?.Name == property.Name) is { } known) return known;
        var field = types.Inputs.Bind(property, constructor);
        definition.Fields.Add(field);
        return field;
    }

    public void AddByConvention(PropertyInfo property)
    {
        if (!_ignored.Contains(property.Name)) Of(property);
    }
}

/// <summary>Which constructor makes an input object.</summary>
internal static class InputConstructor
{
    /// <summary>The parameterless one, else the longest whose parameters are all properties; null for structs without one.</summary>
    public static ConstructorInfo? Of(Type type)
    {
        var constructors = type.GetConstructors(BindingFlags.Public | BindingFlags.Instance);
        if (Array.Find(constructors, c => c.GetParameters().Length == 0) is { } plain) return plain;
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        var fitting = constructors
            .Where(c => c.GetParameters().All(p => properties.Any(x => string.Equals(x.Name, p.Name, StringComparison.OrdinalIgnoreCase))))
            .MaxBy(c => c.GetParameters().Length);
        if (fitting is null && !type.IsValueType)
        {
            throw new SchemaException(
                $"{type.Name} cannot be an input object: it needs a public constructor without parameters, or one whose parameters are named like its properties.");
        }
        return fitting;
    }
}
