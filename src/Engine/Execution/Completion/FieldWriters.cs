using System.Reflection;
using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Execution.Completion;

/// <summary>Picks the cheapest writer for a field. Writers of getters are kept with the field: every plan shares them.</summary>
internal static class FieldWriters
{
    private static readonly ConditionalWeakTable<OutputField, FieldWriter> Getters = [];
    private static readonly ConditionalWeakTable<ObjectType, FieldWriter> TypeNames = [];

    public static FieldWriter For(OutputField field, ObjectType type, CompiledResolver resolver)
    {
        if (field.Name == "__typename") return TypeNames.GetValue(type, static t => new TypeNameWriter(t));
        return resolver.Kind switch
        {
            ResolverKind.Getter => Getters.GetValue(field, static f => Getter(f, f.Resolver.Getter!)),
            ResolverKind.Pure => PureWriter.Instance,
            _ => AwaitedWriter.Instance,
        };
    }

    private static FieldWriter Getter(OutputField field, Delegate getter)
    {
        var types = getter.GetType().GetGenericArguments();
        var underlying = Nullable.GetUnderlyingType(types[1]);
        var (name, last, target) = field.Type.Nullable switch
        {
            ScalarType scalar when IsTyped(scalar, types[1]) => (nameof(OfScalar), types[1], scalar),
            ScalarType scalar when underlying is not null && IsTyped(scalar, underlying) => (nameof(OfNullableScalar), underlying, scalar),
            EnumType e when types[1].IsEnum => (nameof(OfEnum), types[1], e),
            EnumType e when underlying?.IsEnum == true => (nameof(OfNullableEnum), underlying, e),
            _ => (nameof(OfObject), types[1], (NamedType?)null),
        };
        return (FieldWriter)typeof(FieldWriters).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(types[0], last).Invoke(null, [getter, target])!;
    }

    private static bool IsTyped(ScalarType scalar, Type type)
    {
        for (var t = scalar.GetType(); t is not null; t = t.BaseType)
        {
            if (t.IsGenericType && t.GetGenericTypeDefinition() == typeof(ScalarType<>)) return t.GetGenericArguments()[0] == type;
        }
        return false;
    }

    private static GetterWriter OfScalar<TParent, TValue>(Delegate getter, NamedType scalar) where TValue : notnull =>
        new ScalarGetter<TParent, TValue>((Func<TParent, TValue>)getter, (ScalarType<TValue>)scalar);

    private static GetterWriter OfNullableScalar<TParent, TValue>(Delegate getter, NamedType scalar) where TValue : struct =>
        new NullableScalarGetter<TParent, TValue>((Func<TParent, TValue?>)getter, (ScalarType<TValue>)scalar);

    private static GetterWriter OfEnum<TParent, TValue>(Delegate getter, NamedType type) where TValue : struct, Enum =>
        new EnumGetter<TParent, TValue>((Func<TParent, TValue>)getter, (EnumType)type);

    private static GetterWriter OfNullableEnum<TParent, TValue>(Delegate getter, NamedType type) where TValue : struct, Enum =>
        new NullableEnumGetter<TParent, TValue>((Func<TParent, TValue?>)getter, (EnumType)type);

    private static GetterWriter OfObject<TParent, TValue>(Delegate getter, NamedType? type) => new ObjectGetter<TParent, TValue>((Func<TParent, TValue>)getter);
}
