namespace ModelOps.Drift.Sequential;

/// <summary>The capital of a gambler who bets that ranks are not uniform: a test martingale while they are.</summary>
/// <remarks>Bets on halves, quarters, eighths and sixteenths, each by a Dirichlet-multinomial mixture of concentration ½, a quarter of the capital on
/// each; mixtures of martingales are martingales.</remarks>
internal sealed class DirichletBets(long start)
{
    private const int Finest = 16;
    private const int Levels = 4;
    private const double Concentration = 0.5;

    private readonly long[] _counts = new long[Finest];
    private readonly double[] _logs = new double[Levels];
    private long _total;

    /// <summary>The look at which the bets began.</summary>
    internal long Start { get; } = start;

    /// <summary>Logarithm of the capital; 0 at the start.</summary>
    internal double LogCapital
    {
        get
        {
            double largest = _logs.Max();
            return largest + Math.Log(_logs.Sum(log => Math.Exp(log - largest)) / Levels);
        }
    }

    internal void Observe(double rank)
    {
        int finest = Math.Min(Finest - 1, (int)(rank * Finest));
        for (int level = 0; level < Levels; level++)
        {
            int cells = 2 << level;
            int width = Finest / cells;
            long count = 0;
            foreach (long one in _counts.AsSpan(finest / width * width, width)) { count += one; }
            _logs[level] += Math.Log(cells * (count + Concentration) / (_total + (cells * Concentration)));
        }

        _counts[finest]++;
        _total++;
    }
}
