namespace GraphQLPlugins.Engine.Execution.Running;

/// <summary>Ends an operation when its client is gone or its time is up. Its timer is reused from request to request.</summary>
internal sealed class RequestClock
{
    private CancellationTokenSource _source = new();
    private CancellationTokenRegistration _registration;

    public CancellationToken Begin(CancellationToken request, TimeSpan timeout)
    {
        _registration = request.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        _source.CancelAfter(timeout);
        return _source.Token;
    }

    public void End()
    {
        _registration.Dispose();
        _registration = default;
        if (_source.TryReset()) return;
        _source.Dispose();
        _source = new CancellationTokenSource();
    }
}
