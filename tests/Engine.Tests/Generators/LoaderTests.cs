using GraphQLPlugins.Engine.DataLoading;
using GraphQLPlugins.Engine.Execution.Configuration;
using GraphQLPlugins.Engine.Tests.DataLoading;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.Generators;

public class LoaderTests
{
    [Fact]
    public void A_batch_loader_has_an_interface_and_a_class_in_the_namespace_of_its_method()
    {
        var run = GeneratorRun.Of("""
            namespace Acme;
            public record Plugin(string Id);
            public class Store;
            internal static class Loaders
            {
                [DataLoader]
                public static Task<Dictionary<string, Plugin>> GetPluginByIdAsync(IReadOnlyList<string> ids, Store store, Store? other,
                    [DataLoaderState("tenant")] string tenant, [DataLoaderState("limit")] int limit = 5, CancellationToken ct = default) => null!;
            }
            """);
        Assert.Empty(run.Errors);
        Snapshot.Match(run.Sources["Acme.PluginByIdDataLoader.g.cs"]);
    }

    [Fact]
    public void Group_and_cache_loaders_follow_from_the_signature()
    {
        var run = GeneratorRun.Of("""
            namespace Acme;
            public record Version(int Plugin);
            public static class Loaders
            {
                [DataLoader] public static Task<ILookup<int, Version>> GetVersionsByPluginDataLoader(IReadOnlyList<int> keys) => null!;
                [DataLoader("Newest")] public static async ValueTask<Version?> Load(int plugin, CancellationToken ct) { await Task.Yield(); return null; }
                [DataLoader] internal static Task<IDictionary<int, Version?>> Old(IReadOnlyList<int> keys) => null!;
            }
            """);
        Assert.Empty(run.Errors);
        Snapshot.Match(string.Join("\n", run.Sources.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => s.Value)));
    }

    [Theory]
    [InlineData("", "public", "public")]
    [InlineData("(AccessModifier = DataLoaderAccessModifier.PublicInterface)", "public", "internal")]
    [InlineData("(AccessModifier = DataLoaderAccessModifier.Internal)", "internal", "internal")]
    public void The_access_modifier_says_what_is_public(string arguments, string interfaceAccess, string classAccess)
    {
        var run = GeneratorRun.Of($$"""
            public static class Loaders { [DataLoader{{arguments}}] public static Task<Dictionary<int, int>> GetDoublesAsync(IReadOnlyList<int> keys) => null!; }
            """);
        Assert.Empty(run.Errors);
        var text = run.Sources["DoublesDataLoader.g.cs"];
        Assert.Contains($"\n{interfaceAccess} interface IDoublesDataLoader :", text, StringComparison.Ordinal);
        Assert.Contains($"\n{classAccess} sealed partial class DoublesDataLoader :", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loader_of_internal_types_is_internal()
    {
        var run = GeneratorRun.Of("""
            internal record Secret(int Id);
            internal static class Loaders { [DataLoader] public static Task<Dictionary<int, Secret>> GetSecretAsync(IReadOnlyList<int> keys) => null!; }
            """);
        Assert.Empty(run.Errors);
        Assert.Contains("\ninternal interface ISecretDataLoader :", run.Sources["SecretDataLoader.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_assembly_may_set_the_defaults_and_name_a_registration_of_its_own()
    {
        var run = GeneratorRun.Of("""
            [assembly: DataLoaderDefaults(AccessModifier = DataLoaderAccessModifier.Internal, ServiceScope = DataLoaderServiceScope.OriginalScope, GenerateInterfaces = false)]
            [assembly: DataLoaderModule("AcmeLoaders", IsInternal = true)]
            public class Store;
            public static class Loaders { [DataLoader] public static Task<Dictionary<int, int>> GetDoublesAsync(IReadOnlyList<int> keys, Store store) => null!; }
            public class ByHand(DataLoaderOptions options) : CacheDataLoader<int, int>(options)
            {
                protected override Task<int> LoadSingleAsync(int key, CancellationToken cancellationToken) => Task.FromResult(key);
            }
            """);
        Assert.Empty(run.Errors);
        Snapshot.Match(string.Join("\n", run.Sources.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => s.Value)));
    }

    [Fact]
    public void Mistakes_are_found_where_they_are_made()
    {
        var run = GeneratorRun.Of("""
            public static class Loaders
            {
                [DataLoader] public static Task<Dictionary<int, int>> NoKey(CancellationToken ct) => null!;
                [DataLoader] private static Task<Dictionary<int, int>> Hidden(IReadOnlyList<int> keys) => null!;
                [DataLoader] public static Task<Dictionary<int, T>> Generic<T>(IReadOnlyList<int> keys) => null!;
                [DataLoader] public static Task<List<int>> Shapeless(IReadOnlyList<int> keys) => null!;
                [DataLoader(Lookups = ["Nowhere"])] public static Task<Dictionary<int, int>> Looking(IReadOnlyList<int> keys) => null!;
            }
            """);
        Assert.Equal(
            [
                "GQLP0001 6: The data loader method Shapeless takes a list of keys and returns System.Threading.Tasks.Task<System.Collections.Generic.List<int>>; return Task<Dictionary<TKey, TValue>> or Task<ILookup<TKey, TValue>>",
                "GQLP0002 7: The data loader method Looking names the lookup Nowhere; declare a static method Nowhere beside it that takes a value and returns its key or a KeyValuePair of key and value",
                "HC0074 3: The data loader method NoKey has no key parameter; make its first parameter the key (cache) or an IReadOnlyList of keys (batch, group)",
                "HC0075 4: The data loader method Hidden cannot be called by the generated loader; make it static and public or internal",
                "HC0085 5: The data loader method Generic is generic or stands in a generic class; a loader is made for known key and value types",
            ], run.Findings);
    }

    [Fact]
    public async Task A_generated_module_loads_with_services_state_lookups_and_groups()
    {
        var run = GeneratorRun.Of("""
            [assembly: Module("Words")]
            namespace Acme;
            public record Word(string Name, int Number);
            public sealed class Scoped : IDisposable { public bool Disposed; public void Dispose() => Disposed = true; }
            [DataLoaderGroup("WordBatching")]
            public static class Loaders
            {
                public static readonly List<string> Log = [];
                public static readonly List<Scoped> Scopes = [];

                [DataLoader(Lookups = [nameof(NameOf)])]
                public static Task<Dictionary<string, Word>> GetWordByNameAsync(IReadOnlyList<string> names, Scoped scoped, CancellationToken ct)
                {
                    Log.Add("names " + string.Join(",", names));
                    Scopes.Add(scoped);
                    return Task.FromResult(names.ToDictionary(n => n, n => new Word(n, n.Length)));
                }

                public static string? NameOf(Word word) => word.Name;

                [DataLoader]
                public static Task<Dictionary<int, Word>> GetWordByNumberAsync(IReadOnlyList<int> numbers)
                {
                    Log.Add("numbers " + string.Join(",", numbers));
                    return Task.FromResult(numbers.ToDictionary(n => n, n => new Word(new string('x', n), n)));
                }
            }
            """);
        Assert.Empty(run.Errors);
        var module = run.Load();
        var collection = new ServiceCollection();
        collection.AddScoped(module.GetType("Acme.Scoped")!);
        module.GetType("Microsoft.Extensions.DependencyInjection.WordsRequestExecutorBuilderExtensions")!.GetMethod("AddWords")!
            .Invoke(null, [new Builder(collection)]);
        using var services = collection.BuildServiceProvider();
        using var request = services.CreateScope();
        var scheduler = new WaveScheduler();
        request.ServiceProvider.GetRequiredService<GraphQLPlugins.Engine.Execution.OperationScope>().Start(scheduler);
        var byName = (IDataLoader)request.ServiceProvider.GetRequiredService(module.GetType("Acme.IWordByNameDataLoader")!);
        var byNumber = (IDataLoader)request.ServiceProvider.GetRequiredService(module.GetType("Acme.IWordByNumberDataLoader")!);
        var group = request.ServiceProvider.GetRequiredService(module.GetType("Acme.IWordBatching")!);
        Assert.Same(byName, group.GetType().GetProperty("WordByName")!.GetValue(group));

        var three = byNumber.LoadAsync(3);
        await scheduler.RunWaveAsync();
        Assert.Equal("Word { Name = xxx, Number = 3 }", (await three)!.ToString());
        Assert.Same(await three, await byName.LoadAsync("xxx"));
        var five = byName.LoadAsync("fives");
        await scheduler.RunWaveAsync();
        Assert.Equal("Word { Name = fives, Number = 5 }", (await five)!.ToString());

        var loaders = module.GetType("Acme.Loaders")!;
        Assert.Equal(["numbers 3", "names fives"], (List<string>)loaders.GetField("Log")!.GetValue(null)!);
        dynamic scopes = loaders.GetField("Scopes")!.GetValue(null)!;
        Assert.True((bool)scopes[0].Disposed);
    }

    private sealed class Builder(IServiceCollection services) : IRequestExecutorBuilder
    {
        public string Name => "_Default";

        public IServiceCollection Services => services;
    }
}
