namespace ModelOps.OpenInference.Client.Endpoints;

/// <summary>Which servers a call has asked already, its hedge included.</summary>
internal sealed class Attempts
{
    private ulong _asked;

    public ulong Asked => Volatile.Read(ref _asked);

    public void Add(int endpoint) => Interlocked.Or(ref _asked, 1UL << endpoint);
}
