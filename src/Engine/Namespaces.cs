// Declares the public namespaces whose types live in other assemblies, so that a project which imports them all compiles without those.
#pragma warning disable CS1591
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

namespace GraphQLPlugins.Engine.Types.Pagination
{
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public static class NamespaceAnchor;
}

namespace GraphQLPlugins.Engine.DataLoading.Data
{
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public static class NamespaceAnchor;
}
