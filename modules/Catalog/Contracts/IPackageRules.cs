using GraphQLPlugins.Kernel.Refusals;

namespace GraphQLPlugins.Catalog.Contracts;

/// <summary>Further rules for the files of plugins. Modules register them; each file is checked by all before it can be installed. Safe to share.</summary>
public interface IPackageRules
{
    /// <summary>Checks a file.</summary>
    /// <returns>What is wrong with it; nothing for files that the rules are not about.</returns>
    IReadOnlyList<PackageProblem> Check(PackageContents package);
}

/// <summary>An npm package, as far as rules may look into it.</summary>
/// <param name="Name">The plugin's name.</param>
/// <param name="HasFile">Whether it has a file, by its path within the package with slashes between.</param>
/// <param name="Manifest">Its <c>package.json</c>.</param>
/// <param name="Icon">Its <c>icon.png</c>; null when there is none.</param>
public sealed record PackageContents(string Name, Func<string, bool> HasFile, ReadOnlyMemory<byte> Manifest, ReadOnlyMemory<byte>? Icon);

/// <summary>What is wrong with a package.</summary>
/// <param name="Rule">The rule, as a word for programs.</param>
/// <param name="IsFatal">Whether the package cannot be used; otherwise it only could be better.</param>
/// <param name="Message">What is wrong and how to mend it.</param>
public sealed record PackageProblem(string Rule, [property: GraphQLIgnore] bool IsFatal, string Message);

/// <summary>The file breaks rules for packages of its kind.</summary>
public sealed class PackageRulesBrokenException(string name, IReadOnlyList<PackageProblem> problems)
    : RefusalException($"The package '{name}' cannot be installed: {string.Join(" ", problems.Select(p => p.Message))}")
{
    /// <summary>Each rule that it breaks.</summary>
    public IReadOnlyList<PackageProblem> Problems => problems;
}
