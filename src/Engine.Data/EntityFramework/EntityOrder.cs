using System.Linq.Expressions;
using System.Reflection;
using GraphQLPlugins.Engine.Data.Fields;
using GraphQLPlugins.Engine.Data.Paging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>Completes an order so that no two items stand at one place: what the model says of keys, unique indexes and null.</summary>
internal static class EntityOrder
{
    /// <summary>
    /// The keys that count: repeated ones, and those after the order is unique, are left out; the primary key is added when it is not. IsUnique: false when
    /// nothing unique is known, and then the order cannot carry cursors of keys.
    /// </summary>
    public static (IReadOnlyList<OrderKey> Keys, bool IsUnique) Complete(IEnumerable<(LambdaExpression Key, bool Descending)> given, IEntityType? entity, Type item)
    {
        var keys = new List<OrderKey>();
        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (selector, descending) in given)
        {
            var (column, isNullable) = Find(selector, entity);
            var key = new OrderKey(isNullable ? OrderKey.WithNull(selector) : selector, descending, isNullable) { TimeKind = ColumnTimes.KindOf(column) };
            if (key.Path is { } path && !paths.Add(path)) continue;
            keys.Add(key);
            if (IsUnique(paths, entity)) return (keys, true);
        }
        var tiebreak = Tiebreak(entity, item);
        foreach (var property in tiebreak)
        {
            if (!paths.Add(property.Name)) continue;
            var parameter = Expression.Parameter(item, "x");
            keys.Add(new OrderKey(Expression.Lambda(Expression.Property(parameter, property), parameter), Descending: false, IsNullable: false));
        }
        return (keys, tiebreak.Count > 0);
    }

    private static bool IsUnique(HashSet<string> paths, IEntityType? entity)
    {
        if (entity is null) return false;
        if (entity.FindPrimaryKey() is { } primary && primary.Properties.All(p => paths.Contains(p.Name))) return true;
        // An index with a filter says nothing of the rows that it does not hold.
        return entity.GetIndexes().Any(i => i.IsUnique && i.GetFilter() is null && i.Properties.All(p => !p.IsNullable && paths.Contains(p.Name)));
    }

    private static List<PropertyInfo> Tiebreak(IEntityType? entity, Type item)
    {
        if (entity?.FindPrimaryKey() is { } primary)
            return primary.Properties.All(p => p.PropertyInfo is not null) ? [.. primary.Properties.Select(p => p.PropertyInfo!)] : [];
        var id = item.GetProperty("Id") ?? item.GetProperty(item.Name + "Id");
        return id is not null && CursorKey.For(id.PropertyType, isNullable: false) is not null && Nullable.GetUnderlyingType(id.PropertyType) is null ? [id] : [];
    }

    /// <summary>The column of a key where it is one, and whether the key can be null.</summary>
    private static (IProperty? Column, bool IsNullable) Find(LambdaExpression selector, IEntityType? entity)
    {
        var members = new Stack<MemberInfo>();
        var current = selector.Body;
        while (current is MemberExpression { Expression: { } inner } member)
        {
            members.Push(member.Member);
            current = inner;
        }
        if (current != selector.Parameters[0] || entity is null) return (null, DataTypes.HasNull(selector.ReturnType));
        var isNullable = false;
        while (members.TryPop(out var member))
        {
            if (entity!.FindProperty(member.Name) is { } property) return (property, isNullable || property.IsNullable);
            if (entity.FindNavigation(member.Name) is not { IsCollection: false } navigation) break;
            isNullable |= !navigation.ForeignKey.IsRequired || !navigation.IsOnDependent;
            entity = navigation.TargetEntityType;
        }
        return (null, true);
    }
}
