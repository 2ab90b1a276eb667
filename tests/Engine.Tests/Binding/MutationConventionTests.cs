using GraphQLPlugins.Engine.Types;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.Binding;

public sealed class MutationConventionTests
{
    [Fact]
    public async Task Mutations_take_one_input_and_return_a_payload_with_their_errors()
    {
        var sdl = await Graph.SdlAsync(b => b.AddQueryType<Query>().AddMutationType<Mutation>().AddMutationConventions(),
            "Mutation", "RenameInput", "RenamePayload", "RenameError", "TitleTakenError", "InvalidTitleError", "Error", "TagPayload", "PingPayload", "ListPayload");

        Assert.Equal(
            """
            interface Error {
              message: String!
            }

            type InvalidTitleError implements Error {
              message: String!
              title: String!
            }

            type ListPayload {
              book: [Book!]
            }

            type Mutation {
              rename(input: RenameInput!): RenamePayload!
              tag(input: TagInput!): TagPayload!
              ping: PingPayload!
              list: ListPayload!
              add(input: AddInput!): AddPayload!
              left(input: LeftInput!): LeftPayload!
              raw(a: Int!): Int!
            }

            type PingPayload {
              int: Int
            }

            type RenamePayload {
              book: Book
              errors: [RenameError!]
            }

            type TagPayload {
              boolean: Boolean
              errors: [TagError!]
            }

            type TitleTakenError implements Error {
              message: String!
              title: String!
            }

            union RenameError = TitleTakenError | InvalidTitleError

            input RenameInput {
              id: Int!
              title: String! = "none"
            }
            """, sdl);
    }

    [Theory]
    [InlineData("mutation { rename(input: { id: 1, title: \"ok\" }) { book { title } errors { __typename } } }",
        """{"data":{"rename":{"book":{"title":"ok"},"errors":null}}}""")]
    [InlineData("mutation { rename(input: { id: 1, title: \"taken\" }) { book { title } errors { __typename ... on Error { message } ... on TitleTakenError { title } } } }",
        """{"data":{"rename":{"book":null,"errors":[{"__typename":"TitleTakenError","message":"The title taken is taken.","title":"taken"}]}}}""")]
    [InlineData("mutation { rename(input: { id: 1, title: \" \" }) { errors { __typename ... on InvalidTitleError { message title } } } }",
        """{"data":{"rename":{"errors":[{"__typename":"InvalidTitleError","message":"Bad title.","title":" "}]}}}""")]
    [InlineData("mutation { tag(input: { name: \"x\" }) { boolean errors { __typename } } }",
        """{"data":{"tag":{"boolean":null,"errors":[{"__typename":"InvalidTitleError"}]}}}""")]
    [InlineData("mutation { tag(input: { name: \"good\" }) { boolean errors { __typename } } }", """{"data":{"tag":{"boolean":true,"errors":null}}}""")]
    [InlineData("mutation { ping { int } }", """{"data":{"ping":{"int":1}}}""")]
    [InlineData("mutation { rename(input: { id: 1 }) { book { title } } }", """{"data":{"rename":{"book":{"title":"none"}}}}""")]
    public async Task Declared_errors_land_in_the_payload(string document, string expected) =>
        Assert.Equal(expected, await Graph.AskAsync(b => b.AddQueryType<Query>().AddMutationType<Mutation>().AddMutationConventions(), document));

    [Fact]
    public async Task A_subclass_of_a_declared_exception_is_not_declared()
    {
        var json = await Graph.AskAsync(b => b.AddQueryType<Query>().AddMutationType<Mutation>().AddMutationConventions(),
            "mutation { rename(input: { id: 1, title: \"worse\" }) { book { title } errors { __typename } } }");

        Assert.Equal("""{"errors":[{"message":"Unexpected Execution Error","locations":[{"line":1,"column":12}],"path":["rename"]}],"data":null}""", json);
    }

    [Fact]
    public async Task The_members_of_an_aggregate_are_mapped_one_by_one()
    {
        var json = await Graph.AskAsync(b => b.AddQueryType<Query>().AddMutationType<Mutation>().AddMutationConventions(),
            "mutation { rename(input: { id: 1, title: \"many\" }) { book { title } errors { __typename } } }");

        Assert.Equal(
            """{"errors":[{"message":"Unexpected Execution Error","locations":[{"line":1,"column":12}],"path":["rename"]}],"data":{"rename":{"book":null,"errors":[{"__typename":"TitleTakenError"},{"__typename":"InvalidTitleError"}]}}}""",
            json);
    }

    [Fact]
    public async Task A_payload_class_of_ones_own_is_kept_and_gets_the_errors()
    {
        var sdl = await Graph.SdlAsync(b => b.AddQueryType<Query>().AddMutationType<Mutation>().AddMutationConventions(), "AddPayload", "AddInput");
        var good = await Graph.AskAsync(b => b.AddQueryType<Query>().AddMutationType<Mutation>().AddMutationConventions(),
            "mutation { add(input: { title: \"a\" }) { count book { title } errors { __typename } } }");
        var bad = await Graph.AskAsync(b => b.AddQueryType<Query>().AddMutationType<Mutation>().AddMutationConventions(),
            "mutation { add(input: { title: \"taken\" }) { count book { title } errors { ... on Error { message } } } }");

        Assert.Equal(
            """
            type AddPayload {
              book: Book
              count: Int
              errors: [AddError!]
            }

            input AddInput {
              title: String!
            }
            """, sdl);
        Assert.Equal("""{"data":{"add":{"count":3,"book":{"title":"a"},"errors":null}}}""", good);
        Assert.Equal("""{"data":{"add":{"count":null,"book":null,"errors":[{"message":"The title taken is taken."}]}}}""", bad);
    }

    [Fact]
    public async Task Only_marked_mutations_follow_the_conventions_when_told_so()
    {
        var sdl = await Graph.SdlAsync(b => b.AddQueryType<Query>().AddMutationType<Mutation>().AddMutationConventions(applyToAllMutations: false), "Mutation");

        Assert.Equal(
            """
            type Mutation {
              rename(input: RenameInput!): RenamePayload!
              tag(input: TagInput!): TagPayload!
              ping: Int!
              list: [Book!]!
              add(input: AddInput!): AddPayload!
              left(input: LeftInput!): LeftPayload!
              raw(a: Int!): Int!
            }
            """, sdl);
    }

    [Fact]
    public async Task Names_follow_patterns_and_attributes()
    {
        var sdl = await Graph.SdlAsync(
            b => b.AddQueryType<Query>().AddMutationType<Renamed>().AddMutationConventions(new MutationConventionOptions
            {
                InputTypeNamePattern = "{MutationName}Arguments", InputArgumentName = "args", PayloadTypeNamePattern = "{MutationName}Outcome",
                PayloadErrorTypeNamePattern = "{MutationName}Fault", PayloadErrorsFieldName = "faults",
            }), "Renamed", "DoOutcome", "DoFault", "Special");

        Assert.Equal(
            """
            type DoOutcome {
              int: Int
              faults: [DoFault!]
            }

            type Renamed {
              do(args: DoArguments!): DoOutcome!
              other(what: SpecialInput!): Special!
            }

            type Special {
              value: Int
            }

            union DoFault = TitleTakenError
            """, sdl);
    }

    [Fact]
    public async Task Payloads_may_lead_back_to_the_query()
    {
        var json = await Graph.AskAsync(
            b => b.AddQueryType<Query>().AddMutationType<Mutation>().AddMutationConventions().AddQueryFieldToMutationPayloads(),
            "mutation { ping { int query { hello } } }");

        Assert.Equal("""{"data":{"ping":{"int":1,"query":{"hello":"world"}}}}""", json);
    }

    [Fact]
    public async Task Another_error_interface_takes_the_place_of_the_default_one()
    {
        var sdl = await Graph.SdlAsync(b => b.AddQueryType<Query>().AddMutationType<Coded>().AddMutationConventions().AddErrorInterfaceType<ICodedError>(),
            "ICodedError", "CodedError");

        Assert.Equal(
            """
            interface ICodedError {
              message: String!
              code: String!
            }

            type CodedError implements ICodedError {
              message: String!
              code: String!
            }
            """, sdl);
    }

    [Fact]
    public async Task Queries_with_errors_return_a_union_under_the_query_conventions()
    {
        var sdl = await Graph.SdlAsync(b => b.AddQueryType<Searching>().AddQueryConventions(), "Searching", "BookResult");
        var good = await Graph.AskAsync(b => b.AddQueryType<Searching>().AddQueryConventions(), "{ book(title: \"a\") { __typename ... on Book { title } } }");
        var bad = await Graph.AskAsync(b => b.AddQueryType<Searching>().AddQueryConventions(), "{ book(title: \"taken\") { __typename ... on Error { message } } }");

        Assert.Equal(
            """
            type Searching {
              book(title: String!): BookResult!
            }

            union BookResult = Book | TitleTakenError
            """, sdl);
        Assert.Equal("""{"data":{"book":{"__typename":"Book","title":"a"}}}""", good);
        Assert.Equal("""{"data":{"book":{"__typename":"TitleTakenError","message":"The title taken is taken."}}}""", bad);
    }

    [Fact]
    public async Task An_error_class_that_nothing_can_make_is_refused()
    {
        var errors = await Graph.ErrorsAsync(b => b.AddQueryType<Query>().AddMutationType<Unmakeable>().AddMutationConventions());

        Assert.Equal("The error Lonely cannot be made of an exception: give it a constructor that takes one, or a static method CreateErrorFrom.", Assert.Single(errors).Message);
    }

    public sealed class Query
    {
        public string Hello => "world";
    }

    public sealed record Book(string Title);

    public class TitleTakenException(string title) : Exception($"The title {title} is taken.")
    {
        public string Title { get; } = title;
    }

    public sealed class WorseException(string title) : TitleTakenException(title);

    public sealed class BadTitleException(string title) : Exception
    {
        public string Title { get; } = title;
    }

    public sealed record InvalidTitleError(string Message, string Title)
    {
        public static InvalidTitleError CreateErrorFrom(BadTitleException exception) => new("Bad title.", exception.Title);
    }

    public sealed class Mutation
    {
        [Error<TitleTakenException>, Error<InvalidTitleError>]
        public async Task<Book> RenameAsync(int id, string title = "none")
        {
            await Task.Yield();
            return title switch
            {
                "taken" => throw new TitleTakenException(title),
                "worse" => throw new WorseException(title),
                " " => throw new BadTitleException(title),
                "many" => throw new AggregateException(new TitleTakenException(title), new InvalidOperationException("secret"), new BadTitleException(title)),
                _ => new Book(title),
            };
        }

        public async Task<FieldResult<bool, InvalidTitleError>> TagAsync(string name)
        {
            await Task.Yield();
            if (name == "good") return true;
            return new InvalidTitleError("no", name);
        }

        public int Ping() => 1;

        public IReadOnlyList<Book> List() => [];

        [Error<TitleTakenException>]
        public AddPayload Add(string title) => title == "taken" ? throw new TitleTakenException(title) : new AddPayload(new Book(title), 3);

        [UseMutationConvention]
        public LeftPayload Left(LeftInput input) => new(input.Number);

        [UseMutationConvention(Disable = true)]
        public int Raw(int a) => a;
    }

    public sealed record AddPayload(Book Book, int Count);

    public sealed record LeftInput(int Number);

    public sealed record LeftPayload(int Number);

    public sealed class Renamed
    {
        [Error<TitleTakenException>]
        public int Do(int a) => a;

        [UseMutationConvention(InputTypeName = "SpecialInput", InputArgumentName = "what", PayloadTypeName = "Special", PayloadFieldName = "value")]
        public int Other(int b) => b;
    }

    public interface ICodedError
    {
        string Message { get; }
        string Code { get; }
    }

    public sealed record CodedError(string Message, string Code) : ICodedError
    {
        public static CodedError CreateErrorFrom(InvalidOperationException exception) => new(exception.Message, "X");
    }

    public sealed class Coded
    {
        [Error<CodedError>]
        public int Run() => 1;
    }

    public sealed class Searching
    {
        [Error<TitleTakenException>]
        public Book GetBook(string title) => title == "taken" ? throw new TitleTakenException(title) : new Book(title);
    }

    public sealed record Lonely(string Message);

    public sealed class Unmakeable
    {
        [Error<Lonely>]
        public int Run() => 1;
    }
}
