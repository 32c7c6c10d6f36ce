using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Joint;

/// <summary>Sums of random cosines over rows: what a replica must keep to measure drift of all features together, 8 bytes a cosine however many rows.
/// Not safe for use by several threads at once: merge one each.</summary>
/// <remarks>Each cosine is rounded to 2^-31 and summed as an integer: for the same machine type, any sharding and any merge order give the same bytes. (The
/// last bit of a cosine may differ between processor types; the rounding hides nearly all of that.)</remarks>
public sealed class JointSums
{
    private const double Scale = 1L << 31;

    // Below it no sum of cosines in units of 2^-31 overflows.
    private const long MaxCount = 1L << 31;

    private readonly FourierFeatures _features;
    private readonly long[] _sums;
    private readonly double[] _standardized;

    // Sum over rows of the mean squared cosine: what each row's product with itself takes from the sum over all pairs.
    private long _self;

    /// <summary>Begins empty sums.</summary>
    /// <param name="features">The cosines; all sums that are merged or compared must share them.</param>
    public JointSums(FourierFeatures features)
    {
        ArgumentNullException.ThrowIfNull(features);
        _features = features;
        _sums = new long[features.Cosines];
        _standardized = new double[features.RowLength];
    }

    /// <summary>Rows summed.</summary>
    public long Count { get; private set; }

    /// <summary>Rows left out because a value was missing, not finite, or over a thousand million standard deviations away.</summary>
    public long SkippedCount { get; private set; }

    /// <summary>Adds a row, without allocation.</summary>
    /// <param name="row">One value for each numeric feature of the reference, in its order.</param>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    /// <exception cref="InvalidOperationException">There are 2^31 rows already.</exception>
    public void Add(ReadOnlySpan<double> row)
    {
        if (row.Length != _features.RowLength)
        {
            throw new ArgumentException($"The row has {row.Length} values, {_features.RowLength} were expected.", nameof(row));
        }

        if (!_features.Standardize(row, _standardized))
        {
            SkippedCount++;
            return;
        }

        CheckCount(Count + 1);
        Count++;
        double squares = 0;
        for (int i = 0; i < _sums.Length; i++)
        {
            double cosine = _features.Cosine(i, _standardized);
            _sums[i] += (long)Math.Round(cosine * Scale);
            squares += cosine * cosine;
        }

        _self += (long)Math.Round(squares / _sums.Length * Scale);
    }

    /// <summary>Adds all rows of other sums to these.</summary>
    /// <param name="other">Sums over the same cosines.</param>
    /// <exception cref="ArgumentException">The cosines differ.</exception>
    /// <exception cref="InvalidOperationException">Together there are more than 2^31 rows.</exception>
    public void Merge(JointSums other)
    {
        CheckFit(other);
        CheckCount(Count + other.Count);
        Count += other.Count;
        SkippedCount = checked(SkippedCount + other.SkippedCount);
        _self += other._self;
        for (int i = 0; i < _sums.Length; i++) { _sums[i] += other._sums[i]; }
    }

    /// <summary>Squared maximum mean discrepancy of the rows of two sums, unbiased as Gretton et al. (2012) define it.</summary>
    /// <param name="reference">Sums of reference rows over the same cosines.</param>
    /// <returns>About 0 (below by chance) when nothing changed, up to 2; NaN with fewer than two rows on a side.</returns>
    /// <exception cref="ArgumentException">The cosines differ.</exception>
    public double SquaredDiscrepancy(JointSums reference)
    {
        CheckFit(reference);
        if (Count < 2 || reference.Count < 2)
        {
            return double.NaN;
        }

        double within = 0;
        double withinReference = 0;
        double between = 0;
        for (int i = 0; i < _sums.Length; i++)
        {
            double mine = _sums[i] / Scale / Count;
            double theirs = reference._sums[i] / Scale / reference.Count;
            within += mine * mine;
            withinReference += theirs * theirs;
            between += mine * theirs;
        }

        double factor = 2.0 / _sums.Length;
        return OverPairs(within * factor) + reference.OverPairs(withinReference * factor) - (2 * between * factor);
    }

    internal FourierFeatures Features => _features;

    internal double Mean(int cosine) => _sums[cosine] / Scale / Count;

    /// <summary>Writes the sums; equal sums give equal bytes.</summary>
    /// <returns>The binary form, with a checksum. The cosines are not in it: they follow from the reference and the seed.</returns>
    public byte[] Write()
    {
        var writer = new PayloadWriter(PayloadKind.JointSums);
        writer.Write(_sums.Length);
        writer.Write(_features.RowLength);
        writer.Write(_features.Seed);
        writer.Write(_features.Bandwidth);
        writer.Write(Count);
        writer.Write(SkippedCount);
        writer.Write(_self);
        foreach (long sum in _sums) { writer.Write(sum); }
        return writer.Finish();
    }

    /// <summary>Reads sums; safe on bytes from anyone.</summary>
    /// <param name="bytes">What <see cref="Write"/> wrote.</param>
    /// <param name="features">The cosines of the sums.</param>
    /// <returns>The sums.</returns>
    /// <exception cref="DriftProfileFormatException">The bytes are no such sums, are damaged, or of other cosines.</exception>
    public static JointSums Read(ReadOnlySpan<byte> bytes, FourierFeatures features)
    {
        var sums = new JointSums(features);
        var reader = new PayloadReader(bytes, PayloadKind.JointSums);
        bool fits = reader.Int32(1, FourierFeatures.MaxCosines) == features.Cosines
            & reader.Int32(1, int.MaxValue) == features.RowLength & reader.UInt64() == features.Seed & reader.Double() == features.Bandwidth;
        PayloadReader.Require(fits, "its sums are of other cosines");
        sums.Count = reader.Count();
        sums.SkippedCount = reader.Count();
        sums._self = reader.Count();
        PayloadReader.Require(sums.Count <= MaxCount && sums._self / Scale <= sums.Count, "it has too many rows");
        for (int i = 0; i < sums._sums.Length; i++)
        {
            sums._sums[i] = (long)reader.UInt64();
            PayloadReader.Require(Math.Abs(sums._sums[i] / Scale) <= sums.Count, "no rows have such sums");
        }

        reader.End();
        return sums;
    }

    // The mean over all pairs of different rows, from that over all pairs.
    private double OverPairs(double mean) => ((mean * Count) - (2 * _self / Scale / Count)) / (Count - 1);

    private static void CheckCount(long count)
    {
        if (count > MaxCount)
        {
            throw new InvalidOperationException($"The sums hold at most {MaxCount} rows. Begin new ones for each window.");
        }
    }

    private void CheckFit(JointSums other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!_features.IsSame(other._features))
        {
            throw new ArgumentException("The sums are over different cosines. Make both with one reference, width, number of cosines and seed.", nameof(other));
        }
    }
}
