namespace GraphQLPlugins.Engine.Generators;

/// <summary>Writes loaders and groups of loaders.</summary>
internal static class LoaderWriter
{
    private const string Loading = $"global::{Names.Loading}";

    public static string Loader(LoaderModel loader, ModuleSettings settings)
    {
        var source = new SourceBuilder();
        var inNamespace = source.OpenNamespace(loader.Namespace);
        if (settings.GenerateInterfaces)
        {
            source.Line($"/// <summary>Loads by <see cref=\"{Cref(loader.Method)}\"/>.</summary>");
            source.Open($"{loader.InterfaceAccess(settings)} interface I{loader.Name} : {Loading}.IDataLoader<{loader.Key}, {loader.Loaded}>");
            source.Close().Line();
        }
        var parent = loader.Shape switch { LoaderShape.Group => "StatefulGroupedDataLoader", LoaderShape.Cache => "StatefulCacheDataLoader", _ => "StatefulBatchDataLoader" };
        source.Line($"/// <summary>Loads by <see cref=\"{Cref(loader.Method)}\"/>.</summary>");
        source.Open($"{loader.ClassAccess(settings)} sealed partial class {loader.Name} : {Loading}.{parent}<{loader.Key}, {loader.Value}>"
            + (settings.GenerateInterfaces ? $", I{loader.Name}" : ""));
        source.Line("private readonly global::System.IServiceProvider _services;").Line();
        source.Line($"public {loader.Name}(global::System.IServiceProvider services, {Loading}.IBatchScheduler batchScheduler, {Loading}.DataLoaderOptions options)");
        source.Indent(1).Line(loader.Shape == LoaderShape.Cache ? ": base(options)" : ": base(batchScheduler, options)").Indent(-1);
        source.Open("").Line("_services = services;");
        foreach (var lookup in loader.Lookups) source.Line(lookup);
        source.Close().Line();
        Fetch(source, loader, settings);
        source.Close();
        if (inNamespace) source.Close();
        return source.ToString();
    }

    public static string Group(LoaderGroup group, ModuleSettings settings)
    {
        var access = group.Loaders.All(l => l.InterfaceAccess(settings) == "public") ? "public" : "internal";
        var source = new SourceBuilder();
        var inNamespace = source.OpenNamespace(group.Namespace);
        source.Line($"/// <summary>The data loaders of {group.Name}.</summary>");
        source.Open($"{access} interface I{group.Name}");
        foreach (var loader in group.Loaders) source.Line($"{loader.ServiceCode(settings)} {Property(loader)} {{ get; }}");
        source.Close().Line();
        source.Line($"/// <summary>The data loaders of {group.Name}.</summary>");
        source.Open($"{access} sealed partial class {group.Name}(global::System.IServiceProvider services) : I{group.Name}");
        foreach (var loader in group.Loaders)
            source.Line($"public {loader.ServiceCode(settings)} {Property(loader)} => global::{Names.Dependencies}.ServiceProviderServiceExtensions.GetRequiredService<{loader.ServiceCode(settings)}>(services);");
        source.Close();
        if (inNamespace) source.Close();
        return source.ToString();
    }

    private static void Fetch(SourceBuilder source, LoaderModel loader, ModuleSettings settings)
    {
        const string collections = "global::System.Collections.Generic";
        const string task = "global::System.Threading.Tasks.Task";
        var keys = loader.Shape == LoaderShape.Cache ? $"{loader.Key} key" : $"{collections}.IReadOnlyList<{loader.Key}> keys";
        var (method, result) = loader.Shape switch
        {
            LoaderShape.Group => ("LoadGroupedBatchAsync", $"global::System.Linq.ILookup<{loader.Key}, {loader.Value}>"),
            LoaderShape.Cache => ("LoadSingleAsync", loader.Value),
            _ => ("LoadBatchAsync", $"{collections}.IReadOnlyDictionary<{loader.Key}, {loader.Value}>"),
        };
        source.Line($"protected override async {task}<{result}> {method}(").Indent(1);
        source.Line($"{keys},");
        source.Line($"{Loading}.DataLoaderFetchContext<{loader.Loaded}> context,");
        source.Line("global::System.Threading.CancellationToken cancellationToken)").Indent(-1);
        source.Open("");
        if (loader.NeedsServices)
        {
            var scope = loader.Scope != 0 ? loader.Scope : settings.LoaderScope;
            if (scope != 2) source.Line($"await using var scope = {Loading}.DataLoaderServices.CreateScope(_services);");
            source.Line($"var services = {(scope == 2 ? "_services" : "scope.ServiceProvider")};");
        }
        var first = loader.Shape == LoaderShape.Cache ? "key" : "keys";
        var call = $"await {loader.Method}({string.Join(", ", new[] { first }.Concat(loader.Arguments))}).ConfigureAwait(false)";
        source.Line(loader.AdaptsDictionary
            ? $"return new global::System.Collections.ObjectModel.ReadOnlyDictionary<{loader.Key}, {loader.Value}>(({call})!);"
            : $"return ({call})!;");
        source.Close();
    }

    private static string Property(LoaderModel loader) => loader.Name.Substring(0, loader.Name.Length - "DataLoader".Length);

    private static string Cref(string method) => method.Replace("<", "{").Replace(">", "}");
}
