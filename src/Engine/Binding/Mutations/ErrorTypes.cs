using System.Reflection;
using GraphQLPlugins.Engine.Binding.Inference;
using GraphQLPlugins.Engine.Binding.Resolvers;
using GraphQLPlugins.Engine.Binding.Types;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Binding.Mutations;

/// <summary>The CLR type of the interface that all errors implement. A feature of the schema; absent for the default one.</summary>
internal sealed record ErrorInterface(Type Type);

/// <summary>On a field: typed errors that a convention adds to those that the member declares.</summary>
public sealed record ConventionErrors(IReadOnlyList<Type> Types);

/// <summary>The typed errors of one field: their GraphQL types in order, and which exceptions become which.</summary>
internal sealed class FieldErrors
{
    public List<string> TypeNames { get; } = [];

    /// <summary>By exact exception class.</summary>
    public Dictionary<Type, Func<Exception, object>> Map { get; } = [];

    public bool TryMap(Exception exception, out object? error)
    {
        error = exception is not GraphQLException && Map.TryGetValue(exception.GetType(), out var create) ? create(exception) : null;
        return error is not null;
    }
}

/// <summary>Makes object types of exceptions and error classes.</summary>
internal sealed class ErrorTypes(TypeRegistry types)
{
    private string? _interface;

    /// <summary>The errors that a member declares by <c>[Error]</c> or <c>FieldResult</c>; null when there are none.</summary>
    /// <param name="member">The resolver.</param>
    /// <param name="convention">What a convention adds to them.</param>
    public FieldErrors? Of(MemberInfo member, ConventionErrors? convention = null)
    {
        Type[] declared = [.. member.GetCustomAttributes<ErrorAttribute>(true).Select(a => a.ErrorType), .. convention?.Types ?? []];
        var returned = (member as MethodInfo)?.ReturnType ?? (member as PropertyInfo)?.PropertyType;
        var inResult = returned is null ? [] : ResultErrors(returned);
        if (declared.Length == 0 && inResult.Length == 0) return null;
        var errors = new FieldErrors();
        foreach (var type in declared) Add(errors, type, mustBeMade: !inResult.Contains(type));
        foreach (var type in inResult.Except(declared)) Add(errors, type, mustBeMade: false);
        return errors;
    }

    private static Type[] ResultErrors(Type type)
    {
        while (ClrTypes.IsAsync(type)) type = type.GetGenericArguments()[0];
        return typeof(IFieldResult).IsAssignableFrom(type) && type.IsGenericType ? type.GetGenericArguments()[1..] : [];
    }

    private void Add(FieldErrors errors, Type type, bool mustBeMade)
    {
        if (typeof(Exception).IsAssignableFrom(type))
        {
            errors.Map[type] = exception => exception;
            AddName(errors, Define(type));
            return;
        }
        var factories = ErrorFactories.Of(type);
        foreach (var (exception, _, create) in factories) errors.Map[exception] = create;
        if (HasMessage(type))
        {
            if (mustBeMade && factories.Count == 0)
            {
                throw new SchemaException(
                    $"The error {type.Name} cannot be made of an exception: give it a constructor that takes one, or a static method CreateErrorFrom.");
            }
            AddName(errors, Define(type));
            foreach (var (_, made, _) in factories.Where(f => !f.Error.IsAssignableFrom(type))) AddName(errors, Define(made));
            return;
        }
        if (factories.Count == 0)
            throw new SchemaException($"{type.Name} is no error: it is no exception, has no property Message, and no method CreateErrorFrom.");
        foreach (var (_, made, _) in factories) AddName(errors, Define(made));
    }

    private static void AddName(FieldErrors errors, string name)
    {
        if (!errors.TypeNames.Contains(name)) errors.TypeNames.Add(name);
    }

    private static bool HasMessage(Type type) => type.GetProperty("Message")?.PropertyType == typeof(string) || type.GetInterfaces().Any(i => i.GetProperty("Message") is not null);

    private string Define(Type type)
    {
        if (types.Find(type, TypeContext.Output) is not { } definition)
        {
            definition = typeof(Exception).IsAssignableFrom(type) ? OfException(type) : types.Resolve(new ClrTypeRef(type, TypeContext.Output));
        }
        if (definition is ComplexTypeDefinition complex && complex.Name != Interface)
        {
            if (!complex.Interfaces.Exists(i => i is NamedTypeRef n && n.Name == Interface)) complex.Interfaces.Add(TypeRef.Named(Interface));
        }
        return definition.Name;
    }

    private ObjectTypeDefinition OfException(Type type)
    {
        var name = types.Objects.NameOf(type);
        if (!type.IsDefined(typeof(GraphQLNameAttribute), false) && name.EndsWith("Exception", StringComparison.Ordinal)) name = name[..^"Exception".Length] + "Error";
        if (types.Find(name) is { } taken)
        {
            throw new SchemaException($"The error type name {name} of {type.FullName} is already taken by {taken.RuntimeType?.FullName ?? "another type"}; rename one with [GraphQLName].",
                ErrorCodes.DuplicateMutationErrorType);
        }
        var definition = new ObjectTypeDefinition { Name = name, Description = types.Naming.GetDescription(type), RuntimeType = type };
        types.Announce(type, TypeContext.Output, definition);
        var fields = new ObjectFields(definition, types, type, ResolverSource.Parent);
        fields.Of(type.GetProperty(nameof(Exception.Message))!).Type = TypeRef.NonNull(TypeRef.Named("String"));
        foreach (var member in MemberSelector.OutputMembers(type, includeStatic: false))
        {
            if (member.Name != nameof(Exception.Message) && member.DeclaringType != typeof(Exception)) fields.Add(types.Fields.Bind(member, type, ResolverSource.Parent), replace: false);
        }
        types.Add(definition);
        return definition;
    }

    private string Interface => _interface ??= types.Features.Get<ErrorInterface>() is { } custom
        ? types.Resolve(types.Inference.OfTypeArgument(custom.Type, TypeContext.Output)).Name
        : DefaultInterface();

    private string DefaultInterface()
    {
        if (types.Find("Error") is null)
        {
            var definition = new InterfaceTypeDefinition { Name = "Error" };
            definition.Fields.Add(new OutputFieldDefinition { Name = "message", Type = TypeRef.NonNull(TypeRef.Named("String")) });
            types.Add(definition);
        }
        return "Error";
    }
}
