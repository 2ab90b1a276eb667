using System.Buffers;
using BenchmarkDotNet.Attributes;
using GraphQLPlugins.Engine.Execution;
using GraphQLPlugins.Engine.Execution.Planning;
using GraphQLPlugins.Engine.Language;
using GraphQLPlugins.Engine.Types;

namespace GraphQLPlugins.Engine.Benchmarks;

/// <summary>Whole requests on a plan-cache hit, up to the bytes of the response, beside the floor; and the planning that a miss costs.</summary>
[MemoryDiagnoser]
public class ExecutionBenchmarks
{
    private readonly ArrayBufferWriter<byte> _output = new(64 * 1024);
    private readonly RequestPipeline _executor = CatalogSchema.Build();
    private readonly IOperationRequest _typeName = CatalogSchema.Request("{ __typename }");
    private readonly IOperationRequest _hello = CatalogSchema.Request("{ hello }");
    private readonly IOperationRequest _five = CatalogSchema.Request("query($id: Int!) { plugin(id: $id) { id name image enabled stage } }", """{"id":7}""");
    private readonly IOperationRequest _lateFive = CatalogSchema.Request("query($id: Int!) { latePlugin(id: $id) { id name image enabled stage } }", """{"id":7}""");
    private readonly IOperationRequest _hundred = CatalogSchema.Request($"{{ plugins {{ {CatalogSchema.TenFields} }} }}");
    private readonly IOperationRequest _hundredLate = CatalogSchema.Request("{ plugins { id lateName } }");
    private readonly IOperationRequest _hundredWaited = CatalogSchema.Request("{ plugins { id waitedName } }");
    private readonly DocumentNode _document = Utf8GraphQLParser.Parse($"{{ plugins {{ {CatalogSchema.TenFields} }} }}");
    private readonly Limits _limits = new();
    private readonly SchemaOptions _options = new();

    /// <summary>The floor of <see cref="Hundred"/>.</summary>
    [Benchmark(Baseline = true)]
    public int FloorHundred()
    {
        _output.ResetWrittenCount();
        Floor.WriteHundred(_output);
        return _output.WrittenCount;
    }

    /// <summary>100 objects with 10 scalar fields each, by getters.</summary>
    [Benchmark]
    public Task<int> Hundred() => Run(_hundred);

    /// <summary>The least there is.</summary>
    [Benchmark]
    public Task<int> TypeName() => Run(_typeName);

    /// <summary>One small field in memory.</summary>
    [Benchmark]
    public Task<int> Hello() => Run(_hello);

    /// <summary>Five fields of an object found by a variable.</summary>
    [Benchmark]
    public Task<int> Five() => Run(_five);

    /// <summary>The same behind an asynchronous resolver that has its value at once.</summary>
    [Benchmark]
    public Task<int> LateFive() => Run(_lateFive);

    /// <summary>100 asynchronous resolvers that have their values at once.</summary>
    [Benchmark]
    public Task<int> HundredLate() => Run(_hundredLate);

    /// <summary>100 asynchronous resolvers that all wait.</summary>
    [Benchmark]
    public Task<int> HundredWaited() => Run(_hundredWaited);

    /// <summary>Compiles the plan of <see cref="Hundred"/>.</summary>
    [Benchmark]
    public object Plan() => OperationCompiler.Compile(_executor.Schema, _document, (OperationDefinitionNode)_document.Definitions[0], "", _options, _limits);

    private async Task<int> Run(IOperationRequest request)
    {
        _output.ResetWrittenCount();
        var result = await _executor.ExecuteAsync(request);
        ((IOperationResult)result).WriteTo(_output);
        await result.DisposeAsync();
        return _output.WrittenCount;
    }
}
