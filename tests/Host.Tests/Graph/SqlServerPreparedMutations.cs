namespace GraphQLPlugins.Host.Tests.Graph;

/// <summary>Mutations whose rows must be in a state of their own.</summary>
public static class SqlServerPreparedMutations
{
    /// <summary>The operation, its variables, and what is other than in <see cref="SqlServerRows"/>: the columns by table; null for a table without rows.</summary>
    public static TheoryData<string, string, string> All => new()
    {
        {
            "revokeToken", """{ "input": { "tokenId": "$id:AccessToken" } }""",
            """{ "kernel.access_tokens": { "revoked_at": null, "expires_at": null, "capabilities": [] } }"""
        },
        {
            "removeTrustedDocument", """{ "input": { "documentId": "a-document" } }""",
            """{ "kernel.trusted_documents": { } }"""
        },
        {
            "cancelJob", """{ "input": { "jobId": "$id:OperationJob" } }""",
            """{ "kernel.jobs": { "status": "Queued" } }"""
        },
        {
            "reloadPlugin", """{ "input": { "name": "git" } }""",
            """{ }"""
        },
        {
            "reloadPlugins", """{ "input": { "names": ["git"] } }""",
            """{ }"""
        },
        {
            "installPlugin", """{ "input": { "source": { "catalog": { "pluginId": "git" } } } }""",
            """{ "catalog.installations": null, "catalog.versions": { "artifacts": [] } }"""
        },
        {
            "installPlugins", """{ "input": { "plugins": [{ "pluginId": "git" }] } }""",
            """{ "catalog.installations": null, "catalog.versions": { "artifacts": [] } }"""
        },
        {
            "upgradePlugin", """{ "input": { "name": "git" } }""",
            """{ "catalog.installations": { "pinned": false }, "catalog.versions": { "version": "99.0.0", "artifacts": [] } }"""
        },
        {
            "rollbackPlugin", """{ "input": { "name": "git" } }""",
            """{ "catalog.installations": { "has_previous": true, "previous_version": "0.9.0", "previous_origin": "Catalog" } }"""
        },
        {
            "registerPlugin", """{ "input": { "name": "Another", "resourceType": "inventory.Collector", "image": "us/another" } }""",
            """{ "catalog.plugins": null, "catalog.versions": null, "catalog.installations": null }"""
        },
        {
            "transferPlugin", """{ "input": { "pluginId": "git", "organizationId": "$organization" } }""",
            """{ }"""
        },
        {
            "deleteRepository", """{ "input": { "repositoryId": "r", "force": true } }""",
            """{ "catalog.repositories": { "type": "Managed" } }"""
        },
        {
            "registerRepository", """{ "input": { "name": "another", "type": "LOCAL" } }""",
            """{ "catalog.repositories": null }"""
        },
        {
            "syncRepository", """{ "input": { "repositoryId": "r", "async": true } }""",
            """{ "catalog.repositories": { "type": "Remote", "endpoint": "https://example.com/graphql" } }"""
        },
        {
            "registerPublisherKey", """{ "input": { "name": "Ours", "publicKey": "$key" } }""",
            """{ }"""
        },
        {
            "revokePublisherKey", """{ "input": { "fingerprint": "a", "reason": "Lost." } }""",
            """{ "catalog.publisher_keys": { "algorithm": "Ecdsa", "revoked_at": null } }"""
        },
        {
            "yankPluginVersion", """{ "input": { "pluginId": "git", "version": "1.0.0", "reason": "Broken." } }""",
            """{ "catalog.versions": { "version": "1.0.0", "state": "Active" } }"""
        },
        {
            "unyankPluginVersion", """{ "input": { "pluginId": "git", "version": "1.0.0" } }""",
            """{ "catalog.versions": { "version": "1.0.0", "state": "Yanked" } }"""
        },
        {
            "importOptions", """{ "input": { "pluginId": "git", "document": "{\"options\":{\"enabled\":false}}", "scope": { "kind": "INSTANCE" } } }""",
            """{ }"""
        },
        {
            "deleteApp", """{ "input": { "slug": "an-app" } }""",
            """{ }"""
        },
        {
            "setInstallationProjects", """{ "input": { "installationUuid": "0199aaaa-0000-7000-8000-000000000001", "projectIds": ["$project"] } }""",
            """{ "kernel.projects": { "COUNT(*)": 1 } }"""
        },
        {
            "verifyAppInstallation", """{ "input": { "installationUuid": "0199aaaa-0000-7000-8000-000000000001" } }""",
            """{ "integrations.app_installations": { "status": "Pending" } }"""
        },
        {
            "previewAppManifest", """{ "input": { "slug": "an-app", "manifest": "{\"name\":\"An app\",\"author\":\"Us\",\"webhookUrl\":\"https://example.com/\"}" } }""",
            """{ }"""
        },
        {
            "requestAppPublish", """{ "input": { "slug": "an-app", "questionnaire": [{ "question": "Why?", "answer": "Because." }] } }""",
            """{ "integrations.app_avatars": { "photo_type": "Logo" } }"""
        },
        {
            "reviewAppPublish", """{ "input": { "slug": "an-app", "approve": true } }""",
            """{ "integrations.apps": { "status": "PublishRequestInProgress" } }"""
        },
        {
            "createInternalAppToken", """{ "input": { "slug": "an-app" } }""",
            """{ "integrations.apps": { "status": "Internal" } }"""
        },
        {
            "revokeAppToken", """{ "input": { "tokenId": "$id:AppToken" } }""",
            """{ "integrations.app_tokens": { } }"""
        },
        {
            "replayIntegrationEvent", """{ "input": { "id": "$id:IntegrationEvent" } }""",
            """{ "integrations.integration_events": { "status": "Failed", "action": "IssueChanged" } }"""
        },
        {
            "unlinkExternalIssue", """{ "input": { "id": "$id:ExternalIssue" } }""",
            """{ "integrations.external_issues": { } }"""
        },
        {
            "disconnectSource", """{ "input": { "provider": "github" } }""",
            """{ "sources.connections": { "provider": "github", "status": "Connected", "scopes": [] } }"""
        },
        {
            "replayHookEvent", """{ "input": { "id": "$id:HookEvent" } }""",
            """{ "sources.hook_events": { "status": "Failed", "branches": [], "tags": [], "matched_keys": [], "processed_at": null } }"""
        },
        {
            "registerSourceProvider", """{ "input": { "name": "one-off-source", "displayName": "One", "repositories": [{ "id": "a", "name": "a", "cloneUrl": "https://example.com/a.git" }] } }""",
            """{ }"""
        },
        {
            "activateRepositories", """{ "input": { "provider": "git", "repoIds": ["1"] } }""",
            """{ }"""
        },
        {
            "syncRepositoryNow", """{ "input": { "id": "$id:SourceRepository" } }""",
            """{ }"""
        },
        {
            "deactivateRepositoryService", """{ "input": { "repositoryId": "$id:SourceRepository", "service": "catalog" } }""",
            """{ "sources.repositories": { "active_services": ["catalog"] } }"""
        },
        {
            "dryRunWebhook", """{ "input": { "id": "$id:WebhookSubscription", "eventType": "options.changed" } }""",
            """{ }"""
        }
    };

    /// <summary>A key of a publisher, as a part of JSON.</summary>
    public static string PublicKey
    {
        get
        {
            using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
            return key.ExportSubjectPublicKeyInfoPem().Replace("\n", "\\n", StringComparison.Ordinal);
        }
    }
}
