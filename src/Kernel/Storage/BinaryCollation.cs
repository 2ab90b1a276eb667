using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace GraphQLPlugins.Kernel.Storage;

/// <summary>Compares and sorts SQL Server's text by code point, as PostgreSQL does with the collation that the embedded cluster has.</summary>
internal sealed class BinaryCollation : IModelFinalizingConvention
{
    /// <summary>The collation of all texts on SQL Server.</summary>
    public const string SqlServer = "Latin1_General_100_BIN2";

    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes())
            foreach (var property in SnakeCaseNames.Columns(entity))
                if ((property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType) == typeof(string) && property.GetColumnType() is not "json")
                    property.SetCollation(SqlServer);
    }
}
