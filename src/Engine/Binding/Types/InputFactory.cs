using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using GraphQLPlugins.Engine.TypeSystem;

namespace GraphQLPlugins.Engine.Binding.Types;

/// <summary>Makes instances of an input class from coerced fields. Compiled when the first one is made, once a schema.</summary>
internal sealed class InputFactory(Type type, ConstructorInfo? constructor, ValueConverter converter)
{
    private static readonly MethodInfo ReadMethod = typeof(InputFactory).GetMethod(nameof(Read), BindingFlags.Static | BindingFlags.NonPublic)!;
    private static readonly MethodInfo ReadOptionalMethod = typeof(InputFactory).GetMethod(nameof(ReadOptional), BindingFlags.Static | BindingFlags.NonPublic)!;
    private static readonly object Absent = new();
    private Func<object?[], object>? _create;

    public object Create(InputObjectValue value)
    {
        var create = _create ??= Compile(value.Type);
        var slots = new object?[value.Type.Fields.Count];
        Array.Fill(slots, Absent);
        foreach (var (field, fieldValue) in value.Fields) slots[field.Position] = fieldValue;
        return create(slots);
    }

    private Func<object?[], object> Compile(InputObjectType input)
    {
        var slots = Expression.Parameter(typeof(object?[]), "slots");
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        var byProperty = input.Fields.Where(f => f.Features.Get<InputProperty>() is not null).ToDictionary(f => f.Features.Get<InputProperty>()!.Property.Name);
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var arguments = (constructor?.GetParameters() ?? []).Select(p =>
        {
            taken.Add(p.Name!);
            var field = byProperty.Values.FirstOrDefault(f => string.Equals(f.Features.Get<InputProperty>()!.Property.Name, p.Name, StringComparison.OrdinalIgnoreCase));
            return field is null ? Default(p) : Value(slots, field.Position, p.ParameterType, Default(p));
        }).ToArray();
        var instance = Expression.Variable(type, "instance");
        var body = new List<Expression> { Expression.Assign(instance, constructor is null ? Expression.New(type) : Expression.New(constructor, arguments)) };
        foreach (var property in properties)
        {
            if (taken.Contains(property.Name) || property.SetMethod is not { IsPublic: true } || !byProperty.TryGetValue(property.Name, out var field)) continue;
            var target = Expression.Property(instance, property);
            // An absent field leaves the property's initializer alone.
            body.Add(Expression.IfThen(
                Expression.NotEqual(Expression.ArrayIndex(slots, Expression.Constant(field.Position)), Expression.Constant(Absent)),
                Expression.Assign(target, Value(slots, field.Position, property.PropertyType, Expression.Default(property.PropertyType)))));
        }
        body.Add(Expression.Convert(instance, typeof(object)));
        return Expression.Lambda<Func<object?[], object>>(Expression.Block([instance], body), slots).Compile();
    }

    private Expression Value(Expression slots, int position, Type target, Expression absent)
    {
        var slot = Expression.ArrayIndex(slots, Expression.Constant(position));
        if (target.IsGenericType && target.GetGenericTypeDefinition() == typeof(Optional<>))
            return Expression.Call(ReadOptionalMethod.MakeGenericMethod(target.GetGenericArguments()[0]), slot, Expression.Constant(converter));
        return Expression.Call(ReadMethod.MakeGenericMethod(target), slot, absent, Expression.Constant(converter));
    }

    private static Expression Default(ParameterInfo parameter)
    {
        if (!parameter.HasDefaultValue || parameter.DefaultValue is not { } value) return Expression.Default(parameter.ParameterType);
        var target = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (target.IsEnum) value = Enum.ToObject(target, value);
        return Expression.Convert(Expression.Constant(value), parameter.ParameterType);
    }

    private static T Read<T>(object? slot, T absent, ValueConverter converter) => ReferenceEquals(slot, Absent) ? absent : converter.Convert<T>(slot);

    private static Optional<T> ReadOptional<T>(object? slot, ValueConverter converter) =>
        ReferenceEquals(slot, Absent) ? Optional<T>.Empty() : new Optional<T>(converter.Convert<T>(slot));
}

/// <summary>On an input field: the CLR property behind it.</summary>
/// <param name="Property">The property.</param>
public sealed record InputProperty(PropertyInfo Property);
