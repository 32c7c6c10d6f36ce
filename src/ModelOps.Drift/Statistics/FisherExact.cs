using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Statistics;

/// <summary>Fisher's exact test of two proportions, valid however small the counts.</summary>
public static class FisherExact
{
    // Orders this close in probability count as equally likely; SciPy's slack.
    private const double Slack = 1e-14;

    /// <summary>Tests a table of two by two counts.</summary>
    /// <param name="referenceYes">Reference values with the property, at least 0.</param>
    /// <param name="referenceNo">Reference values without it.</param>
    /// <param name="currentYes">Current values with it.</param>
    /// <param name="currentNo">Current values without it.</param>
    /// <param name="alternative"><see cref="Alternative.CurrentLarger"/> looks for a larger current share of yes.</param>
    /// <returns>The odds ratio of the reference to the current sample (0 to +∞; 1 where all or none have the property), its p-value as SciPy's
    /// <c>fisher_exact</c>, and as effect size the difference of the shares. Not enough data when a side is empty.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or the alternative is no member of its enumeration.</exception>
    public static TwoSampleResult Compare(
        long referenceYes, long referenceNo, long currentYes, long currentNo, Alternative alternative = Alternative.TwoSided)
    {
        Arguments.ThrowIfUndefined(alternative, nameof(alternative));
        (long n, long m) = ContingencyTable.Totals([referenceYes, referenceNo], [currentYes, currentNo]);
        long yes = checked(referenceYes + currentYes);
        if (n == 0 || m == 0)
        {
            return TwoSampleResult.NotEnoughData(n, m);
        }

        if (yes == 0 || yes == n + m)
        {
            return new TwoSampleResult(1, 1, 0, n, m);
        }

        double odds = referenceNo > 0 && currentYes > 0 ? (double)referenceYes * currentNo / ((double)referenceNo * currentYes) : double.PositiveInfinity;
        var law = new HypergeometricDistribution(n + m, n, yes);
        double p = alternative switch
        {
            Alternative.CurrentLarger => law.Cdf(referenceYes),
            Alternative.CurrentSmaller => law.AtLeast(referenceYes),
            _ => TwoSided(law, referenceYes),
        };
        return new TwoSampleResult(odds, p, Math.Abs(((double)referenceYes / n) - ((double)currentYes / m)), n, m);
    }

    // All numbers that are no likelier than the one seen. Probabilities fall away from the mode, so the other side's end is found by halving.
    private static double TwoSided(HypergeometricDistribution law, long seen)
    {
        double most = law.LogProbability(seen) + Slack;
        long mode = law.Mode;
        if (law.LogProbability(mode) <= most)
        {
            return 1;
        }

        bool below = seen < mode;
        long near = mode;
        long far = below ? law.Largest : law.Smallest;
        if (law.LogProbability(far) > most)
        {
            return below ? law.Cdf(seen) : law.AtLeast(seen);
        }

        // near is too likely, far is not.
        while (Math.Abs(far - near) > 1)
        {
            long middle = near + ((far - near) / 2);
            (near, far) = law.LogProbability(middle) > most ? (middle, far) : (near, middle);
        }

        return Math.Min(1, below ? law.Cdf(seen) + law.AtLeast(far) : law.AtLeast(seen) + law.Cdf(far));
    }
}
