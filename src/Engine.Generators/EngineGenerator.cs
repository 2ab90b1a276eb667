using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GraphQLPlugins.Engine.Generators;

/// <summary>Generates a module's <c>Add{Module}()</c>, its data loaders and the hooks of its type classes.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class EngineGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var settings = context.CompilationProvider.Select(static (compilation, _) => ModuleSettings.Of(compilation));
        var types = RegisteredTypes(context);
        var written = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => TypeInspector.CouldBeWritten(node), TypeInspector.Written)
            .Where(static found => found is not null);
        var writtenTypes = written.Select(static (found, _) => found as RegisteredType).Where(static t => t is not null).Select(static (t, _) => t!).Collect();
        var writtenLoaders = written.Select(static (found, _) => found as WrittenLoader).Where(static l => l is not null).Select(static (l, _) => l!).Collect();
        var loaders = Loaders(context).Collect();

        context.RegisterSourceOutput(Findings(context), static (output, finding) => output.ReportDiagnostic(finding.ToDiagnostic()));
        context.RegisterSourceOutput(types, static (output, found) =>
        {
            foreach (var type in found) Report(output, type.Findings);
            foreach (var hook in found.Select(t => t.Hook).OfType<Hook>().GroupBy(h => h.FileName).Select(g => g.First()))
                output.AddSource($"{hook.FileName}.Configure.g.cs", Text(ModuleWriter.Hook(hook)));
        });
        context.RegisterSourceOutput(loaders.Combine(settings), static (output, found) => WriteLoaders(output, found.Left, found.Right));
        context.RegisterSourceOutput(
            types.Combine(writtenTypes).Combine(loaders).Combine(writtenLoaders).Combine(settings),
            static (output, found) =>
            {
                var ((((annotated, derived), generated), byHand), module) = found;
                var usable = generated.Where(l => l.Findings.Count == 0).ToArray();
                if (ModuleWriter.Module(module, [.. annotated.Concat(derived).Where(t => t.Code.Length > 0)], usable, byHand) is { } text)
                    output.AddSource($"{module.Name}.Module.g.cs", Text(text));
                if (module.LoaderModule is not null)
                    output.AddSource($"{module.LoaderModule}.DataLoaderModule.g.cs", Text(ModuleWriter.LoaderModule(module, usable, byHand)));
            });
    }

    private static IncrementalValueProvider<ImmutableArray<RegisteredType>> RegisteredTypes(IncrementalGeneratorInitializationContext context)
    {
        var all = context.CompilationProvider.Select(static (_, _) => ImmutableArray<RegisteredType>.Empty);
        foreach (var attribute in Names.TypeAttributes)
        {
            all = Append(all, context.SyntaxProvider.ForAttributeWithMetadataName(attribute, static (_, _) => true,
                (target, _) => TypeInspector.Annotated(target, attribute)));
        }
        foreach (var attribute in Names.MemberAttributes)
        {
            all = Append(all, context.SyntaxProvider.ForAttributeWithMetadataName(attribute, static (_, _) => true,
                static (target, _) => TypeInspector.Declaring(target)));
        }
        return all;
    }

    private static IncrementalValueProvider<ImmutableArray<RegisteredType>> Append(IncrementalValueProvider<ImmutableArray<RegisteredType>> all,
        IncrementalValuesProvider<RegisteredType?> more) =>
        all.Combine(more.Where(static t => t is not null).Select(static (t, _) => t!).Collect()).Select(static (both, _) => both.Left.AddRange(both.Right));

    private static IncrementalValuesProvider<LoaderModel> Loaders(IncrementalGeneratorInitializationContext context) =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName(Names.DataLoader, static (_, _) => true, static (target, _) => LoaderInspector.Inspect(target))
            .Where(static l => l is not null).Select(static (l, _) => l!);

    private static IncrementalValuesProvider<Finding> Findings(IncrementalGeneratorInitializationContext context) =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName(Names.NodeResolver, static (_, _) => true, static (target, _) => TypeInspector.NodeResolver(target))
            .Where(static f => f is not null).Select(static (f, _) => f!);

    private static void WriteLoaders(SourceProductionContext output, ImmutableArray<LoaderModel> loaders, ModuleSettings settings)
    {
        foreach (var loader in loaders) Report(output, loader.Findings);
        var usable = loaders.Where(l => l.Findings.Count == 0).ToArray();
        foreach (var loader in usable.GroupBy(l => l.FullName).Select(g => g.First()))
            output.AddSource($"{loader.FullName}.g.cs", Text(LoaderWriter.Loader(loader, settings)));
        foreach (var group in LoaderGroup.Of(usable)) output.AddSource($"{group.Name}.Group.g.cs", Text(LoaderWriter.Group(group, settings)));
    }

    private static void Report(SourceProductionContext output, EquatableArray<Finding> findings)
    {
        foreach (var finding in findings) output.ReportDiagnostic(finding.ToDiagnostic());
    }

    private static SourceText Text(string text) => SourceText.From(text, Encoding.UTF8);
}
