using System.Reflection;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Engine.Types.Relay;
using GraphQLPlugins.Engine.TypeSystem;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GraphQLPlugins.Engine.Tests.Binding;

public sealed class DescriptorTests
{
    [Fact]
    public async Task Attributes_of_ones_own_configure_what_they_stand_on()
    {
        var sdl = await Graph.SdlAsync(b => b.AddQueryType<Query>(), "Query", "Mood", "AskInput", "INamed");

        Assert.Equal(
            """
            "marked"
            interface INamed {
              title: String!
            }

            "marked"
            type Query {
              marked("marked" a: Int!): Int!
              ask(ask: AskInput!): Mood!
              named: INamed!
            }

            "marked"
            input AskInput {
              "marked"
              value: Int!
            }

            "marked"
            enum Mood {
              "marked"
              GOOD
              BAD
            }
            """, sdl);
    }

    [Fact]
    public async Task Attributes_run_in_the_order_of_their_lines()
    {
        var json = await Graph.AskAsync(b => b.AddQueryType<Ordered>(), "{ value }");

        Assert.Equal("""{"data":{"value":"outer(inner(x))"}}""", json);
    }

    [Fact]
    public async Task A_directive_class_is_defined_and_may_be_applied()
    {
        var schema = await Graph.SchemaAsync(b => b.AddQueryType<Directed>().AddDirectiveType<UnitDirective>());

        Assert.Contains("directive @unit(name: String! factor: Float! = 1) repeatable on FIELD_DEFINITION", SdlPrinter.Print(schema), StringComparison.Ordinal);
        Assert.Contains("length: Int! @unit(name: \"m\") @unit(name: \"km\", factor: 0.001)", SdlPrinter.Print(schema), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_is_made_by_code()
    {
        var json = await Graph.AskAsync(
            b => b.AddQueryType<NodeQuery>().AddGlobalObjectIdentification().AddObjectType<Thing>(
                d => d.ImplementsNode().IdField(t => t.Key).ResolveNode((_, key) => Task.FromResult<Thing?>(new Thing(key)))),
            "{ thing { id } node(id: \"VGhpbmc6NQ==\") { __typename id } }");

        Assert.Equal("""{"data":{"thing":{"id":"VGhpbmc6MQ=="},"node":{"__typename":"Thing","id":"VGhpbmc6NQ=="}}}""", json);
    }

    [Fact]
    public async Task Code_resolvers_give_fields_their_type()
    {
        var sdl = await Graph.SdlAsync(b => b.AddQueryType(d =>
        {
            d.Name("Root");
            d.Field("number").Resolve(_ => 1);
            d.Field("text").Type<StringType>().Resolve(async _ =>
            {
                await Task.Yield();
                return "x";
            });
            d.Field("from").ResolveWith<Query>(q => q.Marked(default));
        }), "Root");

        Assert.Equal(
            """
            type Root {
              number: Int!
              text: String
              from("marked" a: Int!): Int!
            }
            """, sdl);
    }

    [Fact]
    public async Task A_field_result_without_conventions_is_its_value_or_the_fields_error()
    {
        var json = await Graph.AskAsync(b => b.AddQueryType<Results>(), "{ good bad }");

        Assert.Equal("""{"errors":[{"message":"No.","locations":[{"line":1,"column":8}],"path":["bad"]}],"data":{"good":1,"bad":null}}""", json);
    }

    [Fact]
    public async Task A_schema_is_built_when_the_host_starts()
    {
        var warmed = 0;
        var builder = new ServiceCollection().AddGraphQL().AddQueryType<Query>().InitializeOnStartup((executor, _) =>
        {
            warmed = executor.Schema.Types.Count;
            return Task.CompletedTask;
        });
        await using var services = builder.Services.BuildServiceProvider();

        foreach (var service in services.GetServices<IHostedService>()) await service.StartAsync(default);

        Assert.Equal((await services.GetRequestExecutorAsync()).Schema.Types.Count, warmed);
    }

    [Fact]
    public async Task Limits_of_documents_are_set_by_their_known_names()
    {
        var json = await Graph.AskAsync(b => b.AddQueryType<Query>().ModifyParserOptions(o => o.MaxAllowedFields = 1), "{ a: __typename b: __typename }");

        Assert.Contains("1", json, StringComparison.Ordinal);
        Assert.StartsWith("{\"errors\":[{\"message\":", json, StringComparison.Ordinal);
    }

    [Marked]
    public sealed class Query
    {
        [GraphQLName("marked")]
        public int Marked([MarkedArgument] int a) => a;
        public Mood Ask(Ask ask) => (Mood)ask.Value;
        public INamed Named => throw new InvalidOperationException();
    }

    [MarkedEnum]
    public enum Mood
    {
        [MarkedValue]
        Good,
        Bad,
    }

    [MarkedInput]
    public sealed class Ask
    {
        [MarkedField]
        public int Value { get; set; }
    }

    [MarkedInterface]
    public interface INamed
    {
        string Title { get; }
    }

    public sealed record NamedThing(string Title) : INamed;

    public sealed class Ordered
    {
        [Wrap("outer")]
        [Wrap("inner")]
        public string Value => "x";
    }

    public sealed class Directed
    {
        [Unit("m")]
        [Unit("km", Factor = 0.001)]
        public int Length => 1;
    }

    [DirectiveType(DirectiveLocation.FieldDefinition, IsRepeatable = true)]
    public sealed record UnitDirective(string Name, double Factor = 1);

    public sealed class NodeQuery
    {
        public Thing Thing => new(1);
    }

    public sealed record Thing(int Key);

    public sealed class Results
    {
        public FieldResult<int, Oops> Good() => 1;

        [GraphQLType<IntType>]
        public Task<FieldResult<int, Oops>> BadAsync() => Task.FromResult<FieldResult<int, Oops>>(new Oops("No."));
    }

    public sealed record Oops(string Message);

    private sealed class MarkedAttribute : ObjectTypeDescriptorAttribute
    {
        protected internal override void OnConfigure(IDescriptorContext context, IObjectTypeDescriptor descriptor, Type type) => descriptor.Description("marked");
    }

    private sealed class MarkedArgumentAttribute : ArgumentDescriptorAttribute
    {
        protected internal override void OnConfigure(IDescriptorContext context, IArgumentDescriptor descriptor, ParameterInfo parameter) => descriptor.Description("marked");
    }

    private sealed class MarkedEnumAttribute : EnumTypeDescriptorAttribute
    {
        protected internal override void OnConfigure(IDescriptorContext context, IEnumTypeDescriptor descriptor, Type type) => descriptor.Description("marked");
    }

    private sealed class MarkedValueAttribute : EnumValueDescriptorAttribute
    {
        protected internal override void OnConfigure(IDescriptorContext context, IEnumValueDescriptor descriptor, FieldInfo field) => descriptor.Description("marked");
    }

    private sealed class MarkedInputAttribute : InputObjectTypeDescriptorAttribute
    {
        protected internal override void OnConfigure(IDescriptorContext context, IInputObjectTypeDescriptor descriptor, Type type) => descriptor.Description("marked");
    }

    private sealed class MarkedFieldAttribute : InputFieldDescriptorAttribute
    {
        protected internal override void OnConfigure(IDescriptorContext context, IInputFieldDescriptor descriptor, MemberInfo member) => descriptor.Description("marked");
    }

    private sealed class MarkedInterfaceAttribute : InterfaceTypeDescriptorAttribute
    {
        protected internal override void OnConfigure(IDescriptorContext context, IInterfaceTypeDescriptor descriptor, Type type) => descriptor.Description("marked");
    }

    private sealed class WrapAttribute : ObjectFieldDescriptorAttribute
    {
        private readonly string _name;

        public WrapAttribute(string name, [System.Runtime.CompilerServices.CallerLineNumber] int order = 0)
        {
            _name = name;
            Order = order;
        }

        protected internal override void OnConfigure(IDescriptorContext context, IObjectFieldDescriptor descriptor, MemberInfo member) =>
            descriptor.Use(next => async c =>
            {
                await next(c);
                c.Result = $"{_name}({c.Result})";
            });
    }

    private sealed class UnitAttribute(string name) : ObjectFieldDescriptorAttribute
    {
        public double Factor { get; set; } = 1;

        protected internal override void OnConfigure(IDescriptorContext context, IObjectFieldDescriptor descriptor, MemberInfo member)
        {
            var arguments = new List<KeyValuePair<string, IValueNode>> { new("name", new StringValueNode(name)) };
            if (Factor != 1) arguments.Add(new("factor", new FloatValueNode(Factor)));
            descriptor.Directive("unit", [.. arguments]);
        }
    }
}
