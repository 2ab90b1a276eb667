using GraphQLPlugins.Kernel.Identity;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Storage;
using GraphQLPlugins.Options.Contracts;
using MediatR;

namespace GraphQLPlugins.Integrations.Tests.Webhooks;

/// <summary>Tells of changed options, numbered, without changing any.</summary>
public sealed record ChangeOptions(int Count, Guid? ProjectId = null, bool Fails = false, Guid? OrganizationId = null) : ICommand<int>;

public sealed class ChangeOptionsHandler(UnitOfWork work) : IRequestHandler<ChangeOptions, int>
{
    private static int _last;

    public Task<int> Handle(ChangeOptions request, CancellationToken ct)
    {
        var organization = request.OrganizationId ?? Organization.DefaultId;
        for (var i = 0; i < request.Count; i++)
            work.AfterCommit(new OptionsChanged(
                organization, "example", request.ProjectId is { } project ? $"project:{project:N}" : $"organization:{organization:N}", [$"{Interlocked.Increment(ref _last)}"]));
        return request.Fails ? throw new InvalidOperationException("It fails after it was told.") : Task.FromResult(request.Count);
    }
}
