using ModelOps.Drift.Profiles;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Detectors;

/// <summary>The counts of two profiles over few groups of neighbouring bins, so that each group holds enough for a chi-squared law.</summary>
/// <remarks>Groups are chosen from the pooled counts alone. When nothing changed, these say nothing about which side a value came from, so
/// the choice leaves the null law as it is; and a reference that is constant still splits from values beside it.</remarks>
internal readonly ref struct BinGroups
{
    // The customary ten bins, and Cochran's rule of five expected values a cell.
    private const int MostGroups = 10;
    private const int LeastExpected = 5;

    // From so many expected values a cell, the chi-squared law is off by less than a hundredth of a probability of 1%.
    private const int LargeExpected = 500;

    private BinGroups(ReadOnlySpan<long> reference, ReadOnlySpan<long> current)
    {
        Reference = reference;
        Current = current;
    }

    internal ReadOnlySpan<long> Reference { get; }

    internal ReadOnlySpan<long> Current { get; }

    /// <summary>Groups that hold anything on either side.</summary>
    internal int FilledCount => ChiSquare.DegreesOfFreedom(Reference, Current) + 1;

    /// <summary>Sets the p-value of a result by the law of its statistic at these very counts, where they are too small for the chi-squared law.</summary>
    /// <param name="result">The result, with the p-value of large samples.</param>
    /// <param name="term">What the statistic sums.</param>
    /// <param name="sum">The statistic, as the sum of those terms.</param>
    internal TwoSampleResult Judge<TTerm>(TwoSampleResult result, TTerm term, double sum)
        where TTerm : struct, IBinTerm => result.HasEnoughData && AreSmall
        ? result with { PValue = DealtLaw.Of(Reference, Current, term).Survival(sum) }
        : result;

    /// <summary>The sum of terms that is exceeded with a probability when nothing changed; by <paramref name="large"/> where counts are large.</summary>
    internal double CriticalSum<TTerm>(double alpha, TTerm term, double large)
        where TTerm : struct, IBinTerm => AreSmall ? DealtLaw.Of(Reference, Current, term).InverseSurvival(alpha) : large;

    private bool AreSmall
    {
        get
        {
            (double n, double m) = (Sum(Reference), Sum(Current));
            double share = Math.Min(n, m) / (n + m);
            for (int i = 0; i < Reference.Length; i++)
            {
                double pooled = (double)Reference[i] + Current[i];
                if (pooled > 0 && pooled * share < LargeExpected) { return true; }
            }

            return false;
        }
    }

    internal static BinGroups Of(FeatureProfile reference, FeatureProfile current)
    {
        double smaller = Math.Min(reference.Count, current.Count);
        double total = (double)reference.Count + current.Count;
        double least = smaller == 0 ? 0 : LeastExpected * total / smaller;
        return reference.Kind == FeatureKind.Numeric
            ? Neighbours(reference.Counts, current.Counts, Math.Max(least, total / MostGroups))
            : RareTogether(reference.Counts, current.Counts, least);
    }

    private static double Sum(ReadOnlySpan<long> counts)
    {
        double sum = 0;
        foreach (long count in counts) { sum += count; }
        return sum;
    }

    private static BinGroups Neighbours(ReadOnlySpan<long> reference, ReadOnlySpan<long> current, double least)
    {
        var groups = new List<(long Reference, long Current)>();
        (long Reference, long Current) group = (0, 0);
        for (int i = 0; i < reference.Length; i++)
        {
            group = (group.Reference + reference[i], group.Current + current[i]);
            if ((double)group.Reference + group.Current >= least)
            {
                groups.Add(group);
                group = (0, 0);
            }
        }

        // What is left at the end is too little for a group of its own.
        if (groups.Count == 0)
        {
            groups.Add(group);
        }
        else
        {
            groups[^1] = (groups[^1].Reference + group.Reference, groups[^1].Current + group.Current);
        }

        return new BinGroups(groups.Select(static g => g.Reference).ToArray(), groups.Select(static g => g.Current).ToArray());
    }

    private static BinGroups RareTogether(ReadOnlySpan<long> reference, ReadOnlySpan<long> current, double least)
    {
        var referenceGroups = new List<long> { 0 };
        var currentGroups = new List<long> { 0 };
        for (int i = 0; i < reference.Length; i++)
        {
            if ((double)reference[i] + current[i] >= least)
            {
                referenceGroups.Add(reference[i]);
                currentGroups.Add(current[i]);
            }
            else
            {
                referenceGroups[0] += reference[i];
                currentGroups[0] += current[i];
            }
        }

        return new BinGroups(referenceGroups.ToArray(), currentGroups.ToArray());
    }
}
