using System.Reflection;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.TypeSystem.Definitions;

namespace GraphQLPlugins.Engine.Binding.Inference;

/// <summary>Turns CLR types into references with list and non-null wrappers.</summary>
internal sealed class TypeInference(Func<Type, TypeContext, bool> isBound)
{
    public MemberNullability Nullability { get; } = new();

    /// <summary>The type of a property's or method's value.</summary>
    public TypeRef OfMember(MemberInfo member, TypeContext context)
    {
        if (Explicit(member, context) is { } given) return given;
        var type = Infer(Nullability.Of(member), context);
        if (type is not NonNullTypeRef && MemberNullability.IsBareArgumentNotNull(member)) type = TypeRef.NonNull(type);
        return Levels(type, Attributes.First<GraphQLNonNullTypeAttribute>(member));
    }

    /// <summary>The type of an argument.</summary>
    public TypeRef OfParameter(ParameterInfo parameter)
    {
        if (Explicit(parameter, TypeContext.Input) is { } given) return given;
        return Levels(Infer(Nullability.Of(parameter), TypeContext.Input), Attributes.First<GraphQLNonNullTypeAttribute>(parameter));
    }

    public TypeRef Infer(Place place, TypeContext context)
    {
        place = ClrTypes.Unwrap(place);
        if (place.Type.IsGenericType && place.Type.GetGenericTypeDefinition() == typeof(Optional<>)) place = place.Argument(0);
        return Wrap(place, context);
    }

    /// <summary>A schema type class with its wrappers, or a CLR type without annotations.</summary>
    public TypeRef OfTypeArgument(Type type, TypeContext context)
    {
        if (type.IsGenericType)
        {
            var definition = type.GetGenericTypeDefinition();
            if (definition == typeof(NonNullType<>)) return TypeRef.NonNull(OfTypeArgument(type.GetGenericArguments()[0], context).AsNullable());
            if (definition == typeof(ListType<>)) return TypeRef.ListOf(OfTypeArgument(type.GetGenericArguments()[0], context));
        }
        return IsSchemaType(type) ? new ClrTypeRef(type, context) : Infer(new Place(type, null), context);
    }

    public static bool IsSchemaType(Type type) => typeof(ISchemaType).IsAssignableFrom(type) || typeof(TypeSystem.ScalarType).IsAssignableFrom(type);

    /// <summary>A reference in GraphQL notation. Errors: <see cref="SchemaException"/>.</summary>
    public static TypeRef Parse(string notation)
    {
        try
        {
            var document = Utf8GraphQLParser.Parse($"query($x: {notation}) {{ x }}");
            return Of(((OperationDefinitionNode)document.Definitions[0]).VariableDefinitions[0].Type);
        }
        catch (SyntaxException e)
        {
            throw new SchemaException($"`{notation}` is not a type in GraphQL notation: {e.Message}");
        }
    }

    public static TypeRef Of(ITypeNode node) => node switch
    {
        NonNullTypeNode n => TypeRef.NonNull(Of(n.Type)),
        ListTypeNode l => TypeRef.ListOf(Of(l.Type)),
        NamedTypeNode n => TypeRef.Named(n.Name.Value),
        _ => throw new ArgumentException("Not a type reference.", nameof(node)),
    };

    private TypeRef? Explicit(ICustomAttributeProvider element, TypeContext context)
    {
        if (Attributes.First<GraphQLTypeAttribute>(element) is not { } attribute) return null;
        return attribute.TypeSyntax is { } syntax ? Parse(syntax) : OfTypeArgument(attribute.Type!, context);
    }

    private TypeRef Wrap(Place place, TypeContext context)
    {
        var nonNull = place.Nullability?.ReadState == NullabilityState.NotNull;
        if (place.Type.IsValueType)
        {
            nonNull = Nullable.GetUnderlyingType(place.Type) is null;
            if (!nonNull) place = place.Nullability is { GenericTypeArguments.Length: 1 } ? place.Argument(0) : new Place(Nullable.GetUnderlyingType(place.Type)!, null);
        }
        TypeRef type;
        if (!IsSchemaType(place.Type) && !isBound(place.Type, context) && ClrTypes.TryGetElement(place, out var element))
            type = TypeRef.ListOf(Wrap(element, context));
        else type = IsSchemaType(place.Type) ? OfTypeArgument(place.Type, context) : new ClrTypeRef(place.Type, context);
        return nonNull ? TypeRef.NonNull(type) : type;
    }

    private static TypeRef Levels(TypeRef type, GraphQLNonNullTypeAttribute? attribute) => attribute is null ? type : Level(type, attribute.Nullable, 0);

    private static TypeRef Level(TypeRef type, IReadOnlyList<bool> nullable, int level)
    {
        if (level >= nullable.Count) return type;
        var inner = type.AsNullable();
        if (inner is ListTypeRef list) inner = TypeRef.ListOf(Level(list.Element, nullable, level + 1));
        return nullable[level] ? inner : TypeRef.NonNull(inner);
    }
}
