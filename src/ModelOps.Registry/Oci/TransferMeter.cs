namespace ModelOps.Registry.Oci;

/// <summary>Adds up the bytes of several transfers at a time for one who wants to know.</summary>
internal sealed class TransferMeter(IProgress<OciProgress>? progress, long total)
{
    private long _done;

    public void Advance(long bytes) => progress?.Report(new OciProgress(Interlocked.Add(ref _done, bytes), total));
}
