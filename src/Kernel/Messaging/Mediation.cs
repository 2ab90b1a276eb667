using System.Reflection;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace GraphQLPlugins.Kernel.Messaging;

/// <summary>
/// All that is particular to MediatR 5.1: registration by hand, since its registration package cannot be had, the service factory that
/// version 12 replaced by the service provider, and a behaviour whose cancellation token comes before the continuation.
/// </summary>
internal static class Mediation
{
    private static readonly Type[] HandlerTypes = [typeof(IRequestHandler<,>), typeof(INotificationHandler<>), typeof(IPreparation<>)];

    public static IServiceCollection AddMediation(this IServiceCollection services, IReadOnlyList<Assembly> assemblies)
    {
        services.AddScoped<ServiceFactory>(provider => provider.GetService!);
        services.AddScoped<IMediator, Mediator>();
        services.AddScoped<CommandTransaction>().AddScoped<Announcements>();
        services.AddScoped(typeof(IPipelineBehavior<,>), typeof(Behavior<,>));
        foreach (var type in assemblies.SelectMany(a => a.GetTypes()).Where(t => t is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false }))
            foreach (var contract in type.GetInterfaces().Where(i => i.IsGenericType && HandlerTypes.Contains(i.GetGenericTypeDefinition())))
                services.AddScoped(contract, type);
        return services;
    }

    private sealed class Behavior<TRequest, TResponse>(IServiceProvider services) : IPipelineBehavior<TRequest, TResponse> where TRequest : notnull
    {
        public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next) =>
            request is ICommand command
                ? services.GetRequiredService<CommandTransaction>().RunAsync(command, () => PrepareAsync(request, cancellationToken), () => next(), cancellationToken)
                : next();

        private async Task PrepareAsync(TRequest request, CancellationToken ct)
        {
            foreach (var preparation in services.GetServices<IPreparation<TRequest>>()) await preparation.PrepareAsync(request, ct);
        }
    }
}
