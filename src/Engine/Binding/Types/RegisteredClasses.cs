using System.Reflection;
using GraphQLPlugins.Engine.Binding.Inference;
using GraphQLPlugins.Engine.Configuration;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.Types.Relay;

namespace GraphQLPlugins.Engine.Binding.Types;

/// <summary>Sorts the registered classes by what they are for.</summary>
internal sealed class RegisteredClasses
{
    private readonly Dictionary<Type, List<Type>> _resolverClasses = [];
    private readonly Dictionary<Type, List<Type>> _interfaceClasses = [];
    private readonly List<(Type Class, ExtendObjectTypeAttribute Attribute)> _extensions = [];
    private readonly List<Type> _codeExtensions = [];
    private readonly Dictionary<Type, List<Delegate>> _configurations = [];
    private Dictionary<Type, MethodInfo>? _rootNodeResolvers;

    public RegisteredClasses(SchemaBuilder builder)
    {
        foreach (var type in builder.Types) Sort(type);
        foreach (var (type, configure) in builder.ObjectConfigurations)
        {
            if (!_configurations.TryGetValue(type, out var list)) _configurations[type] = list = [];
            list.Add(configure);
        }
    }

    /// <summary>Classes with members of a root type, in order.</summary>
    public Dictionary<OperationType, List<Type>> RootClasses { get; } = [];

    /// <summary>Single static members marked for a root type.</summary>
    public Dictionary<OperationType, List<MemberInfo>> RootMembers { get; } = [];

    /// <summary>Classes that are types of their own.</summary>
    public List<Type> Types { get; } = [];

    /// <summary>The static classes of <c>[ObjectType&lt;T&gt;]</c>.</summary>
    public IReadOnlyList<Type> ResolverClassesOf(Type runtimeType) => _resolverClasses.GetValueOrDefault(runtimeType) ?? [];

    /// <summary>The static classes of <c>[InterfaceType&lt;T&gt;]</c>.</summary>
    public IReadOnlyList<Type> InterfaceClassesOf(Type runtimeType) => _interfaceClasses.GetValueOrDefault(runtimeType) ?? [];

    public IReadOnlyList<Delegate> ConfigurationsOf(Type runtimeType) => _configurations.GetValueOrDefault(runtimeType) ?? [];

    public bool IsInterface(Type runtimeType) => _interfaceClasses.ContainsKey(runtimeType);

    /// <summary>Extensions of an object type, by CLR type (its own, a base or an interface) or by name.</summary>
    public IEnumerable<(Type Class, ExtendObjectTypeAttribute Attribute)> ExtensionsOf(Type? runtimeType, string name) =>
        _extensions.Where(e => e.Attribute.ExtendsType is { } extended ? runtimeType is not null && extended.IsAssignableFrom(runtimeType) : e.Attribute.Name == name);

    public IEnumerable<Type> CodeExtensionsOf(Type runtimeType) => _codeExtensions.Where(t => Argument(t, typeof(ObjectTypeExtension<>)) == runtimeType);

    /// <summary>Object types that are only named by extensions: they must be types of the schema too.</summary>
    public IEnumerable<Type> ExtendedTypes => _resolverClasses.Keys.Concat(_interfaceClasses.Keys);

    /// <summary>The query field with <c>[NodeResolver]</c> that returns this CLR type, or null.</summary>
    public MethodInfo? RootNodeResolverOf(Type runtimeType) => (_rootNodeResolvers ??= FindRootNodeResolvers()).GetValueOrDefault(runtimeType);

    private Dictionary<Type, MethodInfo> FindRootNodeResolvers()
    {
        var found = new Dictionary<Type, MethodInfo>();
        foreach (var type in RootClasses.GetValueOrDefault(OperationType.Query) ?? [])
        {
            foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance))
            {
                if (Attributes.Has<NodeResolverAttribute>(method)) found.TryAdd(ClrTypes.Unwrap(new Place(method.ReturnType, null)).Type, method);
            }
        }
        return found;
    }

    private void Sort(Type type)
    {
        var attributes = type.GetCustomAttributes(false);
        var sorted = false;
        foreach (var attribute in attributes)
        {
            switch (attribute)
            {
                case QueryTypeAttribute: sorted = AddRoot(OperationType.Query, type); break;
                case MutationTypeAttribute: sorted = AddRoot(OperationType.Mutation, type); break;
                case SubscriptionTypeAttribute: sorted = AddRoot(OperationType.Subscription, type); break;
                case ExtendObjectTypeAttribute extend:
                    _extensions.Add((type, extend));
                    sorted = true;
                    break;
                case ITypeOf of:
                    var classes = attribute.GetType().GetGenericTypeDefinition() == typeof(InterfaceTypeAttribute<>) ? _interfaceClasses : _resolverClasses;
                    if (!classes.TryGetValue(of.RuntimeType, out var list)) classes[of.RuntimeType] = list = [];
                    list.Add(type);
                    sorted = true;
                    break;
            }
        }
        if (Argument(type, typeof(ObjectTypeExtension<>)) is not null)
        {
            _codeExtensions.Add(type);
            sorted = true;
        }
        sorted |= AddMembers(type);
        if (!sorted) Types.Add(type);
    }

    private bool AddRoot(OperationType operation, Type type)
    {
        if (!RootClasses.TryGetValue(operation, out var classes)) RootClasses[operation] = classes = [];
        classes.Add(type);
        return true;
    }

    private bool AddMembers(Type type)
    {
        var found = false;
        if (!type.IsClass || TypeInference.IsSchemaType(type)) return false;
        foreach (var member in type.GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
        {
            if (member is not (MethodInfo or PropertyInfo)) continue;
            OperationType? operation = member.IsDefined(typeof(QueryAttribute), false) ? OperationType.Query
                : member.IsDefined(typeof(MutationAttribute), false) ? OperationType.Mutation
                : member.IsDefined(typeof(SubscriptionAttribute), false) ? OperationType.Subscription
                : null;
            if (operation is not { } root) continue;
            if (!RootMembers.TryGetValue(root, out var members)) RootMembers[root] = members = [];
            members.Add(member);
            found = true;
        }
        return found && type is { IsAbstract: true, IsSealed: true };
    }

    private static Type? Argument(Type type, Type definition)
    {
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (t.IsGenericType && t.GetGenericTypeDefinition() == definition) return t.GetGenericArguments()[0];
        }
        return null;
    }
}
