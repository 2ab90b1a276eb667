using Microsoft.AspNetCore.Http;

namespace GraphQLPlugins.Kernel.Hooks;

/// <summary>What came in at a hook's address.</summary>
/// <param name="Headers">As they came.</param>
/// <param name="Body">As it came, byte by byte.</param>
public sealed record HookDelivery(IHeaderDictionary Headers, ReadOnlyMemory<byte> Body);
