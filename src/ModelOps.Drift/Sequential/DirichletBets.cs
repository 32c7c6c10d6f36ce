using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Sequential;

/// <summary>The capital of a gambler who bets that ranks are not uniform: a test martingale while they are.</summary>
/// <remarks>Bets on halves, quarters, eighths and sixteenths, each by a Dirichlet-multinomial mixture of concentration ½, a quarter of the capital on
/// each; mixtures of martingales are martingales.</remarks>
internal sealed class DirichletBets(long start)
{
    /// <summary>Cells of the finest bet.</summary>
    internal const int Finest = 16;

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

    /// <summary>The finest cell of a rank.</summary>
    internal static int CellOf(double rank) => Math.Min(Finest - 1, (int)(rank * Finest));

    internal void Observe(double rank)
    {
        int finest = CellOf(rank);
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

    /// <summary>Observes many ranks at once. The capital does not depend on their order: its factors are those of rising factorials.</summary>
    /// <param name="ranks">How many ranks fell into each finest cell.</param>
    internal void Observe(ReadOnlySpan<long> ranks)
    {
        long added = 0;
        foreach (long count in ranks) { added += count; }
        for (int level = 0; level < Levels; level++)
        {
            int cells = 2 << level;
            int width = Finest / cells;
            double log = (added * Math.Log(cells)) - LogRising(_total + (cells * Concentration), added);
            for (int cell = 0; cell < Finest; cell += width)
            {
                long count = 0;
                long more = 0;
                for (int i = cell; i < cell + width; i++) { (count, more) = (count + _counts[i], more + ranks[i]); }
                log += LogRising(count + Concentration, more);
            }

            _logs[level] += log;
        }

        for (int i = 0; i < Finest; i++) { _counts[i] += ranks[i]; }
        _total += added;
    }

    // x (x + 1) ... (x + n - 1)
    private static double LogRising(double x, long n) =>
        n == 0 ? 0 : GammaFunctions.LogGamma(x + n) - GammaFunctions.LogGamma(x);
}
