using GraphQLPlugins.Catalog;
using GraphQLPlugins.Host.Commands;
using GraphQLPlugins.Integrations;
using GraphQLPlugins.Kernel;
using GraphQLPlugins.Options;
using GraphQLPlugins.Sources;

// The modules, in the order in which they depend on each other.
return await CommandLine.RunAsync(args, settings =>
[
    new KernelModule(settings.Storage, settings.Identity),
    new CatalogModule(),
    new OptionsModule(),
    new IntegrationsModule(),
    new SourcesModule(),
]);
