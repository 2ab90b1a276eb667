using System.Text.Json;
using GraphQLPlugins.ModuleTesting;
using Microsoft.EntityFrameworkCore;

namespace GraphQLPlugins.Integrations.Tests.Apps;

/// <summary>Changing, publishing and deleting apps through the graph.</summary>
public sealed class AppLifecycleTests : AppScene
{
    [Fact]
    [Trait("Line", "A12")]
    [Trait("Line", "G23")]
    public async Task A_published_app_keeps_its_scopes_but_not_its_words()
    {
        await CreateAsync("""{ "scopes": ["event:read"] }""");
        await PublishAsync("one");

        var error = await RefusedAsync("updateApp", new { slug = "one", scopes = new[] { "event:read", "project:read" } });
        var app = (await DoAsync("updateApp", new { slug = "one", scopes = new[] { "event:read" }, author = "Somebody else" })).GetProperty("app");

        Assert.Equal(("AppPublishedImmutableError", "scopes"), (Type(error), error.GetProperty("path")[0].GetString()));
        Assert.Equal("""["event:read"]""", app.GetProperty("scopes").ToString());
        Assert.Equal("Somebody else", Text(await AppAsync("one"), "author"));
    }

    [Fact]
    [Trait("Line", "A12")]
    [Trait("Line", "A2")]
    public async Task Publishing_stamps_the_date_and_is_the_staffs_alone()
    {
        await CreateAsync();
        Host.Caller = ModuleHost.Identity("integrations:admin");
        Assert.Equal("AUTH_NOT_AUTHORIZED", CodeOf(await Host.RunAsync("reviewAppPublish", new { input = new { slug = "one", approve = true } })));
        Host.Caller = Other();
        Assert.Equal("ForbiddenError", Type(await RefusedAsync("reviewAppPublish", new { slug = "one", approve = true })));
        Host.Caller = ModuleHost.Identity("apps:publish");

        var app = (await DoAsync("reviewAppPublish", new { slug = "one", approve = true })).GetProperty("app");

        Assert.Equal("PUBLISHED", Text(app, "status"));
        Assert.NotNull(Text(app, "datePublished"));
        Assert.Equal("UNPUBLISHED", Text((await DoAsync("reviewAppPublish", new { slug = "one", approve = false })).GetProperty("app"), "status"));
    }

    [Fact]
    [Trait("Line", "A19")]
    public async Task Features_are_replaced_as_a_whole()
    {
        await CreateAsync();

        await DoAsync("setAppFeatures", new { slug = "one", features = new object[] { new { feature = "ISSUE_LINK", userDescription = "Links." }, new { feature = "API" } } });
        var app = (await DoAsync("setAppFeatures", new { slug = "one", features = new object[] { new { feature = "ISSUE_LINK" }, new { feature = "CHAT", userDescription = "Talks." } } })).GetProperty("app");

        Assert.Equal("""[{"feature":"ISSUE_LINK","userDescription":null},{"feature":"CHAT","userDescription":"Talks."}]""", app.GetProperty("features").ToString());
        Assert.Equal("InputInvalidError", Type(await RefusedAsync("setAppFeatures", new { slug = "one", features = Array.Empty<object>() })));
        Assert.Equal("InputInvalidError", Type(await RefusedAsync("setAppFeatures", new { slug = "one", features = new object[] { new { feature = "API" }, new { feature = "API" } } })));
    }

    [Fact]
    [Trait("Line", "A12")]
    public async Task Features_of_a_published_app_are_the_staffs_to_change()
    {
        Host.Caller = Other();
        await CreateAsync();
        await PublishAsync("one");

        var error = await RefusedAsync("setAppFeatures", new { slug = "one", features = new object[] { new { feature = "CHAT" } } });
        Host.Caller = ModuleHost.Identity("*");
        await DoAsync("setAppFeatures", new { slug = "one", features = new object[] { new { feature = "CHAT" } } });

        Assert.Equal("AppPublishedImmutableError", Type(error));
        Assert.Equal("""[{"feature":"CHAT","description":"This app has the feature CHAT."}]""", (await AppAsync("one")).GetProperty("features").ToString());
    }

    [Fact]
    [Trait("Line", "A14")]
    public async Task A_publish_request_needs_answers_and_a_logo()
    {
        await CreateAsync();

        Assert.Equal("InputInvalidError", Type(await RefusedAsync("requestAppPublish", new { slug = "one", questionnaire = Array.Empty<object>() })));
        Assert.Equal("InputInvalidError", Type(await RefusedAsync("requestAppPublish", new { slug = "one", questionnaire = new[] { new { question = "Why?", answer = " " } } })));
        var error = await RefusedAsync("requestAppPublish", new { slug = "one", questionnaire = new[] { new { question = "Why?", answer = "So." } } });

        Assert.Equal(("AppStatusInvalidError", "The app 'one' is UNPUBLISHED: a published app needs a logo. Upload one first."), (Type(error), Text(error, "message")));
        Assert.Equal("UNPUBLISHED", Text(await AppAsync("one"), "status"));
    }

    [Fact]
    [Trait("Line", "A14")]
    public async Task Neither_an_internal_nor_a_published_app_can_be_proposed()
    {
        await CreateAsync();
        await PublishAsync("one");
        var inside = Text(await CreateAsync("""{ "name": "Inside", "isInternal": true }"""), "slug");

        Assert.Equal("AppStatusInvalidError", Type(await RefusedAsync("requestAppPublish", new { slug = "one", questionnaire = new[] { new { question = "Why?", answer = "So." } } })));
        Assert.Equal("AppStatusInvalidError", Type(await RefusedAsync("requestAppPublish", new { slug = inside, questionnaire = new[] { new { question = "Why?", answer = "So." } } })));
        Assert.Equal("AppStatusInvalidError", Type(await RefusedAsync("reviewAppPublish", new { slug = inside, approve = true })));
    }

    [Fact]
    [Trait("Line", "A13")]
    public async Task A_published_app_cannot_be_deleted()
    {
        await CreateAsync();
        await PublishAsync("one");

        Assert.Equal("AppStatusInvalidError", Type(await RefusedAsync("deleteApp", new { slug = "one" })));
        Assert.Equal("PUBLISHED", Text(await AppAsync("one"), "status"));
    }

    [Fact]
    [Trait("Line", "A13")]
    [Trait("Line", "A3")]
    public async Task A_deleted_app_is_uninstalled_and_its_slug_stays_taken()
    {
        await CreateAsync();
        var installation = (await DoAsync("installApp", new { slug = "one" })).GetProperty("installation");

        var app = (await DoAsync("deleteApp", new { slug = "one" })).GetProperty("app");

        Assert.Equal("DELETION_IN_PROGRESS", Text(app, "status"));
        Assert.Equal("AppInstallationNotFoundError", Type(await RefusedAsync("verifyAppInstallation", new { installationUuid = Guid.NewGuid() })));
        Assert.Equal("PENDING_DELETION", Text((await DoAsync("uninstallApp", new { installationUuid = Text(installation, "uuid") })).GetProperty("appInstallation"), "status"));
        Assert.Equal("AppNotFoundError", Type(await RefusedAsync("installApp", new { slug = "one" })));
        Assert.Equal("AppStatusInvalidError", Type(await RefusedAsync("updateApp", new { slug = "one", author = "x" })));
        Assert.Equal("AppSlugTakenError", Type(await RefusedAsync("createApp", Good())));
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        await DoAsync("createApp", Good("""{ "dryRun": true }"""));
        Assert.Equal(0L, await Host.Database.ScalarAsync("SELECT count(*) FROM integrations.apps"));

        await CreateAsync();
        await DoAsync("updateApp", new { slug = "one", author = "x", dryRun = true });
        await DoAsync("deleteApp", new { slug = "one", dryRun = true });

        var app = await AppAsync("one");
        Assert.Equal(("Me", "UNPUBLISHED"), (Text(app, "author"), Text(app, "status")));
        Assert.Equal(1L, await Host.Database.ScalarAsync("SELECT count(*) FROM kernel.audit_entries"));
    }

    [Fact]
    public async Task Who_repeats_with_a_key_gets_the_first_answer()
    {
        var input = Good("""{ "idempotencyKey": "k1" }""");

        var first = await DoAsync("createApp", input);
        var second = await DoAsync("createApp", input);
        var installed = await DoAsync("installApp", new { slug = "one", idempotencyKey = "k2" });
        var again = await DoAsync("installApp", new { slug = "one", idempotencyKey = "k2" });

        Assert.Equal(first.ToString(), second.ToString());
        Assert.Equal(Text(installed, "code"), Text(again, "code"));
        Assert.Equal(2L, await Host.Database.ScalarAsync("SELECT count(*) FROM kernel.audit_entries"));
    }

    [Fact]
    public async Task Who_expects_another_etag_changes_nothing()
    {
        var etag = Text(await CreateAsync(), "etag");
        await DoAsync("updateApp", new { slug = "one", author = "first", expectedEtag = etag });

        var error = await RefusedAsync("updateApp", new { slug = "one", author = "second", expectedEtag = etag });

        Assert.Equal("EtagMismatchError", Type(error));
        Assert.Equal("first", Text(await AppAsync("one"), "author"));
    }

    [Fact]
    public async Task Writers_at_once_lose_nothing()
    {
        await CreateAsync();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => DoAsync("updateApp", i % 2 == 0 ? new { slug = "one", author = $"a{i}" } : new { slug = "one", overview = $"o{i}" })));

        Assert.Equal(9, await ReadAsync(db => db.Apps.Select(app => app.Revision).SingleAsync()));
    }

    [Fact]
    [Trait("Line", "A16")]
    [Trait("Line", "A17")]
    public async Task Others_see_published_apps_only()
    {
        await CreateAsync("""{ "name": "Hidden" }""");
        await CreateAsync("""{ "name": "Shown", "metadata": { "a": 1 }, "webhookHeaders": [{ "name": "X-Key", "value": "v" }] }""");
        await PublishAsync("shown");
        var inside = Text(await CreateAsync("""{ "name": "Inside", "isInternal": true }"""), "slug");

        foreach (var caller in new[] { Other(), null, ModuleHost.Identity("catalog:read") })
        {
            Host.Caller = caller;
            Assert.Equal("""["shown"]""", await SlugsAsync("PUBLISHED"));
            Assert.Equal("[]", await SlugsAsync("UNPUBLISHED"));
            Assert.Equal("[]", await SlugsAsync("INTERNAL"));
            Assert.Equal(JsonValueKind.Null, (await AppAsync("hidden")).ValueKind);
            Assert.Equal(JsonValueKind.Null, (await AppAsync(inside!)).ValueKind);
            var shown = await AppAsync("shown");
            Assert.Equal("null null null []", $"{shown.GetProperty("clientId").GetRawText()} {shown.GetProperty("clientSecret").GetRawText()} {shown.GetProperty("metadata").GetRawText()} {shown.GetProperty("webhookHeaders")}");
        }
        Host.Caller = ModuleHost.Identity("integrations:read");
        Assert.Equal("""["hidden"]""", await SlugsAsync("UNPUBLISHED"));
        Assert.Equal($"""["{inside}"]""", await SlugsAsync("INTERNAL"));
    }

    [Theory]
    [Trait("Line", "A17")]
    [InlineData("updateApp", """{ "slug": "one", "author": "x" }""")]
    [InlineData("deleteApp", """{ "slug": "one" }""")]
    [InlineData("setAppFeatures", """{ "slug": "one", "features": [{ "feature": "CHAT" }] }""")]
    [InlineData("requestAppPublish", """{ "slug": "one", "questionnaire": [{ "question": "a", "answer": "b" }] }""")]
    [InlineData("rotateAppSecret", """{ "slug": "one" }""")]
    [InlineData("installApp", """{ "slug": "one" }""")]
    [InlineData("createInternalAppToken", """{ "slug": "one" }""")]
    public async Task Another_organizations_app_is_not_there(string mutation, string input)
    {
        await CreateAsync();
        var before = await Host.Database.ScalarAsync("SELECT md5(a::text) FROM integrations.apps a");
        Host.Caller = Other();

        Assert.Equal("AppNotFoundError", Type(await RefusedAsync(mutation, JsonDocument.Parse(input).RootElement)));
        Assert.Equal(before, await Host.Database.ScalarAsync("SELECT md5(a::text) FROM integrations.apps a"));
    }

    [Theory]
    [Trait("Line", "A17")]
    [InlineData("createApp", "integrations:read")]
    [InlineData("updateApp", "integrations:read")]
    [InlineData("setAppFeatures", "integrations:read")]
    [InlineData("rotateAppSecret", "integrations:read")]
    [InlineData("installApp", "integrations:read")]
    [InlineData("uninstallApp", "integrations:read")]
    [InlineData("setInstallationProjects", "integrations:read")]
    [InlineData("createInternalAppToken", "integrations:read")]
    [InlineData("revokeAppToken", "integrations:read")]
    [InlineData("deleteApp", "integrations:write")]
    [InlineData("requestAppPublish", "integrations:write")]
    [InlineData("reviewAppPublish", "integrations:admin")]
    public async Task Who_holds_too_little_changes_nothing(string mutation, string capabilities)
    {
        var inputs = new Dictionary<string, object>
        {
            ["createApp"] = Good(), ["updateApp"] = new { slug = "one" }, ["setAppFeatures"] = new { slug = "one", features = Array.Empty<object>() }, ["rotateAppSecret"] = new { slug = "one" },
            ["installApp"] = new { slug = "one" }, ["uninstallApp"] = new { installationUuid = Guid.Empty }, ["setInstallationProjects"] = new { installationUuid = Guid.Empty, projectIds = Array.Empty<string>() },
            ["createInternalAppToken"] = new { slug = "one" }, ["revokeAppToken"] = new { tokenId = "QXBwVG9rZW46AAAAAAAAAAAAAAAAAAAAAA==" }, ["deleteApp"] = new { slug = "one" },
            ["requestAppPublish"] = new { slug = "one", questionnaire = Array.Empty<object>() }, ["reviewAppPublish"] = new { slug = "one", approve = true },
        };
        Host.Caller = ModuleHost.Identity(capabilities);

        Assert.Equal("AUTH_NOT_AUTHORIZED", CodeOf(await Host.RunAsync(mutation, new { input = inputs[mutation] })));
    }

    [Fact]
    [Trait("Line", "A16")]
    public async Task Lists_are_newest_first_and_paged()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            await CreateAsync($$"""{ "name": "{{name}}" }""");
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var first = (await Host.RunAsync("apps", new { status = "UNPUBLISHED", first = 2 })).GetProperty("data").GetProperty("apps");
        var second = (await Host.RunAsync("apps", new { status = "UNPUBLISHED", first = 2, after = first.GetProperty("pageInfo").GetProperty("endCursor").GetString() })).GetProperty("data").GetProperty("apps");

        Assert.Equal((3, "c b"), (first.GetProperty("totalCount").GetInt32(), Slugs(first)));
        Assert.Equal("a", Slugs(second));
        Assert.Equal("a b c", Slugs((await Host.RunAsync("apps", new { status = "UNPUBLISHED", order = new[] { new { name = "ASC" } } })).GetProperty("data").GetProperty("apps")));
        Assert.Equal("b", Slugs((await Host.RunAsync("apps", new { status = "UNPUBLISHED", where = new { name = new { eq = "b" } } })).GetProperty("data").GetProperty("apps")));
    }

    [Theory]
    [InlineData("""{ }""")]
    [InlineData("""{ "slug": "one", "uuid": "01900000-0000-7000-8000-0000000000aa" }""")]
    [InlineData("""{ "slug": "a\u0000b" }""")]
    public async Task An_app_is_asked_for_by_exactly_one_name(string variables) =>
        Assert.Equal("INPUT_INVALID", CodeOf(await Host.RunAsync("app", JsonDocument.Parse(variables).RootElement)));

    [Theory]
    [Trait("Line", "A46")]
    [InlineData("""[{ "name": "X-Key", "value": "a\r\nX-Other: b" }]""", "The value of 'X-Key' must be 1 to 998 visible ASCII characters, without line breaks.")]
    [InlineData("""[{ "name": "X-Key", "value": "a\nb" }]""", "The value of 'X-Key' must be 1 to 998 visible ASCII characters, without line breaks.")]
    [InlineData("""[{ "name": "X-Key", "value": "ä" }]""", "The value of 'X-Key' must be 1 to 998 visible ASCII characters, without line breaks.")]
    [InlineData("""[{ "name": "X-Key", "value": "" }]""", "The value of 'X-Key' must be 1 to 998 visible ASCII characters, without line breaks.")]
    [InlineData("""[{ "name": "X-Key\r\nHost", "value": "a" }]""", "A header's name has 1 to 100 letters, digits and dashes.")]
    [InlineData("""[{ "name": "Host", "value": "a" }]""", "The header 'Host' cannot be set; only Authorization and names that start with X- can.")]
    [InlineData("""[{ "name": "Content-Type", "value": "a" }]""", "The header 'Content-Type' cannot be set; only Authorization and names that start with X- can.")]
    [InlineData("""[{ "name": "X-", "value": "a" }]""", "The header 'X-' cannot be set; only Authorization and names that start with X- can.")]
    [InlineData("""[{ "name": "X-Key", "value": "a" }, { "name": "x-key", "value": "b" }]""", "The header 'x-key' is given twice.")]
    [InlineData("""[{ "name": "X-Key", "value": "********" }]""", "The value of 'X-Key' is a mask, but there is no value to keep.")]
    public async Task A_bad_header_is_refused(string headers, string message)
    {
        var error = await RefusedAsync("createApp", Good($$"""{ "webhookHeaders": {{headers}} }"""));

        Assert.Equal(("InputInvalidError", "webhookHeaders: " + message), (Type(error), Text(error, "message")));
    }

    [Fact]
    [Trait("Line", "A46")]
    [Trait("Line", "O13")]
    public async Task Headers_are_kept_encrypted_shown_masked_and_a_mask_keeps_them()
    {
        const string secret = "Bearer s3cret-header-value";
        await CreateAsync($$"""{ "webhookHeaders": [{ "name": "Authorization", "value": "{{secret}}" }, { "name": "X-Env", "value": "test" }] }""");
        await DoAsync("updateApp", new { slug = "one", webhookHeaders = new[] { new { name = "Authorization", value = "********" } } });

        var app = await AppAsync("one");

        Assert.Equal("""[{"name":"Authorization","value":"********"}]""", app.GetProperty("webhookHeaders").ToString());
        Assert.DoesNotContain("s3cret", (string)(await Host.Database.ScalarAsync("SELECT a::text FROM integrations.apps a"))!, StringComparison.Ordinal);
        var stored = await ReadAsync(db => db.Apps.SingleAsync());
        Assert.Equal(secret, GraphQLPlugins.Integrations.Headers.CustomHeaders.Open(stored.Headers[0], stored.Id, Host.Services.GetService(typeof(GraphQLPlugins.Kernel.Secrets.SecretBox)) as GraphQLPlugins.Kernel.Secrets.SecretBox ?? throw new InvalidOperationException()));
    }

    private async Task<string> SlugsAsync(string status) =>
        JsonSerializer.Serialize((await Host.RunAsync("apps", new { status })).GetProperty("data").GetProperty("apps").GetProperty("nodes").EnumerateArray().Select(app => Text(app, "slug")));

    private static string Slugs(JsonElement apps) => string.Join(' ', apps.GetProperty("nodes").EnumerateArray().Select(app => Text(app, "slug")));
}
