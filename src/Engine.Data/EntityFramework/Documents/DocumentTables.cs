using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace GraphQLPlugins.Engine.Data.EntityFramework.Documents;

/// <summary>The database's function that makes rows of a document, in every model. Its rows are of no table, so no migration knows of them.</summary>
internal sealed class DocumentTables(IDatabaseProvider provider) : IConventionSetPlugin
{
    public ConventionSet ModifyConventions(ConventionSet conventionSet)
    {
        if (provider.Name is PostgresFunctions.Provider or SqlServerFunctions.Provider) conventionSet.ModelInitializedConventions.Add(new Convention(provider.Name == PostgresFunctions.Provider));
        return conventionSet;
    }

    private sealed class Convention(bool isPostgres) : IModelInitializedConvention
    {
        public void ProcessModelInitialized(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
        {
            var row = isPostgres ? typeof(JsonbElement) : typeof(OpenJsonItem);
            var method = isPostgres ? nameof(DocumentFunctions.Elements) : nameof(DocumentFunctions.OpenJson);
            var function = modelBuilder.HasDbFunction(typeof(DocumentFunctions).GetMethod(method)!)!;
            function.HasName(isPostgres ? "jsonb_array_elements" : "OPENJSON");
            function.IsBuiltIn(true);
            // Not in the schema of the context's own tables.
            function.HasSchema(isPostgres ? "pg_catalog" : "", fromDataAnnotation: true);
            var entity = modelBuilder.Entity(row, fromDataAnnotation: true)!;
            entity.HasNoKey(fromDataAnnotation: true);
            entity.ToTable(null, fromDataAnnotation: true);
            foreach (var property in row.GetProperties()) entity.Property(property)!.HasColumnName(property.Name.ToLowerInvariant());
        }
    }
}
