namespace ModelOps.Serving;

/// <summary>Adds up what the pairs of one shadow show, without keeping any. Thread-safe.</summary>
internal sealed class ShadowTally
{
    private readonly Lock _lock = new();
    private long _dropped;
    private long _failed;
    private long _compared;
    private long _differing;
    private double _meanDifference;
    private double _maxDifference;
    private double _primary;
    private double _shadow;
    private double _latencySquares; // Welford's sum of squared deviations of the difference of times

    public void Dropped() => Interlocked.Increment(ref _dropped);

    public void Failed() => Interlocked.Increment(ref _failed);

    public void Add(in AnswerDifference difference, TimeSpan primary, TimeSpan shadow)
    {
        lock (_lock)
        {
            _compared++;
            _differing += difference.Differs ? 1 : 0;
            _meanDifference += (difference.Mean - _meanDifference) / _compared;
            _maxDifference = Math.Max(_maxDifference, difference.Max);
            double before = shadow.TotalSeconds - primary.TotalSeconds - (_shadow - _primary);
            _primary += (primary.TotalSeconds - _primary) / _compared;
            _shadow += (shadow.TotalSeconds - _shadow) / _compared;
            _latencySquares += before * (shadow.TotalSeconds - primary.TotalSeconds - (_shadow - _primary));
        }
    }

    public ShadowReport Read(string model, ShadowPolicy policy)
    {
        lock (_lock)
        {
            return new ShadowReport
            {
                Model = model,
                Policy = policy,
                Dropped = Interlocked.Read(ref _dropped),
                Failed = Interlocked.Read(ref _failed),
                Compared = _compared,
                Differing = _differing,
                MeanAbsoluteDifference = _compared == 0 ? double.NaN : _meanDifference,
                MaxAbsoluteDifference = _maxDifference,
                MeanPrimaryLatency = TimeSpan.FromSeconds(_primary),
                MeanShadowLatency = TimeSpan.FromSeconds(_shadow),
                LatencyDifferenceDeviation = _compared < 2 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Sqrt(Math.Max(0, _latencySquares) / (_compared - 1))),
            };
        }
    }
}
