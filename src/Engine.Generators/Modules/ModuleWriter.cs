namespace GraphQLPlugins.Engine.Generators;

/// <summary>Writes <c>Add{Module}()</c> and the hooks.</summary>
internal static class ModuleWriter
{
    public static string Hook(Hook hook)
    {
        var source = new SourceBuilder();
        var inNamespace = source.OpenNamespace(hook.Namespace);
        foreach (var type in hook.Types) source.Open(type);
        source.Line($"static partial void Configure({hook.Descriptor} {hook.Parameter});");
        foreach (var _ in hook.Types) source.Close();
        if (inNamespace) source.Close();
        return source.ToString();
    }

    /// <summary>The module's registration; null when there is nothing to register and nobody named the module.</summary>
    public static string? Module(ModuleSettings settings, IReadOnlyList<RegisteredType> types, IReadOnlyList<LoaderModel> loaders,
        IReadOnlyList<WrittenLoader> written)
    {
        var withTypes = settings.RegisterTypes && types.Count > 0;
        var withLoaders = settings.RegisterLoaders && settings.GenerateRegistration && loaders.Count + written.Count > 0;
        if (!settings.IsNamed && !withTypes && !withLoaders) return null;
        const string builder = $"global::{Names.Engine}.Execution.Configuration.IRequestExecutorBuilder";
        var source = new SourceBuilder();
        source.Open($"namespace {Names.Dependencies}");
        source.Line($"/// <summary>Registers the module {settings.Name}.</summary>");
        source.Open($"public static class {settings.Name}RequestExecutorBuilderExtensions");
        source.Line($"/// <summary>Adds the types and data loaders of {settings.Name}.</summary>");
        source.Open($"public static {builder} Add{settings.Name}(this {builder} builder)");
        if (withLoaders) Loaders(source, "builder.Services", settings, loaders, written);
        if (withTypes)
        {
            source.Line("builder.AddTypes(").Indent(1);
            var distinct = Distinct(types);
            for (var i = 0; i < distinct.Count; i++) source.Line($"typeof({distinct[i].Code}){(i == distinct.Count - 1 ? ");" : ",")}");
            source.Indent(-1);
        }
        source.Line("return builder;");
        return source.Close().Close().Close().ToString();
    }

    /// <summary>The registration of loaders outside a graph module.</summary>
    public static string LoaderModule(ModuleSettings settings, IReadOnlyList<LoaderModel> loaders, IReadOnlyList<WrittenLoader> written)
    {
        const string collection = $"global::{Names.Dependencies}.IServiceCollection";
        var access = settings.LoaderModuleIsInternal ? "internal" : "public";
        var source = new SourceBuilder();
        source.Open($"namespace {Names.Dependencies}");
        source.Line($"/// <summary>Registers the data loaders of {settings.LoaderModule}.</summary>");
        source.Open($"{access} static class {settings.LoaderModule}DataLoaderServiceExtensions");
        source.Line($"/// <summary>Adds the data loaders of {settings.LoaderModule}.</summary>");
        source.Open($"public static {collection} Add{settings.LoaderModule}(this {collection} services)");
        Loaders(source, "services", settings, loaders, written);
        source.Line("return services;");
        return source.Close().Close().Close().ToString();
    }

    private static void Loaders(SourceBuilder source, string services, ModuleSettings settings, IReadOnlyList<LoaderModel> loaders,
        IReadOnlyList<WrittenLoader> written)
    {
        const string extensions = $"global::{Names.Dependencies}.DataLoaderServiceCollectionExtensions";
        var calls = loaders.Select(l => (Key: l.FullName,
                Call: $"{extensions}.AddDataLoader<{l.ServiceCode(settings)}, {l.ClassCode}>({services}, static (sp, scheduler, options) => new {l.ClassCode}(sp, scheduler, options));"))
            .Concat(written.Select(w => (Key: w.SortKey, Call: $"{extensions}.AddDataLoader<{w.Service}, {w.Implementation}>({services});")));
        foreach (var (_, call) in calls.Distinct().OrderBy(c => c.Key, StringComparer.Ordinal)) source.Line(call);
        foreach (var group in LoaderGroup.Of(loaders))
            source.Line($"global::{Names.Dependencies}.Extensions.ServiceCollectionDescriptorExtensions.TryAddScoped<{group.InterfaceCode}, {group.ClassCode}>({services});");
    }

    private static List<RegisteredType> Distinct(IReadOnlyList<RegisteredType> types) =>
        [.. types.GroupBy(t => t.Code).Select(g => g.First()).OrderBy(t => t.SortKey, StringComparer.Ordinal)];
}
