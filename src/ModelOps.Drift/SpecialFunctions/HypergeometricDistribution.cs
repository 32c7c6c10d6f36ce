using System.Runtime.InteropServices;

namespace ModelOps.Drift.SpecialFunctions;

/// <summary>The law of how many marked items are among those drawn, without putting back.</summary>
/// <param name="total">Items in all.</param>
/// <param name="marked">Marked ones among them.</param>
/// <param name="drawn">How many are drawn.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly struct HypergeometricDistribution(long total, long marked, long drawn)
{
    internal long Smallest => Math.Max(0, drawn + marked - total);

    internal long Largest => Math.Min(drawn, marked);

    /// <summary>The likeliest number.</summary>
    internal long Mode => Math.Clamp((long)((Int128)(drawn + 1) * (marked + 1) / (total + 2)), Smallest, Largest);

    /// <summary>Logarithm of the probability of k; -∞ where it cannot be.</summary>
    internal double LogProbability(long k)
    {
        if (k < Smallest || k > Largest)
        {
            return double.NegativeInfinity;
        }

        if (drawn == 0 || drawn == total)
        {
            return 0;
        }

        // Three binomial probabilities of one p; the third sits at its mean (Loader, 2000).
        double p = (double)drawn / total;
        double aboveMean = (double)(((Int128)k * total) - ((Int128)marked * drawn)) / total;
        return BinomialProbability.Log(k, marked, p, aboveMean)
            + BinomialProbability.Log(drawn - k, total - marked, p, -aboveMean)
            - BinomialProbability.Log(drawn, total, p, 0);
    }

    /// <summary>Probability of k or fewer.</summary>
    internal double Cdf(long k)
    {
        if (k < Smallest || k >= Largest)
        {
            return k < Smallest ? 0 : 1;
        }

        return k < Mode ? TailSum(k, -1) : 1 - TailSum(k + 1, 1);
    }

    /// <summary>Probability of k or more.</summary>
    internal double AtLeast(long k)
    {
        if (k <= Smallest || k > Largest)
        {
            return k <= Smallest ? 1 : 0;
        }

        return k > Mode ? TailSum(k, 1) : 1 - TailSum(k - 1, -1);
    }

    // The probabilities fall away from the mode, each from its neighbour by a ratio.
    private double TailSum(long k, int direction)
    {
        double term = 1;
        double sum = 1;
        for (long at = k; term > sum * 1e-18; at += direction)
        {
            double up = (double)(marked - at) * (drawn - at) / ((at + 1.0) * (total - marked - drawn + at + 1.0));
            double down = (double)at * (total - marked - drawn + at) / ((marked - at + 1.0) * (drawn - at + 1.0));
            term *= direction > 0 ? up : down;
            sum += term;
        }

        return Math.Min(1, Math.Exp(LogProbability(k)) * sum);
    }
}
