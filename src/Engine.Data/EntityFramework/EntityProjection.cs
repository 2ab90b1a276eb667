using System.Linq.Expressions;
using System.Reflection;
using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.Data.Projections;
using Microsoft.EntityFrameworkCore.Metadata;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>
/// Makes <c>x => new T { ... }</c> of the members that are read. Private constructors and setters are fine: what EF Core can fill, a projection can.
/// Without a parameterless constructor, and for types with subtypes, there is no projection and whole entities are read.
/// </summary>
internal sealed class EntityProjection
{
    private const int MaxDepth = 8;
    private int _names;

    /// <summary>The projection; null when there can be none, or when it would read all columns anyway.</summary>
    /// <param name="entity">The entity.</param>
    /// <param name="members">What is read.</param>
    /// <param name="required">Members that are needed besides.</param>
    /// <param name="includeNavigations">Whether objects and lists of other tables are read too.</param>
    public static LambdaExpression? Build(IEntityType entity, MemberTree members, IEnumerable<string> required, bool includeNavigations)
    {
        var item = Expression.Parameter(entity.ClrType, "x");
        var body = new EntityProjection().New(entity, item, members, required, includeNavigations, 0, out var isWhole);
        return body is null || isWhole ? null : Expression.Lambda(body, item);
    }

    private MemberInitExpression? New(
        IEntityType entity, Expression item, MemberTree tree, IEnumerable<string> required, bool includeNavigations, int depth, out bool isWhole)
    {
        isWhole = false;
        if (depth > MaxDepth || entity.BaseType is not null || entity.GetDirectlyDerivedTypes().Any() || entity.GetServiceProperties().Any()) return null;
        var constructor = entity.ClrType.GetConstructor(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance, []);
        if (constructor is null || entity.ClrType.IsAbstract) return null;

        var names = new HashSet<string>(required, StringComparer.Ordinal);
        if (entity.FindPrimaryKey() is { } key) names.UnionWith(key.Properties.Select(p => p.Name));
        var navigations = new List<(INavigation Navigation, MemberTree Tree)>();
        var all = tree.All;
        foreach (var (name, nested) in tree.Members)
        {
            if (entity.FindNavigation(name) is { } navigation && !navigation.TargetEntityType.IsOwned())
            {
                if (includeNavigations) navigations.Add((navigation, nested ?? new MemberTree { All = true }));
            }
            else if (entity.FindProperty(name) is not null || entity.FindComplexProperty(name) is not null || entity.FindNavigation(name) is not null)
            {
                names.Add(name);
            }
            else
            {
                // A property that is computed from others: which ones cannot be seen.
                all = true;
            }
        }

        var bindings = new List<MemberBinding>();
        var left = 0;
        foreach (var property in entity.GetProperties())
        {
            if (property.IsShadowProperty()) continue;
            if (!all && !names.Contains(property.Name)) left++;
            else if (!TryBind(property, item, bindings)) return null;
        }
        foreach (var property in entity.GetComplexProperties())
        {
            if (!all && !names.Contains(property.Name)) left++;
            else if (!TryBind(property, item, bindings)) return null;
        }
        foreach (var owned in entity.GetNavigations().Where(n => n.TargetEntityType.IsOwned() && !n.IsOnDependent))
        {
            if (!all && !names.Contains(owned.Name)) left++;
            else if (!TryBind(owned, item, bindings)) return null;
        }
        foreach (var (navigation, nested) in navigations)
        {
            if (Navigation(navigation, item, nested, depth) is not { } value || Setter(navigation) is not { } setter
                || !MemberType(setter).IsAssignableFrom(value.Type)) return null;
            bindings.Add(Expression.Bind(setter, value));
        }
        isWhole = left == 0 && navigations.Count == 0;
        return Expression.MemberInit(Expression.New(constructor), bindings);
    }

    private Expression? Navigation(INavigation navigation, Expression item, MemberTree tree, int depth)
    {
        if (navigation.PropertyInfo is not { } property) return null;
        var target = navigation.TargetEntityType;
        var value = Expression.Property(item, property);
        if (!navigation.IsCollection)
        {
            if (New(target, value, tree, [], true, depth + 1, out _) is not { } reference) return null;
            // A required reference is never null, and the test would cost a column.
            return navigation is { IsOnDependent: true, ForeignKey.IsRequired: true }
                ? reference
                : Expression.Condition(Expression.Equal(value, Expression.Constant(null, value.Type)), Expression.Constant(null, target.ClrType), reference);
        }
        var element = Expression.Parameter(target.ClrType, "n" + _names++);
        if (New(target, element, tree, [], true, depth + 1, out _) is not { } init) return null;
        Expression list = value;
        foreach (var key in target.FindPrimaryKey()?.Properties ?? [])
        {
            if (key.PropertyInfo is null) continue;
            list = Expression.Call(typeof(Enumerable), ReferenceEquals(list, value) ? nameof(Enumerable.OrderBy) : nameof(Enumerable.ThenBy),
                [target.ClrType, key.ClrType], list, Expression.Lambda(Expression.Property(element, key.PropertyInfo), element));
        }
        var selected = Expression.Call(typeof(Enumerable), nameof(Enumerable.Select), [target.ClrType, target.ClrType], list, Expression.Lambda(init, element));
        return Expression.Call(typeof(Enumerable), nameof(Enumerable.ToList), [target.ClrType], selected);
    }

    private static bool TryBind(IPropertyBase property, Expression item, List<MemberBinding> bindings)
    {
        if (property.PropertyInfo is not { GetMethod: not null } getter || Setter(property) is not { } setter) return false;
        bindings.Add(Expression.Bind(setter, Expression.Property(item, getter)));
        return true;
    }

    /// <summary>What EF Core itself would write to.</summary>
    private static MemberInfo? Setter(IPropertyBase property)
    {
        try
        {
            return property.GetMemberInfo(forMaterialization: true, forSet: true) switch
            {
                PropertyInfo p => Writable(p),
                // The field behind an automatic property has a name that nobody wants to see in a statement.
                FieldInfo f when f.Name.EndsWith("k__BackingField", StringComparison.Ordinal) && property.PropertyInfo is { } p && Writable(p) is { } own => own,
                FieldInfo f => f,
                _ => null,
            };
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static PropertyInfo? Writable(PropertyInfo property) =>
        property.DeclaringType!.GetProperty(property.Name, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance) is { CanWrite: true } own ? own : null;

    private static Type MemberType(MemberInfo member) => member is PropertyInfo p ? p.PropertyType : ((FieldInfo)member).FieldType;
}
