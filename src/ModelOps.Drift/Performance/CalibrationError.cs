namespace ModelOps.Drift.Performance;

/// <summary>How far probabilities are from the shares of positives that follow.</summary>
public static class CalibrationError
{
    /// <summary>Expected calibration error over bins of equal count: the mean distance of a bin's mean probability from its share of positives.</summary>
    /// <param name="probabilities">Probabilities in any order; pairs with one that is NaN or infinite are left out.</param>
    /// <param name="labels">Whether each is of the positive class.</param>
    /// <param name="bins">Number of bins, at least 1; the first ones are larger by one where the count does not divide. Default 10.</param>
    /// <returns>0 to 1; labels of equal probabilities are spread evenly over them, so the order of rows does not matter.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or no probability is finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bins"/> is below 1.</exception>
    /// <remarks>Source: Naeini, Cooper and Hauskrecht, Obtaining Well Calibrated Probabilities Using Bayesian Binning, 2015, with equal counts.</remarks>
    public static double Expected(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> labels, int bins = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        LabelledScores data = LabelledScores.Sort(probabilities, labels);
        long count = data.Counts.Sum();
        long larger = count % bins;
        int bin = 0;
        long room = Size(0);
        double gap = 0;
        double sum = 0;
        for (int i = 0; i < data.Scores.Length; i++)
        {
            double each = data.Scores[i] - ((double)data.Positives[i] / data.Counts[i]);
            long left = data.Counts[i];
            while (left > 0)
            {
                long taken = Math.Min(left, room);
                gap += taken * each;
                left -= taken;
                room -= taken;
                if (room == 0)
                {
                    sum += Math.Abs(gap);
                    (gap, room) = (0, Size(++bin));
                }
            }
        }

        return sum / count;

        long Size(int index) => (count / bins) + (index < larger ? 1 : 0);
    }
}
