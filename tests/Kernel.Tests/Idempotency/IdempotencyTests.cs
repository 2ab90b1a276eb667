using System.Text;
using System.Text.Json;
using GraphQLPlugins.Kernel.Tests.Jobs;
using GraphQLPlugins.ModuleTesting;

namespace GraphQLPlugins.Kernel.Tests.Idempotency;

public sealed class IdempotencyTests : IAsyncLifetime
{
    private ModuleHost _host = null!;

    public async Task InitializeAsync() => _host = await ErrandsModule.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_repeated_mutation_gets_the_first_answer_and_does_nothing_again()
    {
        var first = await CreateTokenAsync("a", "k");
        var again = await CreateTokenAsync("a", "k");

        Assert.StartsWith("gqp_", first.GetProperty("createdToken").GetProperty("secret").GetString());
        Assert.Equal(first.ToString(), again.ToString());
        Assert.Equal((1L, 1L), (await CountAsync("access_tokens"), await CountAsync("audit_entries")));
        var stored = (byte[])(await _host.Database.ScalarAsync("SELECT sealed_answer FROM kernel.idempotency_keys"))!;
        Assert.DoesNotContain("gqp_", Encoding.UTF8.GetString(stored));
    }

    [Fact]
    public async Task The_same_key_with_other_values_or_for_another_mutation_is_a_conflict()
    {
        await CreateTokenAsync("a", "k");

        const string message = "The idempotency key was used for another mutation, or for this one with other values. Take a new key for each change.";
        Assert.Equal(("IdempotencyConflictError", "IDEMPOTENCY_CONFLICT", message), Error(await CreateTokenAsync("b", "k")));
        Assert.Equal(("IdempotencyConflictError", "IDEMPOTENCY_CONFLICT", message), Error(await CreateProjectAsync("a", "k")));
        Assert.Equal((1L, 0L), (await CountAsync("access_tokens"), await CountAsync("projects")));
    }

    [Fact]
    public async Task Another_principal_has_keys_of_its_own()
    {
        await CreateTokenAsync("a", "k");
        _host.Caller = new GraphQLPlugins.Kernel.Identity.Authentication.PrincipalIdentity("somebody else", null, GraphQLPlugins.Kernel.Identity.Organization.DefaultId, new(["*"]), null);
        await CreateTokenAsync("b", "k");
        Assert.Equal(2L, await CountAsync("access_tokens"));
    }

    [Fact]
    public async Task A_refused_mutation_leaves_the_key_free()
    {
        Assert.Equal("TextInvalidError", Error(await CreateProjectAsync("", "k")).Item1);
        Assert.Equal(0L, await CountAsync("idempotency_keys"));
        await CreateProjectAsync("fine", "k");
        Assert.Equal(1L, await CountAsync("projects"));
    }

    [Fact]
    public async Task Of_repeats_at_the_same_time_one_does_it_and_the_others_get_its_answer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => CreateTokenAsync("a", "k"))));

        Assert.Single(answers.Select(a => a.GetProperty("createdToken").GetProperty("secret").GetString()).Distinct());
        Assert.Equal((1L, 1L), (await CountAsync("access_tokens"), await CountAsync("audit_entries")));
    }

    [Theory]
    [InlineData(256, "The idempotency key has 256 characters; at most 255 are allowed.")]
    [InlineData(0, "The idempotency key is blank. Take a new one for each change, such as a UUID.")]
    public async Task A_key_that_cannot_be_used_is_refused(int length, string message)
    {
        Assert.Equal(("IdempotencyConflictError", "IDEMPOTENCY_CONFLICT", message), Error(await CreateProjectAsync("a", new string('k', length))));
        Assert.Equal(0L, await CountAsync("projects"));
        await CreateProjectAsync("a", new string('k', 255));
        Assert.Equal(1L, await CountAsync("projects"));
    }

    [Fact]
    public async Task A_key_is_forgotten_after_its_time()
    {
        var clock = new FakeClock(DateTimeOffset.UtcNow);
        await using var host = _host.Join(ErrandsModule.All, clock);
        await RunAsync(host, "createToken", new { name = "a", capabilities = new[] { "catalog:read" }, idempotencyKey = "k" });
        clock.Time += TimeSpan.FromHours(23);
        await RunAsync(host, "createToken", new { name = "a", capabilities = new[] { "catalog:read" }, idempotencyKey = "k" });
        Assert.Equal(1L, await CountAsync("access_tokens"));
        clock.Time += TimeSpan.FromHours(2);
        await RunAsync(host, "createToken", new { name = "a", capabilities = new[] { "catalog:read" }, idempotencyKey = "k" });
        Assert.Equal((2L, 1L), (await CountAsync("access_tokens"), await CountAsync("idempotency_keys")));
    }

    [Fact]
    public async Task A_rehearsal_answers_and_changes_nothing()
    {
        var answer = await RunAsync(_host, "createProject", new { name = "a", dryRun = true, idempotencyKey = "k" });

        Assert.Equal("a", answer.GetProperty("project").GetProperty("name").GetString());
        Assert.Equal((0L, 0L, 0L), (await CountAsync("projects"), await CountAsync("audit_entries"), await CountAsync("idempotency_keys")));
        await CreateProjectAsync("a", "k");
        Assert.Equal(1L, await CountAsync("projects"));
    }

    [Fact]
    public async Task Each_mutation_of_a_document_has_a_key_of_its_own()
    {
        const string document = """
            mutation { a: createProject(input: { name: "a", idempotencyKey: "1" }) { project { name } } b: createProject(input: { name: "b" }) { project { name } }
              c: createProject(input: { name: "a", idempotencyKey: "1" }) { project { name } errors { ... on Error { code } } } }
            """;
        var answer = await _host.QueryAsync(document);
        Assert.Equal("""{"a":{"project":{"name":"a"}},"b":{"project":{"name":"b"}},"c":{"project":{"name":"a"},"errors":null}}""", answer.GetProperty("data").ToString());
        Assert.Equal(2L, await CountAsync("projects"));
    }

    private Task<JsonElement> CreateTokenAsync(string name, string key) => RunAsync(_host, "createToken", new { name, capabilities = new[] { "catalog:read" }, idempotencyKey = key });

    private Task<JsonElement> CreateProjectAsync(string name, string key) => RunAsync(_host, "createProject", new { name, idempotencyKey = key });

    private static async Task<JsonElement> RunAsync(ModuleHost host, string operation, object input)
    {
        var answer = await host.RunAsync(operation, new { input });
        Assert.False(answer.TryGetProperty("errors", out var errors), errors.ToString());
        return answer.GetProperty("data").GetProperty(operation);
    }

    private async Task<long> CountAsync(string table) => (long)(await _host.Database.ScalarAsync($"SELECT count(*) FROM kernel.{table}"))!;

    private static (string?, string?, string?) Error(JsonElement payload)
    {
        var error = payload.GetProperty("errors")[0];
        return (error.GetProperty("__typename").GetString(), error.GetProperty("code").GetString(), error.GetProperty("message").GetString());
    }
}
