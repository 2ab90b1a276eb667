using System.Linq.Expressions;
using System.Reflection;
using GraphQLPlugins.Engine.Authorization;

namespace GraphQLPlugins.Engine.Data.Fields;

/// <summary>The members of a CLR type that clients may filter and sort by.</summary>
internal static class DataMembers
{
    /// <summary>
    /// Public readable properties in declaration order, own ones before inherited ones. Members that are kept out of the graph are left out, and those
    /// under <see cref="AuthorizeAttribute"/>: by filtering and sorting a client could find out what it may not read.
    /// </summary>
    public static IEnumerable<PropertyInfo> Of(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p =>
            p.GetMethod is { IsPublic: true } && p.GetIndexParameters().Length == 0
            && !p.IsDefined(typeof(GraphQLIgnoreAttribute)) && !p.IsDefined(typeof(AuthorizeAttribute))
            && p.Name != "EqualityContract");

    /// <summary>Whether a type stands for an object with members of its own.</summary>
    public static bool IsObject(Type type) =>
        type.IsClass && type != typeof(string) && type != typeof(object) && !type.IsArray && !typeof(Delegate).IsAssignableFrom(type)
        && type.Namespace?.StartsWith("System", StringComparison.Ordinal) != true && DataTypes.ElementOf(type) is null && !type.IsDefined(typeof(GraphQLIgnoreAttribute));

    /// <summary>Whether a property can be null as C# annotates it.</summary>
    public static bool IsNullable(PropertyInfo property) => property.PropertyType.IsValueType
        ? Nullable.GetUnderlyingType(property.PropertyType) is not null
        : new NullabilityInfoContext().Create(property).ReadState != NullabilityState.NotNull;

    /// <summary><c>x => x.Property</c>.</summary>
    public static LambdaExpression Access(PropertyInfo property)
    {
        var parameter = Expression.Parameter(property.ReflectedType!, "x");
        return Expression.Lambda(Expression.Property(parameter, property), parameter);
    }
}
