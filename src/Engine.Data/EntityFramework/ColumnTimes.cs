using System.Reflection;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace GraphQLPlugins.Engine.Data.EntityFramework;

/// <summary>Of what kind the <see cref="DateTime"/>s of a column are. PostgreSQL's driver refuses to compare with one of another kind.</summary>
internal static class ColumnTimes
{
    /// <summary>The kind; null for a column of something else.</summary>
    public static DateTimeKind? KindOf(IProperty? column)
    {
        if (column is null) return null;
        var mapping = column.GetElementType()?.GetTypeMapping() ?? column.GetTypeMapping();
        if ((Nullable.GetUnderlyingType(mapping.ClrType) ?? mapping.ClrType) != typeof(DateTime)) return null;
        return mapping is RelationalTypeMapping { StoreTypeNameBase: "timestamp" or "timestamp without time zone" } ? DateTimeKind.Unspecified : DateTimeKind.Utc;
    }

    /// <summary>Instants as the column of a member has them: without a zone they are the server's local time, as in an answer. Others stay.</summary>
    /// <param name="values">A time, an array of times, or something else.</param>
    /// <param name="member">The member, or null.</param>
    /// <param name="model">What is known of the member's column; null in memory.</param>
    public static object Of(object values, MemberInfo? member, IModel? model)
    {
        if (model is null || member is null || values is not (DateTime or DateTime[] or DateTime?[])) return values;
        if (KindOf(model.FindEntityType(member.ReflectedType!)?.FindProperty(member.Name)) != DateTimeKind.Unspecified) return values;
        return values switch
        {
            DateTime[] times => Array.ConvertAll(times, Local),
            DateTime?[] times => Array.ConvertAll(times, t => t is { } time ? Local(time) : (DateTime?)null),
            _ => Local((DateTime)values),
        };
    }

    private static DateTime Local(DateTime time) => DateTime.SpecifyKind(time.ToLocalTime(), DateTimeKind.Unspecified);
}
