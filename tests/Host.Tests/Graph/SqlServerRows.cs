using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.ModuleTesting.SqlServer;

namespace GraphQLPlugins.Host.Tests.Graph;

/// <summary>Rows for tables that <see cref="FilledHost"/> leaves empty: what enumerations, JSON and lists say, whose they are, and what must be null; the other columns have a value of their type.</summary>
internal static class SqlServerRows
{
    private const string Installation = "0199aaaa-0000-7000-8000-000000000002";

    /// <summary>An installation.</summary>
    internal static readonly string Installed = $$"""
        { "id": "{{Installation}}", "organization_id": "{{Organization.DefaultId}}", "name": "git", "normalized_name": "git", "version": "1.0.0", "state": "Running", "origin": "Catalog", "reload_mode": "Reload",
          "previous_origin": null, "needs": null, "skipped_versions": [], "has_previous": false, "version_key": null, "previous_version_key": null }
        """;

    internal static SampleRows AddTo(SampleRows rows)
    {
        var organization = Organization.DefaultId;
        rows.TryGet("catalog.plugins", "repository_key", out var repository);
        return rows
            .With("catalog.repositories", $$"""
                { "id": {{repository!.ToJsonString()}}, "repository_id": "r", "name": "local", "type": "Local", "state": "Enabled", "endpoint": null, "deleted_at": null, "sealed_token": null, "priority": 1, "revision": 1 }
                """)
            .With("catalog.installations", Installed)
            .With("catalog.installation_records", $$"""{ "organization_id": "{{organization}}", "installation_id": "{{Installation}}", "name": "git", "action": "Installed", "state": "Running", "origin": "Catalog" }""")
            .With("integrations.apps", $$"""
                { "organization_id": "{{organization}}", "slug": "an-app", "status": "Unpublished", "scopes": ["org:read"], "stored_events": [], "allowed_origins": [], "schema": null, "metadata": null, "headers": [],
                  "publish_answers": null, "manifest_webhooks": [], "webhook_url": "https://example.com/", "redirect_url": null, "name": "An app", "author": "Us", "date_published": null, "deleted_at": null, "revision": 1 }
                """)
            .With("integrations.app_features", """{ "feature": "Api" }""")
            .With("integrations.app_components", """{ "type": "issue-link", "schema": {} }""")
            .With("integrations.app_installations", $$"""{ "organization_id": "{{organization}}", "status": "Installed", "project_ids": [], "deleted_at": null, "deletion_at": null }""")
            .With("integrations.doc_integrations", """{ "slug": "a-doc", "name": "A doc", "author": "Us", "description": "It is.", "url": "https://example.com/", "features": [], "resources": [] }""")
            .With("integrations.webhook_subscriptions", $$"""
                { "organization_id": "{{organization}}", "origin": "Manual", "disabled_reason": null, "plugin_name": null, "query": null, "events": ["options.changed"], "headers": [], "project_ids": [],
                  "deleted_at": null, "active": true, "target_url": "https://example.com/", "identifier": "one" }
                """)
            .With("integrations.app_secrets", """{ "version": 1, "expires_at": null }""")
            .With("integrations.webhook_secrets", """{ "version": 1, "expires_at": null }""")
            .With("sources.tag_publications", """{ "tag": "v1.0.0", "status": "Published", "error_code": null, "error_message": null, "warning": null }""")
            .With("sources.service_progress", """{ "service": "catalog", "branches": {}, "last_error_code": null, "last_error_message": null }""")
            .With("integrations.webhook_topics", """{ "event_type": "options.changed" }""")
            .With("integrations.webhook_queues", """{ "breaker": null, "lease_id": null, "leased_until": null, "due_at": null, "not_before": null, "last_failing_day": null, "watched_until": null }""")
            .With("integrations.webhook_deliveries", $$"""
                { "organization_id": "{{organization}}", "event_type": "options.changed", "status": "Failed", "attempts": [{ "at": "2026-01-01T00:00:00Z", "statusCode": 500, "durationMs": 1, "error": null }], "replay_of": null, "next_retry_at": null, "body": null, "app_id": null }
                """)
            .With("integrations.integrations", """{ "provider": "jira", "external_id": "1", "name": "Jira", "metadata": {} }""")
            .With("integrations.organization_integrations", $$"""
                { "organization_id": "{{organization}}", "status": "Active", "grace_period_end": null, "config": {}, "default_identity_id": null, "app_id": null, "sealed_credentials": null, "token_expires_at": null }
                """)
            .With("sources.repositories", $$"""
                { "organization_id": "{{organization}}", "provider": "git", "repo_id": "1", "owner": "", "name": "a/b", "url": "https://example.com/a/b", "status": "Active", "config": {}, "publish_as": null, "hook_key": null,
                  "active_services": [], "last_error_code": null, "last_error_message": null, "lease_until": null, "next_poll_at": null }
                """)
            .With("kernel.jobs", $$"""{ "organization_id": "{{organization}}", "kind": "catalog.import", "status": "Failed", "serial_key": null, "idempotency_key": null, "due_at": null, "payload": "{}", "payload_json": "{}", "steps": "[]", "steps_json": "[]", "result": null, "result_json": null }""");
    }
}
