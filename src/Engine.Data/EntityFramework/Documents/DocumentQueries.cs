using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Data.EntityFramework.Documents;

/// <summary>Teaches a context to look into JSON documents.</summary>
public static class DocumentQueries
{
    /// <summary>
    /// Adds the functions by which filters and resource queries go into documents, and unwind what is in them: PostgreSQL's <c>jsonb</c>, SQL Server's <c>OPENJSON</c>
    /// (2016 and newer). Of other databases such queries are typed errors.
    /// </summary>
    public static DbContextOptionsBuilder UseDocumentQueries(this DbContextOptionsBuilder builder)
    {
        ((IDbContextOptionsBuilderInfrastructure)builder).AddOrUpdateExtension(new Extension());
        return builder;
    }

    internal static bool KnowsDocuments(this DbContext context) => context.GetService<IDbContextOptions>().FindExtension<Extension>() is not null;

    private sealed class Extension : IDbContextOptionsExtension
    {
        private DbContextOptionsExtensionInfo? _info;

        public DbContextOptionsExtensionInfo Info => _info ??= new ExtensionInfo(this);

        public void ApplyServices(IServiceCollection services) => new EntityFrameworkRelationalServicesBuilder(services)
            .TryAdd<IMethodCallTranslatorPlugin, DocumentTranslator.Plugin>()
            .TryAdd<IConventionSetPlugin, DocumentTables>();

        public void Validate(IDbContextOptions options)
        {
        }
    }

    private sealed class ExtensionInfo(IDbContextOptionsExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "documents ";

        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is ExtensionInfo;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) => debugInfo["Documents"] = "1";
    }
}
