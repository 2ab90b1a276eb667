using GraphQLPlugins.Catalog.Contracts;
using GraphQLPlugins.Sources.Contracts;

namespace GraphQLPlugins.Sources.Providers;

/// <summary>Packages that are called as sources are must be some (R1).</summary>
internal sealed class SourcePackageRules : IPackageRules
{
    public IReadOnlyList<PackageProblem> Check(PackageContents package) =>
        package.Name.StartsWith(SourcePackage.Prefix, StringComparison.Ordinal)
            ? SourcePackage.Check(package.Manifest, package.Icon, package.HasFile)
            : [];
}
