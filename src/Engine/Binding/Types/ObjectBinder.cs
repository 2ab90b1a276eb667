using System.Reflection;
using GraphQLPlugins.Engine.Binding.Descriptors;
using GraphQLPlugins.Engine.Binding.Inference;
using GraphQLPlugins.Engine.Binding.Naming;
using GraphQLPlugins.Engine.Binding.Resolvers;
using GraphQLPlugins.Engine.Configuration;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.Types.Relay;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Binding.Types;

/// <summary>Makes object types of CLR classes and of all that extends them.</summary>
internal sealed class ObjectBinder(TypeRegistry types)
{
    public string NameOf(Type type)
    {
        if (type.GetCustomAttribute<ObjectTypeAttribute>(false)?.Name is { } given) return given;
        if (type.GetCustomAttribute<InterfaceTypeAttribute>(false)?.Name is { } ofInterface) return ofInterface;
        if (type.GetCustomAttribute<UnionTypeAttribute>(false)?.Name is { } ofUnion) return ofUnion;
        if (type.GetCustomAttribute<EnumTypeAttribute>(false)?.Name is { } ofEnum) return ofEnum;
        var name = NamingConventions.TypeName(type, argument => types.NameOf(argument, TypeContext.Output));
        return types.Options.StripLeadingIFromInterface && type.IsInterface && name is ['I', >= 'A' and <= 'Z', ..] ? name[1..] : name;
    }

    public ObjectTypeDefinition Create(Type type) => Create(type, null);

    /// <summary>The object type of a CLR type; configured before its members are bound.</summary>
    public ObjectTypeDefinition Create(Type type, Delegate? configure)
    {
        if (type.ContainsGenericParameters) throw new SchemaException($"The open generic class {type.Name} cannot be a type of the schema.");
        var definition = new ObjectTypeDefinition { Name = NameOf(type), Description = types.Naming.GetDescription(type), RuntimeType = type };
        types.Announce(type, TypeContext.Output, definition);
        var fields = new ObjectFields(definition, types, type, ResolverSource.Parent);
        Relay.NodeTypes.AddId(fields, types);
        foreach (var resolvers in types.Extensions.ResolverClassesOf(type)) AddResolverClass(fields, resolvers);
        foreach (var resolvers in types.Extensions.ResolverClassesOf(type)) ConfigureHook.Call(resolvers, type, fields);
        if (configure is not null) configure.DynamicInvoke(ObjectTypeDescriptor.Create(type, fields));
        foreach (var configuration in types.Extensions.ConfigurationsOf(type)) configuration.DynamicInvoke(ObjectTypeDescriptor.Create(type, fields));
        AddOwnMembers(fields, type);
        Finish(fields, type);
        return definition;
    }

    /// <summary>A root type: its class, then the classes that add to it, then code.</summary>
    public ObjectTypeDefinition CreateRoot(Language.OperationType operation, RootSetup? setup)
    {
        var type = setup?.RuntimeType;
        var definition = type is not null && TypeInference.IsSchemaType(type)
            ? (ObjectTypeDefinition)types.Resolve(new ClrTypeRef(type, TypeContext.Output))
            : new ObjectTypeDefinition
            {
                Name = type is null ? operation.ToString() : NameOf(type),
                Description = type is null ? null : types.Naming.GetDescription(type),
            };
        // The root's own class is not instantiated for a parent value; it holds resolvers.
        if (type is not null) types.Announce(type, TypeContext.Output, definition);
        var fields = new ObjectFields(definition, types, type, ResolverSource.Instance);
        var described = type is null || TypeInference.IsSchemaType(type) ? typeof(object) : type;
        foreach (var configure in setup?.Configurations ?? []) configure(ObjectTypeDescriptor.Create(described, fields));
        if (type is not null && !TypeInference.IsSchemaType(type)) AddOwnMembers(fields, type);
        foreach (var resolvers in types.Extensions.RootClasses.GetValueOrDefault(operation) ?? [])
        {
            AddResolverClass(fields, resolvers);
            ConfigureHook.Call(resolvers, described, fields);
        }
        foreach (var member in types.Extensions.RootMembers.GetValueOrDefault(operation) ?? [])
            fields.Add(types.Fields.Bind(member, member.DeclaringType!, ResolverSource.Static));
        Finish(fields, type is null || TypeInference.IsSchemaType(type) ? null : type);
        return definition;
    }

    private void AddOwnMembers(ObjectFields fields, Type type)
    {
        if (fields.IsExplicit) return;
        var includeStatic = type.GetCustomAttributes(false).OfType<ObjectTypeAttributeBase>().Any(a => a.IncludeStaticMembers);
        foreach (var member in MemberSelector.OutputMembers(type, includeStatic))
        {
            if (fields.IsTaken(member) || Relay.NodeTypes.IsNodeResolver(member, type)) continue;
            fields.Add(types.Fields.Bind(member, type, fields.Source), replace: false);
        }
    }

    private void AddResolverClass(ObjectFields fields, Type resolvers)
    {
        var hidden = SubscriptionStreams.OpenersOf(resolvers);
        foreach (var member in MemberSelector.ResolverMembers(resolvers))
        {
            if (hidden.Contains(member.Name) || member.IsDefined(typeof(NodeResolverAttribute), false) && fields.RuntimeType is not null && fields.Source == ResolverSource.Parent) continue;
            fields.Add(types.Fields.Bind(member, resolvers, ResolverSource.Instance));
        }
    }

    private void Finish(ObjectFields fields, Type? type)
    {
        var definition = fields.Definition;
        if (type is not null)
        {
            CommonAttributes.Apply(type, definition.Directives);
            foreach (var attribute in DescriptorOrder.Of<ObjectTypeDescriptorAttribute>(type)) attribute.OnConfigure(types, ObjectTypeDescriptor.Create(type, fields), type);
            foreach (var extension in types.Extensions.CodeExtensionsOf(type))
                ((IObjectTypeExtension)Activator.CreateInstance(extension)!).Apply(ObjectTypeDescriptor.Create(type, fields));
        }
        foreach (var (extension, attribute) in types.Extensions.ExtensionsOf(type, definition.Name).ToArray()) Extend(fields, extension, attribute);
        types.Add(definition);
    }

    private void Extend(ObjectFields fields, Type extension, ExtendObjectTypeAttribute attribute)
    {
        foreach (var name in attribute.IgnoreFields ?? []) fields.Definition.Fields.RemoveAll(f => f.Name == name);
        foreach (var name in attribute.IgnoreProperties ?? []) fields.Definition.Fields.RemoveAll(f => f.Member?.Name == name && f.SourceType == fields.RuntimeType);
        AddResolverClass(fields, extension);
        ConfigureHook.Call(extension, fields.RuntimeType ?? typeof(object), fields);
        CommonAttributes.Apply(extension, fields.Definition.Directives);
    }
}

/// <summary>The fields of an object or interface while they are collected: explicit ones first, then those by convention.</summary>
internal sealed class ObjectFields(ComplexTypeDefinition definition, TypeRegistry types, Type? runtimeType, ResolverSource source)
{
    private readonly HashSet<string> _ignoredMembers = [];

    public ComplexTypeDefinition Definition => definition;

    public TypeRegistry Types => types;

    public Type? RuntimeType => runtimeType;

    public ResolverSource Source => source;

    public bool IsExplicit { get; set; }

    public void Ignore(string member) => _ignoredMembers.Add(member);

    /// <summary>Whether a member of the CLR type has its field already, or must not have one.</summary>
    public bool IsTaken(MemberInfo member) =>
        _ignoredMembers.Contains(member.Name) || definition.Fields.Exists(f => f.Member is { } m && m.Name == member.Name && m.DeclaringType == member.DeclaringType);

    /// <summary>The field of a member; bound when it is not there.</summary>
    public OutputFieldDefinition Of(MemberInfo member)
    {
        if (definition.Fields.Find(f => f.Member is { } m && m.Name == member.Name && f.SourceType == runtimeType) is { } known) return known;
        var field = definition is InterfaceTypeDefinition
            ? types.Fields.BindAbstract(member, runtimeType!)
            : types.Fields.Bind(member, runtimeType!, source);
        definition.Fields.Add(field);
        return field;
    }

    /// <summary>Appends a field. One of the same name gives way to it in place, or (for fields by convention) wins.</summary>
    public void Add(OutputFieldDefinition field, bool replace = true)
    {
        if (field.Member is { } member && field.SourceType != runtimeType)
        {
            if (member.GetCustomAttribute<BindMemberAttribute>() is { Replace: true } bound)
            {
                Ignore(bound.Name);
                definition.Fields.RemoveAll(f => f.Member?.Name == bound.Name && f.SourceType == runtimeType);
            }
            if (member.GetCustomAttribute<BindFieldAttribute>() is { Replace: true } named)
            {
                definition.Fields.RemoveAll(f => f.Name == named.Name);
                if (!member.IsDefined(typeof(GraphQLNameAttribute), false)) field.Name = named.Name;
            }
        }
        var index = definition.Fields.FindIndex(f => f.Name == field.Name);
        if (index < 0) definition.Fields.Add(field);
        else if (replace) definition.Fields[index] = field;
    }
}

/// <summary>The method that a partial class may declare: <c>static partial void Configure(IObjectTypeDescriptor&lt;T&gt; descriptor)</c>.</summary>
internal static class ConfigureHook
{
    public static void Call(Type type, Type described, ObjectFields fields)
    {
        const BindingFlags flags = BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;
        if (type.GetMember("Configure", MemberTypes.Method, flags) is not { Length: > 0 } hooks) return;
        object descriptor = fields.Definition is InterfaceTypeDefinition ? InterfaceTypeDescriptor.Create(described, fields) : ObjectTypeDescriptor.Create(described, fields);
        var hook = (MethodInfo?)Array.Find(hooks, m => ((MethodInfo)m).GetParameters() is [var p] && p.ParameterType.IsInstanceOfType(descriptor));
        try
        {
            hook?.Invoke(null, [descriptor]);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(inner).Throw();
        }
    }
}
