namespace GraphQLPlugins.Engine.Tests.Generators;

public class ModuleTests
{
    private const string Annotated = """
        [assembly: Module("Catalog")]
        namespace Acme.Catalog.Zoo { [QueryType] public static partial class PluginQueries { public static string GetName() => ""; } }
        namespace Acme.Catalog
        {
            public class Plugin { public string Name => ""; }
            [ObjectType<Plugin>] public static partial class PluginNode { public static int GetLength([Parent] Plugin plugin) => 0; }
            [MutationType] public static partial class PluginMutations { public static string Rename(string name) => name; }
            [SubscriptionType] public class PluginSubscriptions { public string OnChanged() => ""; }
            [ExtendObjectType<Plugin>] public class PluginExtension { public int More() => 1; }
            [UnionType] public interface IThing;
            [InterfaceType] public interface INamed { string Name { get; } }
            [EnumType] public enum State { On }
            [InputObjectType] public record PluginInput(string Name);
            public static class Outer { [ObjectType] public class Nested { public int X => 1; } private class Hidden; }
            public class Loose { [Query] public static int Count() => 1; [Mutation] public static int Grow() => 2; }
            public abstract class Unrelated;
            public class PluginType : ObjectType<Plugin>;
            public class VersionFilter : InputObjectType<PluginInput>;
        }
        """;

    [Fact]
    public void Annotated_classes_are_registered_in_the_order_of_their_full_names()
    {
        var run = GeneratorRun.Of(Annotated);
        Assert.Empty(run.Errors);
        Snapshot.Match(run.Sources["Catalog.Module.g.cs"]);
    }

    [Fact]
    public void Without_a_name_the_module_is_called_after_the_end_of_the_assembly_name()
    {
        var run = GeneratorRun.Of("[QueryType] public static class Q { public static int One => 1; }", "Acme.My-Shop");
        Assert.Empty(run.Errors);
        Assert.Equal(["My_ShopTypes.Module.g.cs"], run.Sources.Keys);
        Assert.Contains(" AddMy_ShopTypes(this ", run.Sources["My_ShopTypes.Module.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void An_unnamed_module_without_anything_to_register_is_not_generated()
    {
        Assert.Empty(GeneratorRun.Of("public class Plain;").Sources);
        Assert.Equal(["Empty.Module.g.cs"], GeneratorRun.Of("[assembly: Module(\"Empty\")]").Sources.Keys);
    }

    [Fact]
    public void A_module_may_register_types_only()
    {
        var run = GeneratorRun.Of("""
            [assembly: Module("Part", ModuleOptions.RegisterTypes)]
            [QueryType] public static class Q
            {
                public static int One => 1;
                [DataLoader] internal static Task<Dictionary<int, string>> GetNameByIdAsync(IReadOnlyList<int> ids) => Task.FromResult(new Dictionary<int, string>());
            }
            """);
        Assert.Empty(run.Errors);
        Assert.Contains("typeof(global::Q)", run.Sources["Part.Module.g.cs"], StringComparison.Ordinal);
        Assert.DoesNotContain("AddDataLoader", run.Sources["Part.Module.g.cs"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("static partial void Configure(IObjectTypeDescriptor<Plugin> descriptor) => descriptor.Description(\"A plugin.\");")]
    [InlineData("static partial void Configure(IObjectTypeDescriptor<Plugin> d) => d.Description(\"A plugin.\");")]
    [InlineData("static partial void Configure(IObjectTypeDescriptor<Plugin> d); static partial void Configure(IObjectTypeDescriptor<Plugin> d) => d.Description(\"\");")]
    [InlineData("private static void Configure(IObjectTypeDescriptor<Plugin> d) => d.Description(\"A plugin.\"); public static void Use(IObjectTypeDescriptor<Plugin> d) => Configure(d);")]
    public void A_configure_hook_compiles_however_it_is_written(string hook)
    {
        var run = GeneratorRun.Of($$"""
            namespace Acme
            {
                public class Plugin { public string Name => ""; }
                [ObjectType<Plugin>] public static partial class PluginNode { {{hook}} }
            }
            """);
        Assert.Empty(run.Errors);
    }

    [Fact]
    public void The_hook_of_a_root_class_gets_an_untyped_descriptor_and_stands_in_its_containing_classes()
    {
        var run = GeneratorRun.Of("""
            namespace Acme;
            public static partial class Outer
            {
                [QueryType] internal static partial class Queries
                {
                    public static int One => 1;
                    static partial void Configure(IObjectTypeDescriptor descriptor) => descriptor.Description("Root.");
                }
            }
            """);
        Assert.Empty(run.Errors);
        Snapshot.Match(run.Sources["Acme.Outer.Queries.Configure.g.cs"]);
    }

    [Fact]
    public void A_class_that_adds_fields_must_be_static_and_partial()
    {
        var run = GeneratorRun.Of("""
            public class Plugin { public string Name => ""; }
            [ObjectType<Plugin>] public class Wrong;
            [ObjectType<Plugin>] public static class NotPartial;
            """);
        Assert.Equal(
            [
                "HC0080 2: The class Wrong adds fields to a type; declare it as static partial class",
                "HC0080 3: The class NotPartial adds fields to a type; declare it as static partial class",
                "HC0081 2: The class Wrong adds fields to a type; declare it as static partial class",
            ], run.Findings);
    }

    [Fact]
    public void A_node_resolver_takes_one_argument_named_id()
    {
        var run = GeneratorRun.Of("""
            public class Plugin { public string Name => ""; }
            public class Store;
            [ObjectType<Plugin>] public static partial class PluginNode
            {
                [NodeResolver] public static Plugin Good(Guid id, Store store, CancellationToken ct) => new();
                [NodeResolver] public static Plugin Two(int id, string name) => new();
                [NodeResolver] public static Plugin None(Store store) => new();
                [NodeResolver] public static Plugin Misnamed(int key, [GlobalState] string user) => new();
            }
            """);
        Assert.Equal(
            [
                "HC0083 6: The node resolver Two must take exactly one argument, named id; it takes 2",
                "HC0083 7: The node resolver None must take exactly one argument, named id; it takes 0",
                "HC0084 8: The node resolver Misnamed takes its id as key; name the parameter id",
            ], run.Findings);
    }
}
