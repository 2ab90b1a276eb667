using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.TypeSystem;
using GraphQLPlugins.Engine.TypeSystem.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Benchmarks;

/// <summary>A schema in memory: plugins with ten scalar fields, as getters; the same items behind resolvers that wait.</summary>
internal static class CatalogSchema
{
    public enum Stage
    {
        Alpha,
        Beta,
        Stable,
    }

    public sealed record Plugin(int Id, string Name, string Provider, string Image, bool Enabled, int Downloads, double Rating, Stage Stage, string? Homepage, int? Priority);

    public static Plugin[] Plugins { get; } = [.. Enumerable.Range(1, 100).Select(i => new Plugin(
        i, $"Plugin {i:D5}", i % 3 == 0 ? "aws" : "on-prem", $"registry.local/plugins/{i}:latest", i % 2 == 0, i * 1234, i / 7.0, (Stage)(i % 3),
        i % 4 == 0 ? null : $"https://plugins.example/{i}", i % 5 == 0 ? null : i))];

    public const string TenFields = "id name provider image enabled downloads rating stage homepage priority";

    public static RequestPipeline Build()
    {
        var definition = new SchemaDefinition();
        var stage = new EnumTypeDefinition { Name = "Stage", RuntimeType = typeof(Stage) };
        foreach (var value in Enum.GetValues<Stage>()) stage.Values.Add(new EnumValue { Name = value.ToString().ToUpperInvariant(), RuntimeValue = value });
        var plugin = new ObjectTypeDefinition { Name = "Plugin", RuntimeType = typeof(Plugin) };
        Getter(plugin, "id", "Int!", (Plugin p) => p.Id);
        Getter(plugin, "name", "String!", (Plugin p) => p.Name);
        Getter(plugin, "provider", "String!", (Plugin p) => p.Provider);
        Getter(plugin, "image", "String!", (Plugin p) => p.Image);
        Getter(plugin, "enabled", "Boolean!", (Plugin p) => p.Enabled);
        Getter(plugin, "downloads", "Int!", (Plugin p) => p.Downloads);
        Getter(plugin, "rating", "Float!", (Plugin p) => p.Rating);
        Getter(plugin, "stage", "Stage!", (Plugin p) => p.Stage);
        Getter(plugin, "homepage", "String", (Plugin p) => p.Homepage);
        Getter(plugin, "priority", "Int", (Plugin p) => p.Priority);
        Async(plugin, "lateName", "String", c => new ValueTask<object?>(c.Parent<Plugin>().Name));
        Async(plugin, "waitedName", "String", async c =>
        {
            await Task.Yield();
            return c.Parent<Plugin>().Name;
        });
        var query = new ObjectTypeDefinition { Name = "Query" };
        Pure(query, "hello", "String!", _ => "world");
        Pure(query, "plugins", "[Plugin!]!", _ => Plugins);
        Pure(query, "plugin", "Plugin", c => Plugins[c.ArgumentValue<int>("id") - 1], "id");
        Async(query, "latePlugin", "Plugin", c => new ValueTask<object?>(Plugins[c.ArgumentValue<int>("id") - 1]), "id");
        definition.Types.AddRange([query, plugin, stage]);
        return new RequestPipeline(new ExecutorSetup { Schema = SchemaFactory.Create(definition), Services = new ServiceCollection().BuildServiceProvider() });
    }

    public static IOperationRequest Request(string document, string? variables = null)
    {
        var builder = OperationRequestBuilder.New().SetDocument(document);
        if (variables is not null) builder.SetVariableValues(variables);
        return builder.Build();
    }

    private static void Getter<TParent, TValue>(ObjectTypeDefinition type, string name, string typeName, Func<TParent, TValue> getter) =>
        Add(type, name, typeName).ResolverFactory = _ => new CompiledResolver { Kind = ResolverKind.Getter, Getter = getter };

    private static void Pure(ObjectTypeDefinition type, string name, string typeName, PureFieldDelegate pure, string? argument = null) =>
        Add(type, name, typeName, argument).ResolverFactory = _ => new CompiledResolver { Kind = ResolverKind.Pure, Pure = pure };

    private static void Async(ObjectTypeDefinition type, string name, string typeName, FieldResolverDelegate resolver, string? argument = null) =>
        Add(type, name, typeName, argument).Resolver = resolver;

    private static OutputFieldDefinition Add(ObjectTypeDefinition type, string name, string typeName, string? argument = null)
    {
        var field = new OutputFieldDefinition { Name = name, Type = TypeOf(typeName) };
        if (argument is not null) field.Arguments.Add(new InputFieldDefinition { Name = argument, Type = TypeOf("Int!"), RuntimeType = typeof(int) });
        type.Fields.Add(field);
        return field;
    }

    private static TypeRef TypeOf(string text) => text switch
    {
        [.. var inner, '!'] => TypeRef.NonNull(TypeOf(inner)),
        ['[', .. var inner, ']'] => TypeRef.ListOf(TypeOf(inner)),
        _ => TypeRef.Named(text),
    };
}
