using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Sequential;

/// <summary>The capital of a gambler who bets that ranks are not uniform: a test martingale while they are.</summary>
/// <remarks>Bets on halves, quarters, eighths and sixteenths, and on the lowest and the highest sixteenth, eighth and quarter against the rest, which finds a change of few
/// values soonest; each by a Dirichlet-multinomial mixture of concentration ½ a cell and the cells' widths as its mean, with a tenth of the capital. Mixtures of martingales are
/// martingales.</remarks>
internal sealed class DirichletBets(long start)
{
    /// <summary>Cells of the finest bet.</summary>
    internal const int Finest = 16;

    private const double Concentration = 0.5;

    // Where the cells of each bet end, in cells of the finest.
    private static readonly int[][] Bets = [[8, 16], [4, 8, 12, 16], [2, 4, 6, 8, 10, 12, 14, 16], [.. Enumerable.Range(1, Finest)], [1, 16], [2, 16], [4, 16], [12, 16], [14, 16], [15, 16]];

    private readonly long[] _counts = new long[Finest];
    private readonly double[] _logs = new double[Bets.Length];
    private long _total;

    /// <summary>The look at which the bets began.</summary>
    internal long Start { get; } = start;

    /// <summary>Goes on with saved bets, which <see cref="CanRestore"/> has checked.</summary>
    internal DirichletBets(SequentialBets saved)
        : this(saved.Start)
    {
        saved.Counts.CopyTo(_counts, 0);
        saved.Logs.CopyTo(_logs, 0);
        _total = Sum(_counts);
    }

    /// <summary>Logarithm of the capital; 0 at the start.</summary>
    internal double LogCapital
    {
        get
        {
            double largest = _logs.Max();
            return largest + Math.Log(_logs.Sum(log => Math.Exp(log - largest)) / Bets.Length);
        }
    }

    /// <summary>The finest cell of a rank.</summary>
    internal static int CellOf(double rank) => Math.Min(Finest - 1, (int)(rank * Finest));

    internal static bool CanRestore(SequentialBets saved) =>
        saved.Counts is { Length: Finest } && saved.Logs is { } logs && logs.Length == Bets.Length
        && Array.TrueForAll(saved.Counts, static count => count is >= 0 and < 1L << 56) && Array.TrueForAll(saved.Logs, double.IsFinite);

    internal SequentialBets Save() => new() { Start = Start, Counts = [.. _counts], Logs = [.. _logs] };

    internal void Observe(double rank)
    {
        Span<long> ranks = stackalloc long[Finest];
        ranks[CellOf(rank)] = 1;
        Observe(ranks);
    }

    /// <summary>Observes many ranks at once. The capital does not depend on their order: its factors are those of rising factorials.</summary>
    /// <param name="ranks">How many ranks fell into each finest cell.</param>
    internal void Observe(ReadOnlySpan<long> ranks)
    {
        long added = Sum(ranks);
        for (int bet = 0; bet < Bets.Length; bet++)
        {
            int[] ends = Bets[bet];
            double mass = ends.Length * Concentration;
            double log = -LogRising(_total + mass, added);
            int cell = 0;
            foreach (int end in ends)
            {
                double share = (end - cell) / (double)Finest;
                long more = Sum(ranks[cell..end]);
                if (more > 0) { log += LogRising(Sum(_counts.AsSpan(cell..end)) + (mass * share), more) - (more * Math.Log(share)); }
                cell = end;
            }

            _logs[bet] += log;
        }

        for (int i = 0; i < Finest; i++) { _counts[i] += ranks[i]; }
        _total += added;
    }

    private static long Sum(ReadOnlySpan<long> counts)
    {
        long sum = 0;
        foreach (long count in counts) { sum += count; }
        return sum;
    }

    // x (x + 1) ... (x + n - 1)
    private static double LogRising(double x, long n) => n switch
    {
        0 => 0,
        1 => Math.Log(x),
        _ => GammaFunctions.LogGamma(x + n) - GammaFunctions.LogGamma(x),
    };
}
