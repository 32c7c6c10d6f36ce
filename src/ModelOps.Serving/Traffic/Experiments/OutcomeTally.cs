namespace ModelOps.Serving;

/// <summary>Count, mean and deviation of outcomes (Welford). Thread-safe; outcomes are rarer than calls, so a lock will do.</summary>
internal sealed class OutcomeTally
{
    private readonly Lock _lock = new();
    private long _count;
    private double _mean;
    private double _squares;

    public void Add(double value)
    {
        lock (_lock)
        {
            _count++;
            double before = value - _mean;
            _mean += before / _count;
            _squares += before * (value - _mean);
        }
    }

    public (long Count, double Mean, double Deviation) Read()
    {
        lock (_lock) { return (_count, _count == 0 ? double.NaN : _mean, _count < 2 ? double.NaN : Math.Sqrt(_squares / (_count - 1))); }
    }
}
