using System.Collections.Concurrent;

namespace ModelOps.Drift.Detectors;

/// <summary>Remembers what depends on sample sizes alone: all features of a window mostly have the same, and a null law takes milliseconds to invert.
/// Safe for concurrent use.</summary>
internal sealed class SizeMemo
{
    private const int MaxEntries = 1024;
    private readonly ConcurrentDictionary<(double First, double Second, long Reference, long Current), double> _known = new();

    internal double Get(double first, double second, long reference, long current, Func<double, double, long, long, double> compute)
    {
        var key = (first, second, reference, current);
        if (_known.TryGetValue(key, out double value)) { return value; }
        value = compute(first, second, reference, current);
        if (_known.Count >= MaxEntries) { _known.Clear(); }
        _known[key] = value;
        return value;
    }
}
