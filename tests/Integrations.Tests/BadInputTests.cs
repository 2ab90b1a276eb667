using System.Text.Json;

namespace GraphQLPlugins.Integrations.Tests;

/// <summary>Whatever is wrong with a change is a typed error that names the argument, and no row of any table is another one afterwards.</summary>
public sealed class BadInputTests(FilledScene scene) : IClassFixture<FilledScene>
{
    private const string App = "\"name\": \"New\", \"author\": \"Me\", \"webhookUrl\": \"https://example.com/hook\"";
    private const string Hook = "\"installationUuid\": \"$ONE_AT\", \"targetUrl\": \"https://example.com/\"";
    private const string Two = "\"installationUuid\": \"$TWO_AT\", \"clientId\": \"$TWO_CLIENT\", \"clientSecret\": \"$TWO_SECRET\"";
    private const string One = "\"installationUuid\": \"$ONE_AT\", \"clientId\": \"$ONE_CLIENT\", \"clientSecret\": \"$ONE_SECRET\"";
    private const string None = "T3JnYW5pemF0aW9uSW50ZWdyYXRpb246AZAAAAAAcACAAAAAAAAAqg==";

    /// <summary>What is wrong, where it is sent, and the code and the argument of the error.</summary>
    public static TheoryData<string, string, string, string, string?> Changes => new()
    {
        { "a name of 58 characters", "createApp", $$"""{ {{App}}, "name": "{{Long(58)}}" }""", "INPUT_INVALID", "name" },
        { "an empty name", "createApp", $$"""{ {{App}}, "name": " " }""", "INPUT_INVALID", "name" },
        { "a NUL in a name", "createApp", $$"""{ {{App}}, "name": "a\u0000b" }""", "INPUT_INVALID", "name" },
        { "a line break in a name", "createApp", $$"""{ {{App}}, "name": "a\nb" }""", "INPUT_INVALID", "name" },
        { "a link in a name", "createApp", $$"""{ {{App}}, "name": "see https://example.com" }""", "INPUT_INVALID", "name" },
        { "a name that is taken", "createApp", $$"""{ {{App}}, "name": "one" }""", "APP_SLUG_TAKEN", "name" },
        { "a name that was taken", "createApp", $$"""{ {{App}}, "name": "Gone" }""", "APP_SLUG_TAKEN", "name" },
        { "an author too long", "createApp", $$"""{ {{App}}, "author": "{{Long(256)}}" }""", "INPUT_INVALID", "author" },
        { "no author", "createApp", $$"""{ {{App}}, "author": null }""", "INPUT_INVALID", "author" },
        { "an overview too long", "createApp", $$"""{ {{App}}, "overview": "{{Long(10_001)}}" }""", "INPUT_INVALID", "overview" },
        { "an unknown scope", "createApp", $$"""{ {{App}}, "scopes": ["event:fly"] }""", "INPUT_INVALID", "scopes" },
        { "a scope of nothing", "createApp", $$"""{ {{App}}, "scopes": [""] }""", "INPUT_INVALID", "scopes" },
        { "a scope with a NUL", "createApp", $$"""{ {{App}}, "scopes": ["event:read\u0000"] }""", "INPUT_INVALID", "scopes" },
        { "a scope in capitals", "createApp", $$"""{ {{App}}, "scopes": ["EVENT:READ"] }""", "INPUT_INVALID", "scopes" },
        { "all scopes", "createApp", $$"""{ {{App}}, "scopes": ["*"] }""", "INPUT_INVALID", "scopes" },
        { "51 scopes", "createApp", $$"""{ {{App}}, "scopes": [{{string.Join(',', Enumerable.Repeat("\"event:read\"", 51))}}] }""", "INPUT_INVALID", "scopes" },
        { "an event without its scope", "createApp", $$"""{ {{App}}, "events": ["issue"] }""", "EVENT_SCOPE_MISSING", "events" },
        { "an event with another scope", "createApp", $$"""{ {{App}}, "scopes": ["project:read"], "events": ["comment"] }""", "EVENT_SCOPE_MISSING", "events" },
        { "an unknown event", "createApp", $$"""{ {{App}}, "events": ["weather"] }""", "INPUT_INVALID", "events" },
        { "an action for a resource", "createApp", $$"""{ {{App}}, "scopes": ["event:read"], "events": ["issue.created"] }""", "INPUT_INVALID", "events" },
        { "an event with a NUL", "createApp", $$"""{ {{App}}, "scopes": ["event:read"], "events": ["issue\u0000"] }""", "INPUT_INVALID", "events" },
        { "no address", "createApp", $$"""{ {{App}}, "webhookUrl": null }""", "INPUT_INVALID", "webhookUrl" },
        { "an address too long", "createApp", $$"""{ {{App}}, "webhookUrl": "https://example.com/{{Long(493)}}" }""", "INPUT_INVALID", "webhookUrl" },
        { "an address with a line break", "createApp", $$"""{ {{App}}, "webhookUrl": "https://example.com/a\r\nHost: b" }""", "INPUT_INVALID", "webhookUrl" },
        { "an address without a host", "createApp", $$"""{ {{App}}, "webhookUrl": "https://" }""", "INPUT_INVALID", "webhookUrl" },
        { "people sent to a script", "createApp", $$"""{ {{App}}, "redirectUrl": "javascript:alert(1)" }""", "INPUT_INVALID", "redirectUrl" },
        { "people sent to a path", "createApp", $$"""{ {{App}}, "redirectUrl": "/done" }""", "INPUT_INVALID", "redirectUrl" },
        { "people sent to a file", "createApp", $$"""{ {{App}}, "redirectUrl": "file:///etc/passwd" }""", "INPUT_INVALID", "redirectUrl" },
        { "people sent past a line break", "createApp", $$"""{ {{App}}, "redirectUrl": "https://example.com/\r\nSet-Cookie: a=b" }""", "INPUT_INVALID", "redirectUrl" },
        { "people sent to a host that looks like another", "createApp", $$"""{ {{App}}, "redirectUrl": "https://example.com@evil.example/" }""", "INPUT_INVALID", "redirectUrl" },
        { "people sent too far", "createApp", $$"""{ {{App}}, "redirectUrl": "https://example.com/{{Long(493)}}" }""", "INPUT_INVALID", "redirectUrl" },
        { "all origins", "createApp", $$"""{ {{App}}, "allowedOrigins": ["*"] }""", "INPUT_INVALID", "allowedOrigins" },
        { "many origins by one", "createApp", $$"""{ {{App}}, "allowedOrigins": ["https://example.com", "https://*.example.com"] }""", "INPUT_INVALID", "allowedOrigins" },
        { "an origin too long", "createApp", $$"""{ {{App}}, "allowedOrigins": ["https://{{Long(248)}}"] }""", "INPUT_INVALID", "allowedOrigins" },
        { "an origin of nothing", "createApp", $$"""{ {{App}}, "allowedOrigins": [""] }""", "INPUT_INVALID", "allowedOrigins" },
        { "an origin with a space", "createApp", $$"""{ {{App}}, "allowedOrigins": ["https://a.example https://b.example"] }""", "INPUT_INVALID", "allowedOrigins" },
        { "an origin with a line break", "createApp", $$"""{ {{App}}, "allowedOrigins": ["https://a.example\r\nX: y"] }""", "INPUT_INVALID", "allowedOrigins" },
        { "51 origins", "createApp", $$"""{ {{App}}, "allowedOrigins": [{{string.Join(',', Enumerable.Range(0, 51).Select(i => $"\"https://{i}.example\""))}}] }""", "INPUT_INVALID", "allowedOrigins" },
        { "an internal app that waits", "createApp", $$"""{ {{App}}, "isInternal": true, "verifyInstall": true }""", "INPUT_INVALID", "verifyInstall" },
        { "popularity below zero", "createApp", $$"""{ {{App}}, "popularity": -1 }""", "INPUT_INVALID", "popularity" },
        { "popularity above all", "createApp", $$"""{ {{App}}, "popularity": 32768 }""", "INPUT_INVALID", "popularity" },
        { "metadata of a list", "createApp", $$"""{ {{App}}, "metadata": [] }""", "INPUT_INVALID", "metadata" },
        { "metadata with a NUL", "createApp", $$"""{ {{App}}, "metadata": { "a": ["b\u0000"] } }""", "INPUT_INVALID", "metadata" },
        { "metadata 100 deep", "createApp", $$"""{ {{App}}, "metadata": {{Deep(100)}} }""", "INPUT_INVALID", "metadata" },
        { "metadata of 300 KB", "createApp", $$"""{ {{App}}, "metadata": { "a": "{{Long(300_000)}}" } }""", "INPUT_INVALID", "metadata" },
        { "metadata with a number beyond all", "createApp", $$"""{ {{App}}, "metadata": { "a": 1e999 } }""", "INPUT_INVALID", "metadata" },
        { "a schema 100 deep", "createApp", $$"""{ {{App}}, "schema": { "elements": [{ "type": "stacktrace-link", "uri": "/a", "params": {{Deep(100)}} }] } }""", "INPUT_INVALID", "schema" },
        { "a schema of 300 KB", "createApp", $$"""{ {{App}}, "schema": { "elements": [{ "type": "stacktrace-link", "uri": "/{{Long(300_000)}}" }] } }""", "INPUT_INVALID", "schema" },
        { "a schema with a NUL", "createApp", $$"""{ {{App}}, "schema": { "elements": [{ "type": "stacktrace-link", "uri": "/a\u0000" }] } }""", "INPUT_INVALID", "schema" },
        { "a schema with a number beyond all", "createApp", $$"""{ {{App}}, "schema": { "elements": [{ "type": "stacktrace-link", "uri": "/a", "x": 1e999 }] } }""", "INPUT_INVALID", "schema" },
        { "two issue links", "createApp", $$"""{ {{App}}, "schema": { "elements": [{{IssueLink}}, {{IssueLink}}] } }""", "SCHEMA_ELEMENT_INVALID", "schema" },
        { "an element of no type", "createApp", $$"""{ {{App}}, "schema": { "elements": [{ "type": "wheel" }] } }""", "SCHEMA_ELEMENT_INVALID", "schema" },
        { "a schema that is no object", "createApp", $$"""{ {{App}}, "schema": [] }""", "SCHEMA_ELEMENT_INVALID", "schema" },
        { "a select at another host", "createApp", $$"""{ {{App}}, "schema": { "elements": [{{IssueLink.Replace("/options", "http://169.254.169.254/")}}] } }""", "SCHEMA_ELEMENT_INVALID", "schema" },
        { "a select at another host without a scheme", "createApp", $$"""{ {{App}}, "schema": { "elements": [{{IssueLink.Replace("/options", "//169.254.169.254/")}}] } }""", "SCHEMA_ELEMENT_INVALID", "schema" },
        { "a select at another host by a backslash", "createApp", $$"""{ {{App}}, "schema": { "elements": [{{IssueLink.Replace("/options", "/\\\\169.254.169.254/")}}] } }""", "SCHEMA_ELEMENT_INVALID", "schema" },
        { "a select at another host by a tab", "createApp", $$"""{ {{App}}, "schema": { "elements": [{{IssueLink.Replace("/options", "/\\t/169.254.169.254/")}}] } }""", "SCHEMA_ELEMENT_INVALID", "schema" },
        { "a select past a line break", "createApp", $$"""{ {{App}}, "schema": { "elements": [{{IssueLink.Replace("/options", "/a\\r\\nHost: b")}}] } }""", "SCHEMA_ELEMENT_INVALID", "schema" },
        { "elements without an address to lead to", "createApp", $$"""{ "name": "New", "isInternal": true, "schema": { "elements": [{{IssueLink}}] } }""", "INPUT_INVALID", "webhookUrl" },
        { "a header that is ours", "createApp", $$"""{ {{App}}, "webhookHeaders": [{ "name": "Sentry-Hook-Signature", "value": "a" }] }""", "INPUT_INVALID", "webhookHeaders" },
        { "a header that says the host", "createApp", $$"""{ {{App}}, "webhookHeaders": [{ "name": "Host", "value": "a" }] }""", "INPUT_INVALID", "webhookHeaders" },
        { "a header's name with a line break", "createApp", $$"""{ {{App}}, "webhookHeaders": [{ "name": "X-A\r\nHost", "value": "a" }] }""", "INPUT_INVALID", "webhookHeaders" },
        { "a header's value with a line break", "createApp", $$"""{ {{App}}, "webhookHeaders": [{ "name": "X-A", "value": "a\r\nHost: b" }] }""", "INPUT_INVALID", "webhookHeaders" },
        { "a header's value too long", "createApp", $$"""{ {{App}}, "webhookHeaders": [{ "name": "X-A", "value": "{{Long(999)}}" }] }""", "INPUT_INVALID", "webhookHeaders" },
        { "a header's name too long", "createApp", $$"""{ {{App}}, "webhookHeaders": [{ "name": "X-{{Long(99)}}", "value": "a" }] }""", "INPUT_INVALID", "webhookHeaders" },
        { "a header's mask", "createApp", $$"""{ {{App}}, "webhookHeaders": [{ "name": "X-A", "value": "********" }] }""", "INPUT_INVALID", "webhookHeaders" },
        { "11 headers", "createApp", $$"""{ {{App}}, "webhookHeaders": [{{string.Join(',', Enumerable.Range(0, 11).Select(i => $$"""{ "name": "X-{{i}}", "value": "a" }"""))}}] }""", "INPUT_INVALID", "webhookHeaders" },

        { "an app that is not there", "updateApp", """{ "slug": "nobody", "overview": "x" }""", "APP_NOT_FOUND", "slug" },
        { "an app that is gone", "updateApp", """{ "slug": "gone", "overview": "x" }""", "APP_STATUS_INVALID", "slug" },
        { "a NUL in a slug", "updateApp", """{ "slug": "one\u0000", "overview": "x" }""", "INPUT_INVALID", "slug" },
        { "an etag of another time", "updateApp", """{ "slug": "one", "overview": "x", "expectedEtag": "\"x\"" }""", "ETAG_MISMATCH", "expectedEtag" },
        { "a published app's scopes", "updateApp", """{ "slug": "two", "scopes": ["event:read"] }""", "APP_PUBLISHED_IMMUTABLE", "scopes" },
        { "more scopes of a published app", "updateApp", """{ "slug": "two", "scopes": ["event:read", "project:read", "org:admin"] }""", "APP_PUBLISHED_IMMUTABLE", "scopes" },
        { "no scopes of a published app", "updateApp", """{ "slug": "two", "scopes": null }""", "APP_PUBLISHED_IMMUTABLE", "scopes" },
        { "a scope away from its event", "updateApp", """{ "slug": "one", "scopes": [] }""", "EVENT_SCOPE_MISSING", "events" },
        { "an internal app that is to wait", "updateApp", """{ "slug": "$OURS", "verifyInstall": true }""", "INPUT_INVALID", "verifyInstall" },
        { "a mask of a header that is not there", "updateApp", """{ "slug": "one", "webhookHeaders": [{ "name": "X-Other", "value": "********" }] }""", "INPUT_INVALID", "webhookHeaders" },
        { "a published app's scopes by manifest", "previewAppManifest", """{ "slug": "two", "manifest": "{ \"author\": \"Me\", \"webhookUrl\": \"https://example.com/\" }" }""", "APP_PUBLISHED_IMMUTABLE", "scopes" },
        { "a manifest and its address", "previewAppManifest", """{ "slug": "one", "manifest": "{}", "manifestUrl": "https://example.com/" }""", "INPUT_INVALID", "manifest" },
        { "a manifest with what no manifest has", "previewAppManifest", """{ "slug": "one", "manifest": "{ \"popularity\": 4 }" }""", "APP_MANIFEST_INVALID", "manifest" },
        { "a manifest 100 deep", "previewAppManifest", $$"""{ "slug": "one", "manifest": "{{new string('[', 100)}}{{new string(']', 100)}}" }""", "APP_MANIFEST_INVALID", "manifest" },
        { "a manifest of 600 KB", "previewAppManifest", $$"""{ "slug": "one", "manifest": "{{Long(600_000)}}" }""", "APP_MANIFEST_INVALID", "manifest" },
        { "a manifest's webhook without events", "previewAppManifest", """{ "slug": "one", "manifest": "{ \"author\": \"Me\", \"webhookUrl\": \"https://example.com/\", \"webhooks\": [{ \"identifier\": \"a\", \"targetUrl\": \"https://example.com/\" }] }" }""", "APP_MANIFEST_INVALID", "manifest" },
        { "another manifest", "applyAppManifest", """{ "slug": "one", "manifest": "{}", "expectedDigest": "00" }""", "MANIFEST_CHANGED", "expectedDigest" },
        { "a digest without end", "applyAppManifest", $$"""{ "slug": "one", "manifest": "{}", "expectedDigest": "{{Long(100_000)}}" }""", "MANIFEST_CHANGED", "expectedDigest" },

        { "no features", "setAppFeatures", """{ "slug": "one", "features": [] }""", "INPUT_INVALID", "features" },
        { "a feature twice", "setAppFeatures", """{ "slug": "one", "features": [{ "feature": "CHAT" }, { "feature": "CHAT" }] }""", "INPUT_INVALID", "features" },
        { "a feature's words too long", "setAppFeatures", $$"""{ "slug": "one", "features": [{ "feature": "CHAT", "userDescription": "{{Long(2001)}}" }] }""", "INPUT_INVALID", "features" },
        { "publication without a logo", "requestAppPublish", """{ "slug": "one", "questionnaire": [{ "question": "a", "answer": "b" }] }""", "APP_STATUS_INVALID", "slug" },
        { "publication of a published app", "requestAppPublish", """{ "slug": "two", "questionnaire": [{ "question": "a", "answer": "b" }] }""", "APP_STATUS_INVALID", "slug" },
        { "publication of an internal app", "requestAppPublish", """{ "slug": "$OURS", "questionnaire": [{ "question": "a", "answer": "b" }] }""", "APP_STATUS_INVALID", "slug" },
        { "publication without answers", "requestAppPublish", """{ "slug": "one", "questionnaire": [] }""", "INPUT_INVALID", "questionnaire" },
        { "an empty answer", "requestAppPublish", """{ "slug": "one", "questionnaire": [{ "question": "a", "answer": " " }] }""", "INPUT_INVALID", "questionnaire" },
        { "21 answers", "requestAppPublish", $$"""{ "slug": "one", "questionnaire": [{{string.Join(',', Enumerable.Repeat("""{ "question": "a", "answer": "b" }""", 21))}}] }""", "INPUT_INVALID", "questionnaire" },
        { "a review of an internal app", "reviewAppPublish", """{ "slug": "$OURS", "approve": true }""", "APP_STATUS_INVALID", "slug" },
        { "a published app to delete", "deleteApp", """{ "slug": "two" }""", "APP_STATUS_INVALID", "slug" },
        { "an old secret for too long", "rotateAppSecret", """{ "slug": "one", "oldSecretValidFor": "P8D" }""", "INPUT_INVALID", "oldSecretValidFor" },
        { "an old secret for less than nothing", "rotateAppSecret", """{ "slug": "one", "oldSecretValidFor": "-PT1S" }""", "INPUT_INVALID", "oldSecretValidFor" },

        { "an app that is not there to install", "installApp", """{ "slug": "nobody" }""", "APP_NOT_FOUND", "slug" },
        { "an app that is gone to install", "installApp", """{ "slug": "gone" }""", "APP_NOT_FOUND", "slug" },
        { "an installation that is not there", "uninstallApp", """{ "installationUuid": "01900000-0000-7000-8000-0000000000aa" }""", "APP_INSTALLATION_NOT_FOUND", "installationUuid" },
        { "an installation back to pending", "verifyAppInstallation", """{ "installationUuid": "$ONE_AT", "status": "PENDING" }""", "INSTALLATION_STATUS_INVALID", "status" },
        { "an installation away by its status", "verifyAppInstallation", """{ "installationUuid": "$ONE_AT", "status": "PENDING_DELETION" }""", "INSTALLATION_STATUS_INVALID", "status" },
        { "a project that is not there", "setInstallationProjects", """{ "installationUuid": "$ONE_AT", "projectIds": ["UHJvamVjdDoBkAAAAABwAIAAAAAAAACq"] }""", "PROJECT_NOT_FOUND", "projectIds" },
        { "a token for an app of others", "createInternalAppToken", """{ "slug": "one" }""", "APP_STATUS_INVALID", "slug" },
        { "a token's name too long", "createInternalAppToken", $$"""{ "slug": "$OURS", "name": "{{Long(101)}}" }""", "INPUT_INVALID", "name" },
        { "a token's name with a NUL", "createInternalAppToken", """{ "slug": "$OURS", "name": "a\u0000" }""", "INPUT_INVALID", "name" },
        { "a token that is not there", "revokeAppToken", """{ "tokenId": "QXBwVG9rZW46AZAAAAAAcACAAAAAAAAAqg==" }""", "APP_TOKEN_NOT_FOUND", "tokenId" },

        { "a code that was used", "exchangeAppToken", $$"""{ {{Two}}, "grantType": "AUTHORIZATION_CODE", "code": "$TWO_CODE_USED" }""", "GRANT_INVALID", null },
        { "a code of another installation", "exchangeAppToken", $$"""{ {{Two}}, "grantType": "AUTHORIZATION_CODE", "code": "$ONE_CODE" }""", "GRANT_INVALID", null },
        { "a code that nobody gave", "exchangeAppToken", $$"""{ {{One}}, "grantType": "AUTHORIZATION_CODE", "code": "no" }""", "GRANT_INVALID", null },
        { "no code", "exchangeAppToken", $$"""{ {{One}}, "grantType": "AUTHORIZATION_CODE" }""", "GRANT_INVALID", null },
        { "a code for a refresh token", "exchangeAppToken", $$"""{ {{One}}, "grantType": "REFRESH_TOKEN", "refreshToken": "$ONE_CODE" }""", "GRANT_INVALID", null },
        { "a refresh token for a code", "exchangeAppToken", $$"""{ {{Two}}, "grantType": "AUTHORIZATION_CODE", "code": "$TWO_REFRESH" }""", "GRANT_INVALID", null },
        { "an access token for a refresh token", "exchangeAppToken", $$"""{ {{Two}}, "grantType": "REFRESH_TOKEN", "refreshToken": "$TWO_TOKEN" }""", "GRANT_INVALID", null },
        { "a refresh token of another app", "exchangeAppToken", $$"""{ {{One}}, "grantType": "REFRESH_TOKEN", "refreshToken": "$TWO_REFRESH" }""", "GRANT_INVALID", null },
        { "no refresh token", "exchangeAppToken", $$"""{ {{Two}}, "grantType": "REFRESH_TOKEN" }""", "GRANT_INVALID", null },
        { "a client's wrong secret", "exchangeAppToken", """{ "installationUuid": "$ONE_AT", "clientId": "$ONE_CLIENT", "clientSecret": "no", "grantType": "AUTHORIZATION_CODE", "code": "$ONE_CODE" }""", "GRANT_INVALID", null },
        { "another client", "exchangeAppToken", """{ "installationUuid": "$ONE_AT", "clientId": "$TWO_CLIENT", "clientSecret": "$TWO_SECRET", "grantType": "AUTHORIZATION_CODE", "code": "$ONE_CODE" }""", "GRANT_INVALID", null },
        { "a client with another's secret", "exchangeAppToken", """{ "installationUuid": "$ONE_AT", "clientId": "$ONE_CLIENT", "clientSecret": "$TWO_SECRET", "grantType": "AUTHORIZATION_CODE", "code": "$ONE_CODE" }""", "GRANT_INVALID", null },
        { "a client with a NUL", "exchangeAppToken", """{ "installationUuid": "$ONE_AT", "clientId": "a\u0000", "clientSecret": "$ONE_SECRET", "grantType": "AUTHORIZATION_CODE", "code": "$ONE_CODE" }""", "GRANT_INVALID", null },
        { "a code of a megabyte with a NUL", "exchangeAppToken", $$"""{ {{One}}, "grantType": "AUTHORIZATION_CODE", "code": "\u0000{{Long(1 << 20)}}" }""", "GRANT_INVALID", null },
        { "a state too long", "exchangeAppToken", $$"""{ {{One}}, "grantType": "AUTHORIZATION_CODE", "code": "$ONE_CODE", "state": "{{Long(2001)}}" }""", "INPUT_INVALID", "state" },

        { "a webhook of nobody", "createWebhook", """{ "identifier": "a", "targetUrl": "https://example.com/", "events": ["issue"] }""", "INPUT_INVALID", "installationUuid" },
        { "a webhook of two", "createWebhook", $$"""{ {{Hook}}, "pluginName": "git", "identifier": "a", "events": ["issue"] }""", "INPUT_INVALID", "installationUuid" },
        { "a webhook of a plugin that is not there", "createWebhook", """{ "pluginName": "git", "identifier": "a", "targetUrl": "https://example.com/", "events": ["plugin"] }""", "WEBHOOK_PLUGIN_NOT_FOUND", "pluginName" },
        { "a webhook of a plugin with a NUL", "createWebhook", """{ "pluginName": "git\u0000", "identifier": "a", "targetUrl": "https://example.com/", "events": ["plugin"] }""", "INPUT_INVALID", "pluginName" },
        { "an identifier with a space", "createWebhook", $$"""{ {{Hook}}, "identifier": "a b", "events": ["issue"] }""", "INPUT_INVALID", "identifier" },
        { "an identifier too long", "createWebhook", $$"""{ {{Hook}}, "identifier": "{{Long(101)}}", "events": ["issue"] }""", "INPUT_INVALID", "identifier" },
        { "an identifier that is taken", "createWebhook", $$"""{ {{Hook}}, "identifier": "hook", "events": ["issue"] }""", "WEBHOOK_IDENTIFIER_TAKEN", "identifier" },
        { "no events", "createWebhook", $$"""{ {{Hook}}, "identifier": "a", "events": [] }""", "INPUT_INVALID", "events" },
        { "events without the app's scope", "createWebhook", $$"""{ {{Hook}}, "identifier": "a", "events": ["size_analysis.completed"] }""", "EVENT_SCOPE_MISSING", "events" },
        { "an event that is none", "createWebhook", $$"""{ {{Hook}}, "identifier": "a", "events": ["issue.eaten"] }""", "INPUT_INVALID", "events" },
        { "an event of its coming and going", "createWebhook", $$"""{ {{Hook}}, "identifier": "a", "events": ["installation.created"] }""", "INPUT_INVALID", "events" },
        { "a query that is none", "createWebhook", $$"""{ {{Hook}}, "identifier": "a", "events": ["issue"], "query": "{" }""", "WEBHOOK_QUERY_INVALID", "query" },
        { "a mutation for a query", "createWebhook", $$"""{ {{Hook}}, "identifier": "a", "events": ["issue"], "query": "mutation { deleteApp(input: { slug: \"one\" }) { app { slug } } }" }""", "WEBHOOK_QUERY_INVALID", "query" },
        { "a query of what is not there", "createWebhook", $$"""{ {{Hook}}, "identifier": "a", "events": ["issue"], "query": "{ wheels }" }""", "WEBHOOK_QUERY_INVALID", "query" },
        { "a query too long", "createWebhook", $$"""{ {{Hook}}, "identifier": "a", "events": ["issue"], "query": "{{Long(10_001)}}" }""", "WEBHOOK_QUERY_INVALID", "query" },
        { "a project of nobody", "createWebhook", $$"""{ {{Hook}}, "identifier": "a", "events": ["issue"], "projectIds": ["UHJvamVjdDoBkAAAAABwAIAAAAAAAACq"] }""", "PROJECT_NOT_FOUND", "projectIds" },
        { "6 headers", "createWebhook", $$"""{ {{Hook}}, "identifier": "a", "events": ["issue"], "customHeaders": [{{string.Join(',', Enumerable.Range(0, 6).Select(i => $$"""{ "name": "X-{{i}}", "value": "a" }"""))}}] }""", "INPUT_INVALID", "customHeaders" },
        { "a webhook's header with a line break", "updateWebhook", """{ "id": "$WEBHOOK", "customHeaders": [{ "name": "X-A", "value": "a\nb" }] }""", "INPUT_INVALID", "customHeaders" },
        { "a webhook's etag of another time", "updateWebhook", """{ "id": "$WEBHOOK", "active": false, "expectedEtag": "\"x\"" }""", "ETAG_MISMATCH", "expectedEtag" },
        { "an app's webhook elsewhere", "updateWebhook", """{ "id": "$APP_WEBHOOK", "targetUrl": "https://example.org/" }""", "WEBHOOK_FOLLOWS_APP", "targetUrl" },
        { "an app's webhook to delete", "deleteWebhook", """{ "id": "$APP_WEBHOOK" }""", "WEBHOOK_FOLLOWS_APP", "existence" },
        { "an app's webhook's secret", "rotateWebhookSecret", """{ "id": "$APP_WEBHOOK" }""", "WEBHOOK_FOLLOWS_APP", "secret" },
        { "an event that it is not told of", "triggerWebhook", """{ "id": "$WEBHOOK", "eventType": "issue.resolved" }""", "INPUT_INVALID", "eventType" },
        { "an event's data in a list", "triggerWebhook", """{ "id": "$WEBHOOK", "eventType": "issue.created", "data": [] }""", "INPUT_INVALID", "data" },
        { "an event's data of 65 KB", "triggerWebhook", $$"""{ "id": "$WEBHOOK", "eventType": "issue.created", "data": { "a": "{{Long(65_536)}}" } }""", "INPUT_INVALID", "data" },
        { "an event's data 100 deep", "triggerWebhook", $$"""{ "id": "$WEBHOOK", "eventType": "issue.created", "data": {{Deep(100)}} }""", "INPUT_INVALID", "data" },
        { "a rehearsal of an event that it is not told of", "dryRunWebhook", """{ "id": "$WEBHOOK", "eventType": "issue.resolved" }""", "INPUT_INVALID", "eventType" },
        { "a delivery that is not there", "redeliverWebhook", """{ "id": "V2ViaG9va0RlbGl2ZXJ5OgGQAAAAAHAAgAAAAAAAAKo=" }""", "WEBHOOK_DELIVERY_NOT_FOUND", "id" },
        { "no deliveries", "redeliverWebhooks", """{ "where": {}, "limit": 0 }""", "INPUT_INVALID", "limit" },
        { "too many deliveries", "redeliverWebhooks", """{ "where": {}, "limit": 1001 }""", "INPUT_INVALID", "limit" },
        { "deliveries that end before they begin", "redeliverWebhooks", """{ "where": { "since": "2026-02-01T00:00:00Z", "until": "2026-01-01T00:00:00Z" } }""", "INPUT_INVALID", "where" },
        { "deliveries of a type with a NUL", "redeliverWebhooks", """{ "where": { "eventTypes": ["a\u0000"] } }""", "INPUT_INVALID", "where" },

        { "a problem reported by a person", "reportAppProblem", """{ "key": "a", "message": "b" }""", "FORBIDDEN", null },
        { "problems of nothing", "dismissAppProblems", """{ }""", "INPUT_INVALID", "ids" },
        { "problems of a key with a NUL", "dismissAppProblems", """{ "keys": ["a\u0000"] }""", "INPUT_INVALID", "keys" },
        { "101 problems", "dismissAppProblems", $$"""{ "keys": [{{string.Join(',', Enumerable.Range(0, 101).Select(i => $"\"{i}\""))}}] }""", "INPUT_INVALID", "keys" },

        { "a provider that is not there", "startIntegrationSetup", """{ "provider": "wheel" }""", "INTEGRATION_PROVIDER_NOT_FOUND", "provider" },
        { "a provider with a NUL", "startIntegrationSetup", """{ "provider": "github\u0000" }""", "INTEGRATION_PROVIDER_NOT_FOUND", "provider" },
        { "a state that nobody gave", "advanceIntegrationSetup", """{ "state": "no", "values": {} }""", "SETUP_STATE_INVALID", "state" },
        { "a state with a NUL", "advanceIntegrationSetup", """{ "state": "a\u0000", "values": {} }""", "SETUP_STATE_INVALID", "state" },
        { "a state of a megabyte", "advanceIntegrationSetup", $$"""{ "state": "{{Long(1 << 20)}}", "values": {} }""", "SETUP_STATE_INVALID", "state" },
        { "a configuration of nobody", "updateIntegrationConfig", $$"""{ "id": "{{None}}", "config": {} }""", "INTEGRATION_NOT_FOUND", "id" },
        { "an integration that is not there", "removeIntegration", $$"""{ "id": "{{None}}" }""", "INTEGRATION_NOT_FOUND", "id" },
        { "an issue's resource with a NUL", "linkExternalIssue", $$"""{ "integrationId": "{{None}}", "resource": "a\u0000", "key": "b" }""", "INPUT_INVALID", "resource" },
        { "an issue's key with a NUL", "linkExternalIssue", $$"""{ "integrationId": "{{None}}", "resource": "a", "key": "b\u0000" }""", "INPUT_INVALID", "key" },
        { "an issue nowhere", "createExternalIssue", $$"""{ "integrationId": "{{None}}", "resource": "a", "values": {} }""", "INTEGRATION_NOT_FOUND", "integrationId" },
        { "an issue of a list", "createExternalIssue", $$"""{ "integrationId": "{{None}}", "resource": "a", "values": [] }""", "FORM_INVALID", "values" },
        { "an alert without words", "triggerIntegrationAlert", $$"""{ "integrationId": "{{None}}", "service": "a", "summary": " ", "source": "b" }""", "INPUT_INVALID", "summary" },
        { "an alert that leads to a script", "triggerIntegrationAlert", $$"""{ "integrationId": "{{None}}", "service": "a", "summary": "b", "source": "c", "url": "javascript:alert(1)" }""", "INPUT_INVALID", "url" },

        { "a documented integration at a script", "createDocIntegration", """{ "name": "New", "author": "Me", "description": "x", "url": "javascript:alert(1)" }""", "INPUT_INVALID", "url" },
        { "a documented integration with a link to a script", "createDocIntegration", """{ "name": "New", "author": "Me", "description": "x", "url": "https://example.com/", "resources": [{ "title": "a", "url": "javascript:alert(1)" }] }""", "INPUT_INVALID", "resources" },
        { "a documented integration's name that is taken", "createDocIntegration", """{ "name": "doc", "author": "Me", "description": "x", "url": "https://example.com/" }""", "DOC_INTEGRATION_SLUG_TAKEN", "name" },
        { "a documented integration that is not there", "updateDocIntegration", """{ "slug": "other", "isDraft": false }""", "DOC_INTEGRATION_NOT_FOUND", "slug" },
        { "a documented integration's etag of another time", "updateDocIntegration", """{ "slug": "doc", "isDraft": false, "expectedEtag": "\"x\"" }""", "ETAG_MISMATCH", "expectedEtag" },
        { "a key for repetitions too long", "createApp", $$"""{ {{App}}, "idempotencyKey": "{{Long(256)}}" }""", "IDEMPOTENCY_CONFLICT", "idempotencyKey" },
    };

    /// <summary>What is asked, with what, and the code of the error.</summary>
    public static TheoryData<string, string, string> Questions => new()
    {
        { "app", """{ }""", "INPUT_INVALID" },
        { "app", """{ "slug": "one\u0000" }""", "INPUT_INVALID" },
        { "app", $$"""{ "slug": "{{Long(1 << 20)}}" }""", "INPUT_INVALID" },
        { "apps", """{ "where": { "name": { "eq": "a\u0000" } } }""", "DATA_INVALID_VALUE" },
        { "appStats", """{ "slug": "one\u0000" }""", "INPUT_INVALID" },
        { "appStats", """{ "slug": "three hundred" }""", "APP_NOT_FOUND" },
        { "appStats", """{ "slug": "one", "since": "2026-02-01T00:00:00Z", "until": "2026-01-01T00:00:00Z" }""", "INPUT_INVALID" },
        { "appStats", """{ "slug": "one", "since": "0001-01-01T00:00:00Z", "until": "9999-12-31T23:59:59Z" }""", "INPUT_INVALID" },
        { "appWebhookRequests", """{ "slug": "one\u0000" }""", "INPUT_INVALID" },
        { "appWebhookRequests", """{ "slug": "one", "eventType": "issue\u0000" }""", "INPUT_INVALID" },
        { "appWebhookRequests", """{ "slug": "one", "organization": "default\u0000" }""", "INPUT_INVALID" },
        { "appWebhookRequests", """{ "slug": "one", "start": "2026-02-01T00:00:00Z", "end": "2026-01-01T00:00:00Z" }""", "INPUT_INVALID" },
        { "appComponents", """{ "organizationId": "$ORGANIZATION", "type": "issue-link\u0000" }""", "INPUT_INVALID" },
        { "componentOptions", """{ "componentUuid": "01900000-0000-7000-8000-0000000000aa", "field": "a\u0000" }""", "COMPONENT_NOT_FOUND" },
        { "componentOptions", """{ "componentUuid": "01900000-0000-7000-8000-0000000000aa", "field": "a", "query": "b\u0000" }""", "INPUT_INVALID" },
        { "componentOptions", $$"""{ "componentUuid": "01900000-0000-7000-8000-0000000000aa", "field": "a", "dependentData": { "a": "{{Long(20_000)}}" } }""", "INPUT_INVALID" },
        { "webhookDeliveries", """{ "where": { "eventType": { "eq": "a\u0000" } } }""", "DATA_INVALID_VALUE" },
        { "appProblems", """{ "where": { "key": { "eq": "a\u0000" } } }""", "DATA_INVALID_VALUE" },
        { "externalIssues", """{ "resource": "a\u0000" }""", "INPUT_INVALID" },
        { "remoteIssues", $$"""{ "integrationId": "{{None}}", "search": "a\u0000" }""", "INPUT_INVALID" },
        { "remoteIssues", $$"""{ "integrationId": "{{None}}", "search": "a", "repoId": "b" }""", "INTEGRATION_NOT_FOUND" },
        { "externalIssueFields", $$"""{ "integrationId": "{{None}}", "values": [] }""", "INTEGRATION_NOT_FOUND" },
        { "directory", """{ "search": "a\u0000" }""", "INPUT_INVALID" },
        { "directory", """{ "after": "!" }""", "INPUT_INVALID" },
        { "directory", """{ "where": { "name": { "iregex": "(" } } }""", "DATA_INVALID_REGEX" },
    };

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task A_question_that_cannot_be_asked_is_an_error_of_the_request(string query, string variables, string code)
    {
        var fault = await scene.FaultAsync(query, variables);

        Assert.True(code == fault.Code, $"{query}: {fault.Answer}");
    }

    /// <summary>Addresses of this machine and of networks that are nobody's on the internet, as they may be spelled.</summary>
    public static TheoryData<string> PrivateAddresses => [.. Private];

    private static readonly string[] Private =
    [
        "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://017700000001/", "http://127.0.0.1./", "http://0.0.0.0/", "http://0/",
        "http://[::1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://[fe80::1]/", "http://[fd00::1]/",
        "http://１２７.０.０.１/", "http://①②⑦.⓪.⓪.①/", "http://127。0。0。1/",
        "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.1.1:8080/", "http://169.254.169.254/latest/meta-data", "http://100.64.0.1/", "https://user:secret@10.0.0.1/", "https://example.com@127.0.0.1/",
        "http://localhost/", "http://LOCALHOST./", "http://api.localhost/", "http://localhost:8080/a",
    ];

    [Theory]
    [Trait("Line", "A3"), Trait("Line", "A5"), Trait("Line", "A6"), Trait("Line", "A7"), Trait("Line", "A8"), Trait("Line", "A12"), Trait("Line", "A13"), Trait("Line", "A14"), Trait("Line", "A30"), Trait("Line", "A32")]
    [Trait("Line", "A42"), Trait("Line", "A44"), Trait("Line", "A45"), Trait("Line", "A46"), Trait("Line", "G23"), Trait("Line", "G24")]
    [MemberData(nameof(Changes))]
    public async Task A_change_with(string what, string mutation, string input, string code, string? path)
    {
        var before = await scene.RowsAsync();

        var refusal = await scene.RefusalAsync(mutation, input);

        Assert.True((code, path) == (refusal.Code, refusal.Path), $"{what}: {refusal.Answer}");
        Assert.Equal(before, await scene.RowsAsync());
    }

    [Theory]
    [Trait("Line", "A6"), Trait("Line", "A48"), Trait("Line", "O4")]
    [MemberData(nameof(PrivateAddresses))]
    public async Task No_address_that_this_server_calls_is_saved_as(string url)
    {
        var before = await scene.RowsAsync();
        var json = JsonSerializer.Serialize(url);
        var manifest = JsonSerializer.Serialize($$"""{ "author": "Me", "webhookUrl": {{json}} }""");
        var hooks = JsonSerializer.Serialize($$"""{ "author": "Me", "webhookUrl": "https://example.com/", "scopes": ["event:read"], "webhooks": [{ "identifier": "a", "targetUrl": {{json}}, "events": ["issue"] }] }""");
        foreach (var (mutation, input, path) in new[]
        {
            ("createApp", $$"""{ {{App}}, "webhookUrl": {{json}} }""", "webhookUrl"),
            ("updateApp", $$"""{ "slug": "one", "webhookUrl": {{json}} }""", "webhookUrl"),
            ("createWebhook", $$"""{ {{Hook}}, "identifier": "a", "events": ["issue"], "targetUrl": {{json}} }""", "targetUrl"),
            ("updateWebhook", $$"""{ "id": "$WEBHOOK", "targetUrl": {{json}} }""", "targetUrl"),
            ("previewAppManifest", $$"""{ "slug": "one", "manifestUrl": {{json}} }""", "manifestUrl"),
            ("applyAppManifest", $$"""{ "slug": "one", "manifestUrl": {{json}}, "expectedDigest": "00" }""", "manifestUrl"),
            ("previewAppManifest", $$"""{ "slug": "one", "manifest": {{manifest}} }""", "webhookUrl"),
            ("previewAppManifest", $$"""{ "slug": "one", "manifest": {{hooks}} }""", "targetUrl"),
        })
        {
            var refusal = await scene.RefusalAsync(mutation, input);

            Assert.True(("URL_NOT_ALLOWED", path) == (refusal.Code, refusal.Path), $"{mutation} {path}: {refusal.Answer}");
            Assert.DoesNotContain("secret", refusal.Answer, StringComparison.Ordinal);
        }
        Assert.Equal(before, await scene.RowsAsync());
    }

    private static string IssueLink { get; } =
        """{ "type": "issue-link", "link": { "uri": "/l", "required_fields": [{ "type": "select", "name": "a", "label": "A", "uri": "/options" }] }, "create": { "uri": "/c", "required_fields": [{ "type": "text", "name": "a", "label": "A" }] } }""";

    private static string Long(int length) => new('x', length);

    private static string Deep(int levels) => string.Concat(Enumerable.Repeat("""{ "a": """, levels)) + "1" + new string('}', levels);
}
