using Microsoft.CodeAnalysis;

namespace GraphQLPlugins.Engine.Generators;

/// <summary>What the assembly's attributes say.</summary>
internal sealed record ModuleSettings(string Name, bool IsNamed, bool RegisterTypes, bool RegisterLoaders, int LoaderScope, int LoaderAccess,
    bool GenerateRegistration, bool GenerateInterfaces, string? LoaderModule, bool LoaderModuleIsInternal)
{
    public static ModuleSettings Of(Compilation compilation)
    {
        var assembly = compilation.Assembly;
        var module = assembly.Attribute(Names.Module);
        var options = module is { ConstructorArguments.Length: > 1 } && module.ConstructorArguments[1].Value is int flags ? flags : 3;
        var defaults = assembly.Attribute(Names.DataLoaderDefaults);
        var loaders = assembly.Attribute(Names.DataLoaderModule);
        return new ModuleSettings(
            module?.ConstructorString(0) ?? DefaultName(assembly.Name),
            module is not null,
            (options & 1) != 0,
            (options & 2) != 0,
            defaults?.Named("ServiceScope", 0) ?? 0,
            defaults?.Named("AccessModifier", 0) ?? 0,
            defaults?.Named("GenerateRegistrationCode", true) ?? true,
            defaults?.Named("GenerateInterfaces", true) ?? true,
            loaders?.ConstructorString(0),
            loaders?.Named("IsInternal", false) ?? false);
    }

    private static string DefaultName(string assemblyName)
    {
        var last = assemblyName.Substring(assemblyName.LastIndexOf('.') + 1);
        return new string([.. last.Select(c => char.IsLetterOrDigit(c) ? c : '_')]) + "Types";
    }
}
