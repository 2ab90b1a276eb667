using GraphQLPlugins.Kernel.Messaging;
using MediatR;

namespace GraphQLPlugins.Kernel.Secrets;

/// <summary>Makes a new key, with which secrets are sealed from now on. The older ones go on opening what they sealed.</summary>
public sealed record RotateKeys : ICommand<RotatedKeys>;

/// <summary>What a rotation led to.</summary>
/// <param name="KeyId">The new key.</param>
/// <param name="Count">How many keys there are now.</param>
public sealed record RotatedKeys(Guid KeyId, int Count);

internal sealed class RotateKeysHandler(SharedKeys keys) : IRequestHandler<RotateKeys, RotatedKeys>
{
    public Task<RotatedKeys> Handle(RotateKeys request, CancellationToken ct)
    {
        var (keyId, count) = keys.Rotate();
        return Task.FromResult(new RotatedKeys(keyId, count));
    }
}
