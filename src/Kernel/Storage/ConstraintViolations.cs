using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace GraphQLPlugins.Kernel.Storage;

/// <summary>Tells why a write was refused by the database.</summary>
public static class ConstraintViolations
{
    /// <summary>True when two rows would have the same unique key: somebody else was faster.</summary>
    public static bool IsDuplicate(this DbUpdateException exception) => exception.InnerException?.IsDuplicateRow() == true;

    /// <summary>The same, for statements that are sent as text.</summary>
    internal static bool IsDuplicateRow(this Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => true,
        // 2601: unique index, 2627: unique constraint or primary key.
        SqlException { Number: 2601 or 2627 } => true,
        _ => false,
    };
}
