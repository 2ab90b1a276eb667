using GraphQLPlugins.Kernel.Modules;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Options.Secrets;
using GraphQLPlugins.Options.Storage;
using GraphQLPlugins.Options.Storage.Migrations;
using GraphQLPlugins.Options.Values;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GraphQLPlugins.Options;

/// <summary>What plugins are told, at every scope, with history, secrets kept secret.</summary>
public sealed class OptionsModule : IModule
{
    public string Name => OptionsDb.Schema;

    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services
            .AddModuleDb<OptionsDb, PostgreSqlOptionsDb, SqlServerOptionsDb>()
            .AddScoped<ScopeChain>()
            .AddScoped<OptionSetReader>()
            .AddScoped<OptionSetAfterwards>()
            .AddScoped<OptionWriter>()
            .AddSingleton<SecretBox>()
            .AddSingleton<IXmlRepository, KeyRing>()
            // It would warn at the first start that the database holds the keys as they are, which is what lets every host read them.
            .AddLogging(log => log.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error))
            .AddDataProtection().SetApplicationName("GraphQLPlugins");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider =>
            new ConfigureOptions<KeyManagementOptions>(options => options.XmlRepository = provider.GetRequiredService<IXmlRepository>()));
    }

    public void AddTypes(IRequestExecutorBuilder graph) => graph.AddOptions();
}
