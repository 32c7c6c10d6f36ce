namespace ModelOps.Serving.Tests.Fakes;

internal sealed class GuardedSession(IModelSession inner) : IModelSession
{
    private int _running;
    private int _disposals;

    public ModelSignature Signature => inner.Signature;

    public IReadOnlyDictionary<string, string> Properties => inner.Properties;

    public int Disposals => _disposals;

    public int Terminations { get; private set; }

    public int Runs { get; private set; }

    /// <summary>Whether it was disposed while a call ran, or called after it was disposed. It is not passed on: the process would end.</summary>
    public bool IsViolated { get; private set; }

    /// <summary>Runs inside each call, before the model.</summary>
    public Action? OnRun { get; set; }

    public void Run(InferenceRequest request, InferenceResponse response, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _running);
        try
        {
            if (Volatile.Read(ref _disposals) > 0)
            {
                IsViolated = true;
                return;
            }

            Runs++;
            OnRun?.Invoke();
            inner.Run(request, response, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    public void Terminate()
    {
        Terminations++;
        inner.Terminate();
    }

    public void Dispose()
    {
        if (Interlocked.Increment(ref _disposals) > 1 || Volatile.Read(ref _running) > 0)
        {
            IsViolated = true;
            return;
        }

        inner.Dispose();
    }
}
