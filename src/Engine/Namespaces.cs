// Declares the public namespaces until each has its first type, so that projects which import them all compile.
#pragma warning disable CS1591
namespace GraphQLPlugins.Engine
{
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public static class NamespaceAnchor;
}

namespace GraphQLPlugins.Engine.Authorization
{
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public static class NamespaceAnchor;
}

namespace GraphQLPlugins.Engine.CostAnalysis.Types
{
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public static class NamespaceAnchor;
}

namespace GraphQLPlugins.Engine.Data
{
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public static class NamespaceAnchor;
}

namespace GraphQLPlugins.Engine.Data.Filters
{
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public static class NamespaceAnchor;
}

namespace GraphQLPlugins.Engine.Data.Sorting
{
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public static class NamespaceAnchor;
}

namespace GraphQLPlugins.Engine.Execution
{
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public static class NamespaceAnchor;
}

namespace GraphQLPlugins.Engine.Execution.Configuration
{
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public static class NamespaceAnchor;
}

namespace GraphQLPlugins.Engine.Execution.Processing
{
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public static class NamespaceAnchor;
}

namespace GraphQLPlugins.Engine.Resolvers
{
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public static class NamespaceAnchor;
}

namespace GraphQLPlugins.Engine.Subscriptions
{
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public static class NamespaceAnchor;
}

namespace GraphQLPlugins.Engine.Types
{
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public static class NamespaceAnchor;
}

namespace GraphQLPlugins.Engine.Types.Pagination
{
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public static class NamespaceAnchor;
}

namespace GraphQLPlugins.Engine.Types.Relay
{
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public static class NamespaceAnchor;
}

namespace GraphQLPlugins.Engine.DataLoading
{
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public static class NamespaceAnchor;
}

namespace GraphQLPlugins.Engine.DataLoading.Data
{
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public static class NamespaceAnchor;
}
