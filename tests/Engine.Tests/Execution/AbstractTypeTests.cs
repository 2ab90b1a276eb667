namespace GraphQLPlugins.Engine.Tests.Execution;

/// <summary>Spec 6.4.3 Value Completion: Resolving Abstract Types; 6.3 fragments on them.</summary>
public sealed class AbstractTypeTests
{
    private interface IAnimal
    {
        string Name { get; }
    }

    private class Dog : IAnimal
    {
        public string Name => "Rex";
        public bool Barks => true;
    }

    private sealed class Puppy : Dog;

    private sealed class Cat : IAnimal
    {
        public string Name => "Tom";
        public int Lives => 9;
    }

    private sealed class Stone;

    private static TestSchema Schema() => new TestSchema("""
        interface Animal { name: String! friend: Animal }
        type Dog implements Animal { name: String! friend: Animal barks: Boolean! }
        type Cat implements Animal { name: String! friend: Animal lives: Int! late: String }
        union Pet = Dog | Cat
        type Query { animals: [Animal!] pets: [Pet] late: Animal stone: Pet strict: Pet! named: Animal wrongly: Animal }
        """)
        .Getters<Dog>().Getters<Cat>()
        .Pure("Dog.friend", _ => new Cat())
        .Pure("Cat.friend", _ => null)
        .Pure("Query.animals", _ => new IAnimal[] { new Dog(), new Cat(), new Puppy() })
        .Pure("Query.pets", _ => new object?[] { new Cat(), null, new Stone(), new Dog() })
        .Pure("Query.stone", _ => new Stone())
        .Pure("Query.strict", _ => new Stone())
        .Async("Query.late", async _ =>
        {
            await Task.Yield();
            return new Cat();
        })
        .Async("Cat.late", async _ =>
        {
            await Task.Yield();
            return "meow";
        });

    [Fact]
    public async Task Fields_of_the_interface_and_of_the_object_types_are_merged_for_each_value() => Assert.Equal(
        """{"data":{"animals":[{"__typename":"Dog","name":"Rex","barks":true},{"__typename":"Cat","name":"Tom","lives":9},{"__typename":"Dog","name":"Rex","barks":true}]}}""",
        await Schema().RunAsync("{ animals { __typename name ... on Dog { barks } ... on Cat { lives name } } }"));

    [Fact]
    public async Task Fragments_on_unions_and_interfaces_apply_to_their_types() => Assert.Equal(
        """{"data":{"animals":[{"name":"Rex","friend":{"__typename":"Cat","lives":9}},{"name":"Tom","friend":null},{"name":"Rex","friend":{"__typename":"Cat","lives":9}}]}}""",
        await Schema().RunAsync("{ animals { ... on Pet { ... on Animal { name } } friend { __typename ... on Cat { lives } } } }"));

    [Fact]
    public async Task A_value_of_no_possible_type_fails_alone() => Assert.Equal(
        """{"errors":[{"message":"The abstract type `Pet` has no object type for a value of the CLR type `Stone`.","locations":[{"line":1,"column":3}],"path":["pets",2],"extensions":{"code":"EXEC_UNABLE_TO_RESOLVE_ABSTRACT_TYPE"}}],"data":{"pets":[{"lives":9},null,null,{"__typename":"Dog"}]}}""",
        await Schema().RunAsync("{ pets { ... on Cat { lives } ... on Dog { __typename } } }"));

    [Fact]
    public async Task The_same_holds_when_there_is_something_to_await_below() => Assert.Equal(
        """{"errors":[{"message":"The abstract type `Pet` has no object type for a value of the CLR type `Stone`.","locations":[{"line":1,"column":3}],"path":["pets",2],"extensions":{"code":"EXEC_UNABLE_TO_RESOLVE_ABSTRACT_TYPE"}}],"data":{"pets":[{"late":"meow"},null,null,{"__typename":"Dog"}],"late":{"late":"meow","name":"Tom"}}}""",
        await Schema().RunAsync("{ pets { ... on Cat { late } ... on Dog { __typename } } late { ... on Cat { late } name } }"));

    [Fact]
    public async Task A_value_of_no_possible_type_that_must_not_be_null_takes_its_parent_along() => Assert.Equal(
        """{"errors":[{"message":"The abstract type `Pet` has no object type for a value of the CLR type `Stone`.","locations":[{"line":1,"column":3}],"path":["strict"],"extensions":{"code":"EXEC_UNABLE_TO_RESOLVE_ABSTRACT_TYPE"}}],"data":null}""",
        await Schema().RunAsync("{ strict { __typename } }"));

    [Fact]
    public async Task A_type_may_decide_by_itself_and_a_resolver_may_name_it()
    {
        var schema = Schema().IsOfType("Cat", value => value is Stone or Cat);
        schema.Field("Query.named").Middleware.Add(new(null, _ => _ => context =>
        {
            context.Result = new Stone();
            context.ValueType = ((GraphQLPlugins.Engine.TypeSystem.Schema)context.Schema).FindType("Dog");
            return default;
        }));
        schema.Async("Query.named", _ => default);
        Assert.Equal("""{"data":{"stone":{"__typename":"Cat"},"named":{"__typename":"Dog"}}}""", await schema.RunAsync("{ stone { __typename } named { __typename } }"));
    }

    [Fact]
    public async Task Many_possible_types_are_planned_when_they_are_first_seen()
    {
        var types = string.Join("\n", Enumerable.Range(0, 20).Select(i => $"type T{i} implements Node {{ id: Int! late: Int other{i}: Int next: Node }}"));
        var schema = new TestSchema($"interface Node {{ id: Int! late: Int next: Node }}\n{types}\ntype Query {{ nodes: [Node!]! }}")
            .Pure("Query.nodes", _ => Enumerable.Range(0, 40).Select(i => (object)$"T{i % 20}").ToList());
        for (var i = 0; i < 20; i++)
        {
            var n = i;
            schema.IsOfType($"T{i}", value => (string)value == $"T{n}")
                .Pure($"T{i}.id", _ => n).Pure($"T{i}.next", _ => n > 0 ? $"T{n - 1}" : null)
                .Async($"T{i}.late", async _ =>
                {
                    await Task.Yield();
                    return n;
                });
        }
        var executor = schema.Build();
        var expected = string.Join(",", Enumerable.Range(0, 40).Select(i => i % 20).Select(i => $"{{\"id\":{i},\"late\":{i},\"next\":{(i == 0 ? "null" : $"{{\"__typename\":\"T{i - 1}\",\"late\":{i - 1}}}")}}}"));
        for (var i = 0; i < 2; i++)
            Assert.Equal($"{{\"data\":{{\"nodes\":[{expected}]}}}}", await TestSchema.RunAsync(executor, "{ nodes { id late next { __typename late } } }"));
    }
}
