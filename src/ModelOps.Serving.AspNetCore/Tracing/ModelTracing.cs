namespace ModelOps.Serving.AspNetCore.Tracing;

/// <summary>Counts the calls of one model and takes every n-th, as often as is left.</summary>
internal sealed class ModelTracing(TraceSetting setting)
{
    private long _seen = -1;
    private long _taken;

    public bool Take()
    {
        if (setting.IsOn != true || Interlocked.Increment(ref _seen) % (setting.Rate ?? 1) != 0) { return false; }
        return setting.Count < 0 || Interlocked.Increment(ref _taken) <= setting.Count;
    }
}
