using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace GraphQLPlugins.Integrations.Storage;

/// <summary>Texts that lists are sorted by.</summary>
internal static class OrdinalColumn
{
    /// <summary>Compared by code point whatever the database's own collation; SQL Server's columns all are.</summary>
    public static void IsOrdinal(this PropertyBuilder<string> property, bool isPostgreSql)
    {
        if (isPostgreSql)
            property.UseCollation("C");
    }
}
