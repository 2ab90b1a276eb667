using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace GraphQLPlugins.Kernel.Storage;

/// <summary>Names tables, columns, keys and indexes in snake_case, so that SQL needs no quotes. Names given in the mapping stay.</summary>
internal sealed class SnakeCaseNames : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes())
        {
            if (entity.GetTableName() is { } table && !entity.IsMappedToJson())
            {
                if (entity.BaseType is null && entity.FindOwnership() is null) entity.Builder.ToTable(Convert(table), entity.GetSchema());
            }
        }
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes())
        {
            if (entity.IsMappedToJson())
            {
                if (entity.FindOwnership() is not null && entity.GetContainerColumnName() is { } column) entity.SetContainerColumnName(Convert(column));
                continue;
            }
            foreach (var property in Columns(entity))
                property.Builder.HasColumnName(Convert(property.GetColumnName()));
        }
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes().Where(e => !e.IsMappedToJson()))
        {
            foreach (var key in entity.GetDeclaredKeys())
                if (key.GetName() is { } name) key.Builder.HasName(name.ToLowerInvariant());
            foreach (var foreignKey in entity.GetDeclaredForeignKeys())
                if (foreignKey.GetConstraintName() is { } name) foreignKey.Builder.HasConstraintName(name.ToLowerInvariant());
            foreach (var index in entity.GetDeclaredIndexes())
                if (index.GetDatabaseName() is { } name) index.Builder.HasDatabaseName(name.ToLowerInvariant());
        }
    }

    /// <summary>The type's own properties, and those of its complex ones that are columns of the same table.</summary>
    internal static IEnumerable<IConventionProperty> Columns(IConventionTypeBase type) =>
        type.GetDeclaredProperties().Concat(
            type.GetDeclaredComplexProperties().Where(c => !c.ComplexType.IsMappedToJson()).SelectMany(c => Columns(c.ComplexType)));

    internal static string Convert(string name)
    {
        var snake = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord = i > 0 && char.IsUpper(name[i]) && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord) snake.Append('_');
            snake.Append(char.ToLowerInvariant(name[i]));
        }
        return snake.ToString();
    }
}
