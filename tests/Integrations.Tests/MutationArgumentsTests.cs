using System.Reflection;
using System.Text.Json;
using GraphQLPlugins.Engine.Types;
using GraphQLPlugins.Integrations.Tests.Avatars;

namespace GraphQLPlugins.Integrations.Tests;

/// <summary>Every mutation can be rehearsed and repeated, and refuses to change what is no longer what its caller read.</summary>
public sealed class MutationArgumentsTests(FilledScene scene) : IClassFixture<FilledScene>
{
    /// <summary>The mutations without <c>expectedEtag</c>, each with what makes it useless there.</summary>
    private static readonly Dictionary<string, string> WithoutEtag = new()
    {
        ["createApp"] = "It makes something new.",
        ["createDocIntegration"] = "It makes something new.",
        ["createExternalIssue"] = "It makes something new.",
        ["createInternalAppToken"] = "It makes something new, whose rights follow the app at each request.",
        ["createWebhook"] = "It makes something new.",
        ["linkExternalIssue"] = "It makes something new.",
        ["reportAppProblem"] = "It makes something new, or counts.",
        ["startIntegrationSetup"] = "It makes something new.",
        ["advanceIntegrationSetup"] = "A state is good once, so nobody can take a step of an older one.",
        ["exchangeAppToken"] = "A code and a refresh token are good once.",
        ["revokeAppToken"] = "A token does not change; it is there or not.",
        ["dismissAppProblems"] = "It is about many, and putting one aside again changes nothing.",
        ["previewAppManifest"] = "It changes nothing.",
        ["dryRunWebhook"] = "It changes nothing.",
        ["triggerWebhook"] = "It sends, and changes nothing about the webhook.",
        ["redeliverWebhook"] = "A delivery that is done does not change; a replay is a new one.",
        ["redeliverWebhooks"] = "Deliveries that are done do not change; replays are new ones.",
        ["replayIntegrationEvent"] = "What a vendor told does not change; it is applied once more.",
        ["triggerIntegrationAlert"] = "The alert is at the vendor, known by its key.",
        ["resolveIntegrationAlert"] = "The alert is at the vendor, known by its key.",
        ["configureIntegrationHook"] = "The address has no state to read but its secret, which is replaced as a whole.",
        ["registerIntegrationHook"] = "The address has no state to read; registering it again mends what is at the vendor.",
        ["deleteIntegrationHook"] = "The address has no state to read; it is there or not.",
    };

    /// <summary>The mutations of the module, as the graph names them.</summary>
    private static IReadOnlyList<string> Mutations { get; } =
    [
        .. typeof(IntegrationsModule).Assembly.GetTypes().Where(type => type.GetCustomAttribute<MutationTypeAttribute>() is not null)
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Select(method => char.ToLowerInvariant(method.Name[0]) + method.Name[1..^"Async".Length]).Order(StringComparer.Ordinal),
    ];

    [Fact]
    public async Task Each_mutation_has_a_key_for_repetitions_a_rehearsal_and_an_etag()
    {
        var inputs = await InputsAsync();

        Assert.Equal("", string.Join('\n', Mutations.Where(m => !inputs[m].Contains("idempotencyKey"))));
        Assert.Equal("", string.Join('\n', Mutations.Where(m => !inputs[m].Contains("dryRun"))));
        Assert.Equal(string.Join('\n', WithoutEtag.Keys.Order(StringComparer.Ordinal)), string.Join('\n', Mutations.Where(m => !inputs[m].Contains("expectedEtag"))));
    }

    /// <summary>What changes something of the scene, and would be taken.</summary>
    public static TheoryData<string, string> Changes => new()
    {
        { "createApp", """{ "name": "New", "author": "Me", "webhookUrl": "https://example.com/" }""" },
        { "updateApp", """{ "slug": "one", "overview": "New." }""" },
        { "deleteApp", """{ "slug": "one" }""" },
        { "setAppFeatures", """{ "slug": "one", "features": [{ "feature": "CHAT" }] }""" },
        { "requestAppPublish", """{ "slug": "pictured", "questionnaire": [{ "question": "a", "answer": "b" }] }""" },
        { "reviewAppPublish", """{ "slug": "two", "approve": false }""" },
        { "rotateAppSecret", """{ "slug": "one" }""" },
        { "applyAppManifest", $$"""{ "slug": "one", "manifest": {{JsonSerializer.Serialize(FilledScene.Manifest)}}, "expectedDigest": "$MANIFEST_DIGEST" }""" },
        { "installApp", """{ "slug": "three" }""" },
        { "uninstallApp", """{ "installationUuid": "$ONE_AT" }""" },
        { "setInstallationProjects", """{ "installationUuid": "$ONE_AT", "projectIds": ["$PROJECT"] }""" },
        { "verifyAppInstallation", """{ "installationUuid": "$ONE_AT" }""" },
        { "exchangeAppToken", """{ "installationUuid": "$ONE_AT", "clientId": "$ONE_CLIENT", "clientSecret": "$ONE_SECRET", "grantType": "AUTHORIZATION_CODE", "code": "$ONE_CODE" }""" },
        { "createInternalAppToken", """{ "slug": "$OURS", "name": "ci" }""" },
        { "createWebhook", """{ "installationUuid": "$ONE_AT", "identifier": "new", "targetUrl": "https://example.com/", "events": ["issue"], "customHeaders": [{ "name": "X-A", "value": "b" }] }""" },
        { "updateWebhook", """{ "id": "$WEBHOOK", "active": false }""" },
        { "deleteWebhook", """{ "id": "$WEBHOOK" }""" },
        { "rotateWebhookSecret", """{ "id": "$WEBHOOK" }""" },
        { "resetWebhookBreaker", """{ "id": "$WEBHOOK" }""" },
        { "triggerWebhook", """{ "id": "$WEBHOOK", "eventType": "issue.created", "data": { "a": 1 } }""" },
        { "startIntegrationSetup", """{ "provider": "jira" }""" },
        { "createDocIntegration", """{ "name": "New", "author": "Me", "description": "It is.", "url": "https://example.com/" }""" },
        { "updateDocIntegration", """{ "slug": "doc", "isDraft": false }""" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_rehearsal_answers_and_changes_no_row(string mutation, string input)
    {
        var before = await scene.RowsAsync();

        var payload = await scene.PayloadAsync(mutation, input, ", \"dryRun\": true, \"idempotencyKey\": \"rehearsed\"");

        Assert.True(payload.GetProperty("errors").ValueKind == JsonValueKind.Null, payload.ToString());
        Assert.Equal(before, await scene.RowsAsync());
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Who_read_something_else_changes_no_row(string mutation, string input)
    {
        if (WithoutEtag.ContainsKey(mutation)) return;
        var before = await scene.RowsAsync();

        var error = (await scene.PayloadAsync(mutation, input, ", \"expectedEtag\": \"\\\"other\\\"\"")).GetProperty("errors")[0];

        Assert.Equal("ETAG_MISMATCH expectedEtag", $"{error.GetProperty("code").GetString()} {error.GetProperty("path")[0].GetString()}");
        Assert.Equal(before, await scene.RowsAsync());
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Who_read_it_changes_it_once_however_often_it_is_sent(string mutation, string input)
    {
        var own = new FilledScene();
        await own.InitializeAsync();
        try
        {
            var more = WithoutEtag.ContainsKey(mutation) ? "" : $", \"expectedEtag\": {JsonSerializer.Serialize(await own.EtagAsync(mutation, input))}";
            more += ", \"idempotencyKey\": \"once\"";
            var before = await own.RowsAsync();

            var first = await own.PayloadAsync(mutation, input, more);
            var after = await own.RowsAsync();
            var second = await own.PayloadAsync(mutation, input, more);

            Assert.True(first.GetProperty("errors").ValueKind == JsonValueKind.Null, first.ToString());
            Assert.NotEqual(before, after);
            Assert.Equal(first.ToString(), second.ToString());
            Assert.Equal(after, await own.RowsAsync());
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_picture_is_taken_once_and_not_in_place_of_one_that_nobody_read()
    {
        var own = new FilledScene();
        await own.InitializeAsync();
        try
        {
            var etag = await own.EtagAsync("app", """{ "slug": "one" }""");
            var before = await own.RowsAsync();
            var rehearsed = await own.UploadAsync("one", ("dryRun", true));
            Assert.Equal(JsonValueKind.Null, rehearsed.GetProperty("data").GetProperty("uploadAppAvatar").GetProperty("errors").ValueKind);
            Assert.Equal(before, await own.RowsAsync());

            var first = await own.UploadAsync("one", ("expectedEtag", etag), ("idempotencyKey", "once"));
            var after = await own.RowsAsync();
            Assert.NotEqual(before, after);
            Assert.Equal(first.ToString(), (await own.UploadAsync("one", ("expectedEtag", etag), ("idempotencyKey", "once"))).ToString());
            Assert.Equal(after, await own.RowsAsync());

            var other = await own.UploadAsync("one", ("file", new StreamFile("logo.png", () => new MemoryStream(AvatarTests.Png(32, 32)))), ("expectedEtag", etag), ("idempotencyKey", "once"));
            Assert.Equal("IDEMPOTENCY_CONFLICT", other.GetProperty("data").GetProperty("uploadAppAvatar").GetProperty("errors")[0].GetProperty("code").GetString());
            var refused = (await own.UploadAsync("one", ("expectedEtag", etag))).GetProperty("data").GetProperty("uploadAppAvatar").GetProperty("errors")[0];
            Assert.Equal("ETAG_MISMATCH", refused.GetProperty("code").GetString());
            Assert.Equal(after, await own.RowsAsync());
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("rotateAppSecret", """{ "slug": "one" }""")]
    [InlineData("rotateWebhookSecret", """{ "id": "$WEBHOOK" }""")]
    [InlineData("updateWebhook", """{ "id": "$APP_WEBHOOK", "projectIds": ["$PROJECT"] }""")]
    [InlineData("setInstallationProjects", """{ "installationUuid": "$ONE_AT", "projectIds": ["$PROJECT"] }""")]
    [InlineData("verifyAppInstallation", """{ "installationUuid": "$ONE_AT" }""")]
    public async Task An_etag_changes_with_all_that_it_stands_for(string mutation, string input)
    {
        var own = new FilledScene();
        await own.InitializeAsync();
        try
        {
            var before = await own.EtagAsync(mutation, input);

            await own.PayloadAsync(mutation, input);

            Assert.NotEqual(before, await own.EtagAsync(mutation, input));
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    private async Task<Dictionary<string, HashSet<string>>> InputsAsync()
    {
        var fields = (await scene.QueryAsync("{ __type(name: \"Mutation\") { fields { name args { type { name inputFields { name } ofType { inputFields { name } } } } } } }")).GetProperty("data").GetProperty("__type").GetProperty("fields");
        return fields.EnumerateArray().ToDictionary(field => field.GetProperty("name").GetString()!, field => field.GetProperty("args").EnumerateArray().Select(a => a.GetProperty("type"))
            .SelectMany(type => type.GetProperty("inputFields") is { ValueKind: JsonValueKind.Array } own ? own.EnumerateArray() : type.GetProperty("ofType").GetProperty("inputFields").EnumerateArray())
            .Select(input => input.GetProperty("name").GetString()!).ToHashSet());
    }
}
