using GraphQLPlugins.Engine.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GraphQLPlugins.Engine.Tests.Generators;

public class IncrementalTests
{
    private const string Module = """
        using System.Collections.Generic; using System.Threading.Tasks;
        [assembly: GraphQLPlugins.Engine.Module("Words")]
        [GraphQLPlugins.Engine.Types.QueryType] public static partial class Q
        {
            public static int One => 1;
            [GraphQLPlugins.Engine.DataLoading.DataLoader] public static Task<Dictionary<int, int>> GetDoublesAsync(IReadOnlyList<int> keys) => null!;
        }
        """;

    [Fact]
    public void An_edit_that_changes_nothing_annotated_generates_nothing_anew() =>
        Assert.All(Reasons("public class Plain { public int Two => 2; }"), r => Assert.Equal(IncrementalStepRunReason.Cached, r));

    [Fact]
    public void A_new_annotated_class_generates_the_module_anew() =>
        Assert.Contains(IncrementalStepRunReason.Modified, Reasons("[GraphQLPlugins.Engine.Types.MutationType] public static class M { public static int Two => 2; }"));

    private static List<IncrementalStepRunReason> Reasons(string edited)
    {
        var other = CSharpSyntaxTree.ParseText("public class Plain { public int One => 1; }");
        var compilation = GeneratorRun.Compile([CSharpSyntaxTree.ParseText(Module), other]);
        var driver = CSharpGeneratorDriver.Create([new EngineGenerator().AsSourceGenerator()],
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        var first = driver.RunGenerators(compilation);
        var second = first.RunGenerators(compilation.ReplaceSyntaxTree(other, CSharpSyntaxTree.ParseText(edited)));
        return [.. second.GetRunResult().Results[0].TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs).Select(o => o.Reason)];
    }
}
