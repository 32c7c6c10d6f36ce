namespace ModelOps.Registry.Gc;

/// <summary>A count that grows.</summary>
internal sealed class Tally
{
    private long _count;
    private long _bytes;

    public GarbageCount Total => new(_count, _bytes);

    public void Add(long bytes)
    {
        _count++;
        _bytes += bytes;
    }
}
