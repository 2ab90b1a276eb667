using GraphQLPlugins.Engine.Authorization;
using GraphQLPlugins.Engine.Execution.Configuration;
using GraphQLPlugins.Engine.Resolvers;
using GraphQLPlugins.Engine.Types;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Engine.Tests.Binding;

public sealed class AuthorizationTests
{
    [Theory]
    [InlineData("{ open }", "", """{"data":{"open":1}}""")]
    [InlineData("{ signedIn }", "user", """{"data":{"signedIn":1}}""")]
    [InlineData("{ signedIn }", "",
        """{"errors":[{"message":"The current user is not authorized to access this resource.","locations":[{"line":1,"column":3}],"path":["signedIn"],"extensions":{"code":"AUTH_NOT_AUTHENTICATED"}}],"data":{"signedIn":null}}""")]
    [InlineData("{ both }", "user write", """{"data":{"both":1}}""")]
    [InlineData("{ both }", "user",
        """{"errors":[{"message":"The current user is not authorized to access this resource.","locations":[{"line":1,"column":3}],"path":["both"],"extensions":{"code":"AUTH_NOT_AUTHORIZED"}}],"data":{"both":null}}""")]
    [InlineData("{ anyRole }", "user b", """{"data":{"anyRole":1}}""")]
    [InlineData("{ secret { value } }", "user admin", """{"data":{"secret":{"value":7}}}""")]
    [InlineData("{ secret { value } }", "user",
        """{"errors":[{"message":"The current user is not authorized to access this resource.","locations":[{"line":1,"column":3}],"path":["secret"],"extensions":{"code":"AUTH_NOT_AUTHORIZED"}}],"data":{"secret":null}}""")]
    [InlineData("{ things { __typename } }", "user",
        """{"errors":[{"message":"The current user is not authorized to access this resource.","locations":[{"line":1,"column":3}],"path":["things",1],"extensions":{"code":"AUTH_NOT_AUTHORIZED"}}],"data":{"things":[{"__typename":"Plain"},null]}}""")]
    [InlineData("{ things { __typename } }", "user admin", """{"data":{"things":[{"__typename":"Plain"},{"__typename":"Secret"}]}}""")]
    [InlineData("{ after }", "user", """{"data":{"after":5}}""")]
    [InlineData("{ after }", "user late",
        """{"errors":[{"message":"The current user is not authorized to access this resource.","locations":[{"line":1,"column":3}],"path":["after"],"extensions":{"code":"AUTH_NOT_AUTHORIZED"}}],"data":{"after":null}}""")]
    [InlineData("{ unknown }", "user",
        """{"errors":[{"message":"The `nope` authorization policy does not exist.","locations":[{"line":1,"column":3}],"path":["unknown"],"extensions":{"code":"AUTH_POLICY_NOT_FOUND"}}],"data":{"unknown":null}}""")]
    public async Task Rules_are_checked_around_the_resolver(string document, string rights, string expected)
    {
        Query.Runs = 0;

        Assert.Equal(expected, await Graph.AskAsync(Configure, document, request: r => r.SetGlobalState("rights", rights)));
        if (expected.Contains("NOT_AUTHENTICATED", StringComparison.Ordinal)) Assert.Equal(0, Query.Runs);
    }

    [Fact]
    public async Task A_protected_root_protects_all_fields_but_those_with_a_hole()
    {
        var closed = await Graph.AskAsync(ConfigureRoot, "{ closed }", request: r => r.SetGlobalState("rights", ""));
        var hole = await Graph.AskAsync(ConfigureRoot, "{ hole }", request: r => r.SetGlobalState("rights", ""));

        Assert.Equal(
            """{"errors":[{"message":"The current user is not authorized to access this resource.","locations":[{"line":1,"column":3}],"path":["closed"],"extensions":{"code":"AUTH_NOT_AUTHENTICATED"}}],"data":{"closed":null}}""",
            closed);
        Assert.Equal("""{"data":{"hole":1}}""", hole);
    }

    [Fact]
    public async Task Policies_stay_out_of_the_schema()
    {
        var sdl = await Graph.SdlAsync(Configure, "Query", "Secret");

        Assert.DoesNotContain("@authorize", sdl, StringComparison.Ordinal);
        Assert.DoesNotContain("admin", sdl, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_without_anyone_to_decide_are_refused()
    {
        var errors = await Graph.ErrorsAsync(b => b.AddTypes(typeof(Query), typeof(Plain), typeof(Secret)));

        Assert.Equal("Query.signedIn has [Authorize] but nothing decides over it; call AddAuthorization() on the schema's builder.", Assert.Single(errors).Message);
    }

    private static void Configure(IRequestExecutorBuilder builder)
    {
        builder.AddTypes(typeof(Query), typeof(Plain), typeof(Secret));
        builder.Services.AddSingleton<IAuthorizationHandler, ByRights>();
    }

    private static void ConfigureRoot(IRequestExecutorBuilder builder)
    {
        builder.AddTypes(typeof(Closed));
        builder.Services.AddSingleton<IAuthorizationHandler, ByRights>();
    }

    [QueryType]
    public static class Query
    {
        public static int Runs { get; set; }

        public static int GetOpen() => 1;

        [Authorize]
        public static int? GetSignedIn() => ++Runs;

        [Authorize, Authorize("write")]
        public static int? GetBoth() => 1;

        [Authorize(Roles = ["a", "b"])]
        public static int? GetAnyRole() => 1;

        public static Secret? GetSecret() => new(7);

        public static IReadOnlyList<IThing?> GetThings() => [new Plain(1), new Secret(2)];

        [Authorize("not late", ApplyPolicy.AfterResolver)]
        public static int? GetAfter() => 5;

        [Authorize("nope")]
        public static int? GetUnknown() => 1;
    }

    [QueryType, Authorize]
    public static class Closed
    {
        public static int? GetClosed() => 1;

        [AllowAnonymous]
        public static int? GetHole() => 1;
    }

    [UnionType("Thing")]
    public interface IThing;


    public sealed record Plain(int Value) : IThing;

    [Authorize("admin")]
    public sealed record Secret(int Value) : IThing;

    private sealed class ByRights : IAuthorizationHandler
    {
        public ValueTask<AuthorizeResult> AuthorizeAsync(IMiddlewareContext context, AuthorizeDirective directive, CancellationToken cancellationToken = default)
        {
            var rights = ((string)context.ContextData["rights"]!).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (directive.Policy == "nope") return new(AuthorizeResult.PolicyNotFound);
            if (!rights.Contains("user")) return new(AuthorizeResult.NotAuthenticated);
            var allowed = directive.Policy == "not late"
                ? context.Result is 5 && !rights.Contains("late")
                : (directive.Policy is null || rights.Contains(directive.Policy)) && (directive.Roles.Count == 0 || directive.Roles.Any(rights.Contains));
            return new(allowed ? AuthorizeResult.Allowed : AuthorizeResult.NotAllowed);
        }
    }
}
