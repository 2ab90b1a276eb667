using GraphQLPlugins.Engine.Execution;

namespace GraphQLPlugins.Engine.Types;

/// <summary>How a schema is built. Defaults are those of HotChocolate 15, except where a comment says otherwise.</summary>
public sealed class SchemaOptions
{
    public bool StrictValidation { get; set; } = true;
    public bool UseXmlDocumentation { get; set; } = true;
    public bool SortFieldsByName { get; set; }
    public bool RemoveUnreachableTypes { get; set; }
    public bool RemoveUnusedTypeSystemDirectives { get; set; } = true;
    public bool EnableOneOf { get; set; } = true;
    public bool EnableDefer { get; set; }
    public bool EnableStream { get; set; }
    public bool EnableTag { get; set; } = true;
    public bool EnsureAllNodesCanBeResolved { get; set; } = true;
    public int MaxAllowedNodeBatchSize { get; set; } = 50;
    public bool StripLeadingIFromInterface { get; set; }
    public ExecutionStrategy DefaultResolverStrategy { get; set; } = ExecutionStrategy.Parallel;
    public bool ValidatePipelineOrder { get; set; } = true;
    public DependencyInjectionScope DefaultQueryDependencyInjectionScope { get; set; } = DependencyInjectionScope.Resolver;
    public DependencyInjectionScope DefaultMutationDependencyInjectionScope { get; set; } = DependencyInjectionScope.Request;
}

/// <summary>How sibling fields run.</summary>
public enum ExecutionStrategy
{
    Parallel,
    Serial,
}
