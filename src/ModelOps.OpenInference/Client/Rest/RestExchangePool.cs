using System.Collections.Concurrent;

namespace ModelOps.OpenInference.Client.Rest;

/// <summary>A few exchanges that wait for the next call.</summary>
internal sealed class RestExchangePool : IDisposable
{
    private readonly ConcurrentQueue<RestExchange> _idle = new();
    private readonly int _most = Environment.ProcessorCount * 4;
    private volatile bool _disposed;

    public RestExchange Rent() => _idle.TryDequeue(out RestExchange? exchange) ? exchange : new RestExchange();

    public void Return(RestExchange exchange)
    {
        if (exchange.TryReset() && !_disposed && _idle.Count < _most) { _idle.Enqueue(exchange); }
        else { exchange.Dispose(); }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryDequeue(out RestExchange? exchange)) { exchange.Dispose(); }
    }
}
