namespace GraphQLPlugins.Engine.Generators;

internal enum LoaderShape
{
    Batch,
    Group,
    Cache,
}

/// <summary>A loader to generate.</summary>
/// <param name="Namespace">Where it goes; empty for the global namespace.</param>
/// <param name="Name">The name with DataLoader at its end.</param>
/// <param name="Key">The key type as code.</param>
/// <param name="Value">The value type of the dictionary, lookup or task, as code.</param>
/// <param name="Method">The method as code.</param>
/// <param name="AdaptsDictionary">Whether the method returns an <c>IDictionary</c>, which is no read-only one.</param>
/// <param name="Scope">The attribute's service scope: 0 default, 1 own, 2 original.</param>
/// <param name="Access">The attribute's access modifier: 0 default, 1 public, 2 public interface, 3 internal.</param>
/// <param name="TypesArePublic">Whether key and value may be named by others.</param>
/// <param name="Arguments">The method's arguments as code, in order.</param>
/// <param name="NeedsServices">Whether one of them is a service.</param>
/// <param name="Lookups">Statements that observe other loaders.</param>
/// <param name="Groups">Groups that it belongs to.</param>
/// <param name="Findings">What is wrong; nothing is generated then.</param>
internal sealed record LoaderModel(string Namespace, string Name, LoaderShape Shape, string Key, string Value, string Method, bool AdaptsDictionary,
    int Scope, int Access, bool TypesArePublic, EquatableArray<string> Arguments, bool NeedsServices, EquatableArray<string> Lookups,
    EquatableArray<string> Groups, EquatableArray<Finding> Findings)
{
    public string FullName => Namespace.Length == 0 ? Name : $"{Namespace}.{Name}";

    public string ClassCode => $"global::{FullName}";

    public string InterfaceCode => Namespace.Length == 0 ? $"global::I{Name}" : $"global::{Namespace}.I{Name}";

    /// <summary>What a load gives: groups are arrays.</summary>
    public string Loaded => Shape == LoaderShape.Group ? $"{Value}[]" : Value;

    /// <summary>The name under which it is registered.</summary>
    public string ServiceCode(ModuleSettings settings) => settings.GenerateInterfaces ? InterfaceCode : ClassCode;

    public string InterfaceAccess(ModuleSettings settings) =>
        EffectiveAccess(settings) is 3 || !TypesArePublic ? "internal" : "public";

    public string ClassAccess(ModuleSettings settings) =>
        EffectiveAccess(settings) is 2 or 3 || !TypesArePublic ? "internal" : "public";

    private int EffectiveAccess(ModuleSettings settings) => Access != 0 ? Access : settings.LoaderAccess;
}

/// <summary>Loaders that are injected together.</summary>
internal sealed record LoaderGroup(string Namespace, string Name, IReadOnlyList<LoaderModel> Loaders)
{
    public string ClassCode => Namespace.Length == 0 ? $"global::{Name}" : $"global::{Namespace}.{Name}";

    public string InterfaceCode => Namespace.Length == 0 ? $"global::I{Name}" : $"global::{Namespace}.I{Name}";

    public static IEnumerable<LoaderGroup> Of(IReadOnlyList<LoaderModel> loaders) =>
        loaders.SelectMany(l => l.Groups.Select(g => (Group: g, Loader: l)))
            .GroupBy(x => x.Group)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new LoaderGroup(Min(g.Select(x => x.Loader.Namespace)), g.Key,
                [.. g.Select(x => x.Loader).OrderBy(l => l.Name, StringComparer.Ordinal)]));

    private static string Min(IEnumerable<string> names) => names.OrderBy(n => n, StringComparer.Ordinal).First();
}
