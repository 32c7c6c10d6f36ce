using System.Runtime.InteropServices;

namespace ModelOps.Drift.Performance;

/// <summary>Positives and negatives by bins of scores in increasing order, and the AUROC they give.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct ScoreHistogram(ReadOnlySpan<double> positives, ReadOnlySpan<double> negatives)
{
    private readonly ReadOnlySpan<double> _positives = positives;
    private readonly ReadOnlySpan<double> _negatives = negatives;

    /// <summary>The area, scores of a bin counting as tied, and how far that can be from the area of the scores themselves; NaN without both classes.</summary>
    internal (double Area, double BinningError) Auroc()
    {
        double below = 0;
        double pairs = 0;
        double tied = 0;
        double total = 0;
        for (int i = 0; i < _positives.Length; i++)
        {
            pairs += _positives[i] * (below + (_negatives[i] / 2));
            tied += _positives[i] * _negatives[i];
            below += _negatives[i];
            total += _positives[i];
        }

        double all = total * below;
        return all == 0 ? (double.NaN, double.NaN) : (pairs / all, tied / 2 / all);
    }

    /// <summary>Standard deviation of one row's part in the area (DeLong, DeLong and Clarke-Pearson, 1988).</summary>
    internal double Deviation()
    {
        double allPositives = Sum(_positives);
        double allNegatives = Sum(_negatives);
        double area = Auroc().Area;
        double total = allPositives + allNegatives;
        double variance = 0;
        double below = 0;
        double positivesBelow = 0;
        for (int i = 0; i < _positives.Length; i++)
        {
            double ofPositive = (((below + (_negatives[i] / 2)) / allNegatives) - area) / (allPositives / total);
            double ofNegative = (((allPositives - positivesBelow - (_positives[i] / 2)) / allPositives) - area) / (allNegatives / total);
            variance += ((_positives[i] * ofPositive * ofPositive) + (_negatives[i] * ofNegative * ofNegative)) / total;
            below += _negatives[i];
            positivesBelow += _positives[i];
        }

        return Math.Sqrt(variance);
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) { sum += value; }
        return sum;
    }
}
