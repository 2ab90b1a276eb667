using System.Text.Json;
using GraphQLPlugins.Catalog;
using GraphQLPlugins.Catalog.Demo;
using GraphQLPlugins.Integrations;
using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.ModuleTesting;
using GraphQLPlugins.Options;
using GraphQLPlugins.Sources;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Host.Tests.Graph;

/// <summary>The whole graph over the demo catalog, with some of everything that is listed.</summary>
public sealed class FilledHost : IAsyncLifetime
{
    private const int OfEach = 12;

    public ModuleHost Host { get; private set; } = null!;

    /// <summary>The innermost of some projects, one below the other.</summary>
    public string ProjectId { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Host = await ModuleHost.StartAsync(
            "host-statements", Modules, services => services.GetRequiredService<DemoCatalog>().LoadIfEmptyAsync(default), ("Catalog:AllowRemoteAdmin", "true"));
        Host.Caller = ModuleHost.Identity("*", principalId: Kernel.Identity.Principal.AdministratorId);
        string? parent = null;
        for (var i = 0; i < OfEach; i++)
        {
            var made = await Host.QueryAsync(
                "mutation($name: String!, $parent: ID) { createProject(input: { name: $name, parentId: $parent }) { project { id } } }", new { name = $"project {i}", parent });
            if (i % 3 == 0) parent = made.GetProperty("data").GetProperty("createProject").GetProperty("project").GetProperty("id").GetString();
            ProjectId = parent!;
            await Host.QueryAsync("mutation($name: String!) { createToken(input: { name: $name, capabilities: [\"catalog:read\"] }) { token { id } } }", new { name = $"token {i}" });
        }
        foreach (var scope in (object[])[new { kind = "INSTANCE" }, new { kind = "ORGANIZATION" }, new { kind = "PROJECT", projectId = ProjectId }, new { kind = "USER" }])
            await Host.RunAsync("setOption", new { input = new { pluginId = "git", key = "enabled", value = true, scope } });
    }

    public async Task DisposeAsync() => await Host.DisposeAsync();

    private static IReadOnlyList<IModule> Modules() => [new CatalogModule(), new OptionsModule(), new IntegrationsModule(), new SourcesModule()];
}

/// <summary>How often the canonical operations go to the database, when their plans are known and however many things they show.</summary>
public sealed class StatementTests(FilledHost filled) : IClassFixture<FilledHost>
{
    [Theory]
    [InlineData("advisories", """{ "first": 50 }""", 2)]
    [InlineData("appInstallations", """{ "organizationId": "$organization" }""", 1)]
    [InlineData("appProblems", "{}", 1)]
    [InlineData("apps", "{}", 1)]
    [InlineData("auditLog", """{ "first": 50 }""", 1)]
    [InlineData("availableUpdates", "{}", 3)]
    [InlineData("configuredProjects", """{ "pluginIds": ["git"], "first": 50 }""", 3)]
    [InlineData("directory", """{ "first": 50 }""", 6)]
    [InlineData("docIntegrations", "{}", 1)]
    [InlineData("effectiveOptions", """{ "pluginId": "git", "scope": { "kind": "USER", "projectId": "$project" } }""", 1)]
    [InlineData("eventTypes", "{}", 0)]
    [InlineData("hookEvents", "{}", 1)]
    [InlineData("installations", """{ "all": true }""", 1)]
    [InlineData("isPluginEnabled", """{ "pluginId": "git", "scope": { "kind": "PROJECT", "projectId": "$project" } }""", 2)]
    [InlineData("jobs", """{ "first": 50 }""", 1)]
    [InlineData("optionDefinitions", """{ "pluginId": "git" }""", 1)]
    [InlineData("optionHistory", """{ "pluginId": "git" }""", 2)]
    [InlineData("optionSet", """{ "pluginId": "git", "scope": { "kind": "PROJECT", "projectId": "$project" } }""", 1)]
    [InlineData("plugin", """{ "pluginId": "git", "versions": 20 }""", 7)]
    [InlineData("pluginDependencies", """{ "pluginId": "git" }""", 4)]
    [InlineData("pluginDependents", """{ "pluginId": "git", "first": 50 }""", 2)]
    [InlineData("pluginEnablement", """{ "pluginId": "git", "scope": { "kind": "PROJECT", "projectId": "$project" } }""", 2)]
    [InlineData("pluginFacets", """{ "facets": ["LABEL", "PROVIDER"] }""", 1)]
    [InlineData("pluginLock", "{}", 2)]
    [InlineData("pluginVersions", """{ "pluginId": "git", "first": 50 }""", 4)]
    [InlineData("plugins", """{ "first": 50 }""", 4)]
    [InlineData("policy", "{}", 1)]
    [InlineData("projectPlugins", """{ "projectId": "$project", "first": 50 }""", 2)]
    [InlineData("projects", """{ "first": 50 }""", 2)]
    [InlineData("repositories", "{}", 2)]
    [InlineData("repositoryStatuses", "{}", 1)]
    [InlineData("sourceProviders", "{}", 1)]
    [InlineData("sourceRepositories", """{ "first": 50 }""", 1)]
    [InlineData("tokens", """{ "first": 50 }""", 1)]
    [InlineData("trustedDocuments", """{ "first": 50 }""", 1)]
    [InlineData("versions", """{ "pluginId": "git" }""", 2)]
    [InlineData("viewer", "{}", 1)]
    [InlineData("webhookDeliveries", """{ "first": 50 }""", 1)]
    [InlineData("webhooks", """{ "first": 50 }""", 1)]
    public async Task An_operation_sends_no_more_statements_than_it_has_kinds_of_things(string operation, string variables, int statements)
    {
        var organization = (await filled.Host.QueryAsync("{ viewer { organization { id } } }")).GetProperty("data").GetProperty("viewer").GetProperty("organization").GetProperty("id").GetString();
        var given = JsonDocument.Parse(variables.Replace("$project", filled.ProjectId, StringComparison.Ordinal).Replace("$organization", organization, StringComparison.Ordinal)).RootElement;
        var answer = await filled.Host.RunAsync(operation, given);
        Assert.False(answer.TryGetProperty("errors", out _), answer.ToString());

        var sent = await filled.Host.StatementsAsync(() => filled.Host.RunAsync(operation, given));

        Assert.True(statements == sent.Count, $"{operation}: {sent.Count}\n{string.Join("\n\n", sent)}");
    }
}
