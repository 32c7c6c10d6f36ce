namespace ModelOps;

/// <summary>Keeps the tensors of a few calls for the next ones. It makes new ones when none is idle, so no call ever waits.</summary>
internal sealed class PredictorCallPool(ModelReference model) : IDisposable
{
    private readonly PredictorCall?[] _idle = new PredictorCall?[Math.Max(4, 2 * Environment.ProcessorCount)];
    private volatile bool _disposed;

    public PredictorCall Rent()
    {
        for (int i = 0; i < _idle.Length; i++)
        {
            if (Volatile.Read(ref _idle[i]) is not null && Interlocked.Exchange(ref _idle[i], null) is { } idle) { return idle; }
        }

        return new PredictorCall(model);
    }

    public void Return(PredictorCall call)
    {
        for (int i = 0; i < _idle.Length && !_disposed; i++)
        {
            if (Volatile.Read(ref _idle[i]) is null && Interlocked.CompareExchange(ref _idle[i], call, null) is null) { return; }
        }

        call.Dispose();
    }

    public void Dispose()
    {
        _disposed = true;
        for (int i = 0; i < _idle.Length; i++) { Interlocked.Exchange(ref _idle[i], null)?.Dispose(); }
    }
}
