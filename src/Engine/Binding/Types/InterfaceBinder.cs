using System.Reflection;
using GraphQLPlugins.Engine.Binding.Descriptors;
using GraphQLPlugins.Engine.Binding.Inference;
using GraphQLPlugins.Engine.Binding.Resolvers;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Binding.Types;

/// <summary>Makes interface types, and lets every type implement those that its CLR type implements.</summary>
internal sealed class InterfaceBinder(TypeRegistry types)
{
    public InterfaceTypeDefinition Create(Type type) => Create(type, null);

    public InterfaceTypeDefinition Create(Type type, Delegate? configure)
    {
        var definition = new InterfaceTypeDefinition { Name = types.Objects.NameOf(type), Description = types.Naming.GetDescription(type), RuntimeType = type };
        types.Announce(type, TypeContext.Output, definition);
        var fields = new ObjectFields(definition, types, type, ResolverSource.Parent);
        foreach (var resolvers in types.Extensions.InterfaceClassesOf(type))
        {
            foreach (var member in MemberSelector.ResolverMembers(resolvers)) fields.Add(types.Fields.Bind(member, resolvers, ResolverSource.Instance));
        }
        foreach (var resolvers in types.Extensions.InterfaceClassesOf(type)) ConfigureHook.Call(resolvers, type, fields);
        if (configure is not null) configure.DynamicInvoke(InterfaceTypeDescriptor.Create(type, fields));
        if (!fields.IsExplicit)
        {
            foreach (var member in MemberSelector.OutputMembers(type, includeStatic: false))
            {
                if (!fields.IsTaken(member)) fields.Add(types.Fields.BindAbstract(member, type), replace: false);
            }
        }
        CommonAttributes.Apply(type, definition.Directives);
        foreach (var attribute in DescriptorOrder.Of<InterfaceTypeDescriptorAttribute>(type))
            attribute.OnConfigure(types, (IInterfaceTypeDescriptor)InterfaceTypeDescriptor.Create(type, fields), type);
        types.Add(definition);
        return definition;
    }

    /// <summary>Objects and interfaces whose CLR type is assignable to that of an interface implement it and inherit its resolvers.</summary>
    public void Implement(IReadOnlyList<TypeDefinition> all)
    {
        var interfaces = all.OfType<InterfaceTypeDefinition>().Where(i => i.RuntimeType is not null).ToArray();
        foreach (var type in all.OfType<ComplexTypeDefinition>())
        {
            foreach (var implemented in interfaces)
            {
                if (ReferenceEquals(implemented, type) || type.RuntimeType is not { } runtime || !implemented.RuntimeType!.IsAssignableFrom(runtime)) continue;
                if (!type.Interfaces.Exists(i => i is NamedTypeRef n && n.Name == implemented.Name)) type.Interfaces.Add(TypeRef.Named(implemented.Name));
            }
            foreach (var reference in type.Interfaces) Inherit(type, reference);
        }
    }

    private void Inherit(ComplexTypeDefinition type, TypeRef reference)
    {
        if (types.Find(((NamedTypeRef)reference).Name) is not InterfaceTypeDefinition implemented) return;
        foreach (var field in implemented.Fields)
        {
            if (type.FindField(field.Name) is null && field.ResolverFactory is not null) type.Fields.Add(Copy(field));
        }
    }

    private static OutputFieldDefinition Copy(OutputFieldDefinition field)
    {
        var copy = new OutputFieldDefinition
        {
            Name = field.Name, Description = field.Description, DeprecationReason = field.DeprecationReason, Type = field.Type, Member = field.Member,
            SourceType = field.SourceType, ResultType = field.ResultType, Resolver = field.Resolver, ResolverFactory = field.ResolverFactory,
            Strategy = field.Strategy, Scope = field.Scope,
        };
        copy.Arguments.AddRange(field.Arguments);
        copy.Directives.AddRange(field.Directives);
        copy.Middleware.AddRange(field.Middleware);
        field.Features.CopyTo(copy.Features);
        return copy;
    }
}

/// <summary>Makes union types of marker classes and interfaces.</summary>
internal sealed class UnionBinder(TypeRegistry types)
{
    public UnionTypeDefinition CreateUnion(Type type, Action<IUnionTypeDescriptor>? configure)
    {
        var definition = new UnionTypeDefinition { Name = types.Objects.NameOf(type), Description = types.Naming.GetDescription(type), RuntimeType = type };
        types.Announce(type, TypeContext.Output, definition);
        configure?.Invoke(new UnionTypeDescriptor(definition, types));
        foreach (var attribute in DescriptorOrder.Of<UnionTypeDescriptorAttribute>(type)) attribute.OnConfigure(types, new UnionTypeDescriptor(definition, types), type);
        CommonAttributes.Apply(type, definition.Directives);
        types.Add(definition);
        return definition;
    }

    /// <summary>All object types whose CLR type is assignable to the marker are members.</summary>
    public static void Complete(IReadOnlyList<TypeDefinition> all)
    {
        foreach (var union in all.OfType<UnionTypeDefinition>())
        {
            if (union.RuntimeType is not { } marker || marker == typeof(object)) continue;
            foreach (var candidate in all.OfType<ObjectTypeDefinition>())
            {
                if (candidate.RuntimeType is { } runtime && marker.IsAssignableFrom(runtime) && !union.Members.Exists(m => m is NamedTypeRef n && n.Name == candidate.Name))
                    union.Members.Add(TypeRef.Named(candidate.Name));
            }
        }
    }
}
