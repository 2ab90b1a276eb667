using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
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
public sealed partial class FilledHost : IAsyncLifetime
{
    private const int OfEach = 12;
    private string _organizationId = "";

    public ModuleHost Host { get; private set; } = null!;

    /// <summary>The innermost of some projects, one below the other.</summary>
    public string ProjectId { get; private set; } = "";

    public async Task InitializeAsync()
    {
        Host = await ModuleHost.StartAsync(
            "host-statements", Modules, services => services.GetRequiredService<DemoCatalog>().LoadIfEmptyAsync(default), ("Catalog:AllowRemoteAdmin", "true"));
        Host.Caller = ModuleHost.Identity("*", principalId: Kernel.Identity.Principal.AdministratorId);
        _organizationId = (await Host.QueryAsync("{ viewer { organization { id } } }")).GetProperty("data").GetProperty("viewer").GetProperty("organization").GetProperty("id").GetString()!;
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

    /// <summary>Variables with <c>$project</c> and <c>$organization</c> in the places of ids, and <c>$id:Type</c> in those of ids that nothing has.</summary>
    public JsonElement Variables(string text) => JsonDocument.Parse(
        Invented().Replace(text, match => InventedId(match.Groups["type"].Value)).Replace("$project", ProjectId, StringComparison.Ordinal).Replace("$organization", _organizationId, StringComparison.Ordinal)).RootElement;

    // The project's id with the name of another type.
    private string InventedId(string type)
    {
        var id = Convert.FromBase64String(ProjectId);
        return Convert.ToBase64String([.. Encoding.UTF8.GetBytes(type), .. id.AsSpan(Array.IndexOf(id, (byte)':'))]);
    }

    [GeneratedRegex(@"\$id:(?<type>\w+)")]
    private static partial Regex Invented();

    public async Task DisposeAsync() => await Host.DisposeAsync();

    internal static IReadOnlyList<IModule> Modules() => [new CatalogModule(), new OptionsModule(), new IntegrationsModule(), new SourcesModule()];
}
