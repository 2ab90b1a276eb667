// The sample names these namespaces in its usings; their contents come from this engine by global usings.
#pragma warning disable CA1050
namespace GreenDonut.Data
{
    internal static class Anchor;
}

namespace HotChocolate.Execution
{
    internal static class Anchor;
}

namespace HotChocolate.Subscriptions
{
    internal static class Anchor;
}

namespace HotChocolate.Types.Pagination
{
    internal static class Anchor;
}
