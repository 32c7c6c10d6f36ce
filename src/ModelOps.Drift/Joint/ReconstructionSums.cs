using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Joint;

/// <summary>Sum of the reconstruction errors of a window's rows, in a few bytes however many rows. Not safe for use by several threads at once: merge one
/// each.</summary>
/// <remarks>Each error is rounded to 2^-32 and summed as an integer: for one machine type, any sharding and any merge order give the same bytes.</remarks>
public sealed class ReconstructionSums
{
    private const double Scale = 1L << 32;
    private const double LargestError = 1L << 30;

    private readonly ReconstructionReference _reference;
    private readonly double[] _scratch;
    private Int128 _sum;

    /// <summary>Begins an empty sum.</summary>
    /// <param name="reference">What rows are compared with; sums that are merged must share it.</param>
    public ReconstructionSums(ReconstructionReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        _reference = reference;
        _scratch = new double[reference.RowLength];
    }

    /// <summary>Rows summed.</summary>
    public long Count { get; private set; }

    /// <summary>Rows left out because a value was infinite or absurdly far away.</summary>
    public long SkippedCount { get; private set; }

    /// <summary>Adds a row, without allocation.</summary>
    /// <param name="row">One value for each feature; NaN counts as the reference's mean.</param>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    public void Add(ReadOnlySpan<double> row)
    {
        if (row.Length != _scratch.Length) { throw new ArgumentException($"The row has {row.Length} values, {_scratch.Length} were expected.", nameof(row)); }
        double error = _reference.ErrorOf(row, _scratch);
        if (!(error < LargestError))
        {
            SkippedCount++;
            return;
        }

        Count++;
        _sum += (Int128)Math.Round(error * Scale);
    }

    /// <summary>Adds all rows of another sum.</summary>
    /// <param name="other">A sum over the same reference.</param>
    /// <exception cref="ArgumentException">The references have rows of different lengths.</exception>
    public void Merge(ReconstructionSums other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._scratch.Length != _scratch.Length) { throw new ArgumentException("The sums are over different references. Make both with one.", nameof(other)); }
        Count = checked(Count + other.Count);
        SkippedCount = checked(SkippedCount + other.SkippedCount);
        _sum += other._sum;
    }

    /// <summary>Compares the window with the reference.</summary>
    /// <returns>Its mean error, and whether it lies beyond the thresholds.</returns>
    public ReconstructionDrift Evaluate()
    {
        double error = Count == 0 ? double.NaN : (double)_sum / Scale / Count;
        return new ReconstructionDrift(
            error, Count == 0 ? double.NaN : _reference.RowDeviation / Math.Sqrt(Count), Count, error < _reference.LowerThreshold || error > _reference.UpperThreshold);
    }

    /// <summary>Writes the sum; equal sums give equal bytes.</summary>
    /// <returns>The binary form, with a checksum.</returns>
    public byte[] Write()
    {
        var writer = new PayloadWriter(PayloadKind.ReconstructionSums);
        writer.WriteCount(_scratch.Length);
        writer.WriteCount(Count);
        writer.WriteCount(SkippedCount);
        writer.Write((ulong)_sum);
        writer.Write((ulong)(_sum >> 64));
        return writer.Finish();
    }

    /// <summary>Reads a sum; safe on bytes from anyone.</summary>
    /// <param name="bytes">What <see cref="Write"/> wrote.</param>
    /// <param name="reference">What its rows were compared with.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="DriftProfileFormatException">The bytes are no such sum, are damaged, or of rows of another length.</exception>
    public static ReconstructionSums Read(ReadOnlySpan<byte> bytes, ReconstructionReference reference)
    {
        var sums = new ReconstructionSums(reference);
        var reader = new PayloadReader(bytes, PayloadKind.ReconstructionSums);
        PayloadReader.Require(reader.SmallCount(ReconstructionReference.MaxFeatures) == reference.RowLength, "its rows have another length");
        (sums.Count, sums.SkippedCount, sums._sum) = (reader.SmallCount(), reader.SmallCount(), reader.Int128());
        reader.End();
        PayloadReader.Require(sums._sum >= 0 && (double)sums._sum <= sums.Count * Scale * LargestError, "no rows have such a sum");
        return sums;
    }
}
