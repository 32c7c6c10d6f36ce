namespace ModelOps.Load;

/// <summary>When the calls of a Poisson process arrive: gaps are exponential and independent. The same seed gives the same moments.</summary>
internal sealed class PoissonArrivals(double rate, int seed)
{
    private readonly Random _random = new(seed);
    private double _seconds;

    /// <summary>The next arrival, as time since the beginning.</summary>
    public TimeSpan Next()
    {
        _seconds -= Math.Log(1 - _random.NextDouble()) / rate; // 1 - u is in (0, 1]
        return TimeSpan.FromSeconds(_seconds);
    }
}
