using System.Reflection;
using GraphQLPlugins.Engine.Binding.Descriptors;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Binding.Types;

/// <summary>Makes enum types of CLR enums.</summary>
internal sealed class EnumBinder(TypeRegistry types)
{
    public EnumTypeDefinition Create(Type type) => Create(type, null);

    public EnumTypeDefinition Create(Type type, Delegate? configure)
    {
        var definition = new EnumTypeDefinition { Name = types.Objects.NameOf(type), Description = types.Naming.GetDescription(type), RuntimeType = type };
        types.Announce(type, TypeContext.Output, definition);
        types.Announce(type, TypeContext.Input, definition);
        var values = new EnumValues(definition, types);
        if (configure is not null) configure.DynamicInvoke(EnumTypeDescriptor.Create(type, values));
        foreach (var attribute in DescriptorOrder.Of<EnumTypeDescriptorAttribute>(type)) attribute.OnConfigure(types, (IEnumTypeDescriptor)EnumTypeDescriptor.Create(type, values), type);
        values.Complete(type);
        CommonAttributes.Apply(type, definition.Directives);
        types.Add(definition);
        return definition;
    }
}

/// <summary>The values of an enum while they are collected.</summary>
internal sealed class EnumValues(EnumTypeDefinition definition, TypeRegistry types)
{
    private readonly Dictionary<object, Action<EnumValueSetup>> _configured = [];
    private readonly HashSet<object> _ignored = [];
    private readonly List<object> _order = [];

    public EnumTypeDefinition Definition => definition;

    public bool IsExplicit { get; set; }

    public void Configure(object value, Action<EnumValueSetup> configure)
    {
        if (!_configured.TryAdd(value, configure)) _configured[value] += configure;
        else _order.Add(value);
    }

    public void Ignore(object value) => _ignored.Add(value);

    public void Complete(Type type)
    {
        if (!type.IsEnum)
        {
            foreach (var value in _order) Add(value, new EnumValueSetup { Name = value.ToString()! }, []);
            return;
        }
        foreach (var field in type.GetFields(BindingFlags.Public | BindingFlags.Static).OrderBy(f => f.MetadataToken))
        {
            var value = field.GetValue(null)!;
            if (field.IsDefined(typeof(GraphQLIgnoreAttribute), false) || _ignored.Contains(value) || (IsExplicit && !_configured.ContainsKey(value))) continue;
            var directives = new List<AppliedDirective>();
            CommonAttributes.Apply(field, directives);
            var setup = new EnumValueSetup
            {
                Name = types.Naming.GetEnumValueName(field), Description = types.Naming.GetDescription(field), DeprecationReason = Deprecation.Of(field),
            };
            foreach (var attribute in DescriptorOrder.Of<EnumValueDescriptorAttribute>(field))
                attribute.OnConfigure(types, new EnumValueDescriptor(change => change(setup)), field);
            Add(value, setup, directives);
        }
    }

    private void Add(object value, EnumValueSetup setup, List<AppliedDirective> directives)
    {
        if (_configured.TryGetValue(value, out var configure)) configure(setup);
        definition.Values.Add(new EnumValue
        {
            Name = setup.Name, Description = setup.Description, DeprecationReason = setup.DeprecationReason, RuntimeValue = value, Directives = directives,
        });
    }
}

/// <summary>An enum value before it is frozen.</summary>
internal sealed class EnumValueSetup
{
    public required string Name { get; set; }

    public string? Description { get; set; }

    public string? DeprecationReason { get; set; }
}
