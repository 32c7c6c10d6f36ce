namespace ModelOps.Onnx.Quantization.Calibration;

/// <summary>A histogram of a stream in fixed memory: when a value lies outside, neighbouring bins are merged and all become twice as wide.</summary>
/// <remarks>Widths are powers of two and edges are multiples of the width, so merging is exact: the counts depend on the values alone,
/// not on their order nor on how they were cut into batches, and two histograms of one stream can be added.</remarks>
internal sealed class StreamingHistogram
{
    /// <summary>Bins on each side of 0; at least half of those of the longer side lie within the values.</summary>
    public const int Side = 2048;

    private const int Log2Side = 11;
    private const int SmallestExponent = -126; // one over the width stays finite
    private const int Unset = int.MinValue;
    private readonly long[] _counts = new long[2 * Side];
    private int _exponent = Unset;

    /// <summary>Counts of the bins, from the lowest; the second half begins at 0.</summary>
    public ReadOnlySpan<long> Counts => _counts;

    /// <summary>Width of a bin.</summary>
    public double Width => Math.ScaleB(1.0, Exponent);

    /// <summary>Values counted.</summary>
    public long Total { get; private set; }

    private int Exponent => _exponent == Unset ? SmallestExponent : _exponent;

    /// <summary>Counts values.</summary>
    /// <param name="values">Finite values.</param>
    /// <param name="min">Their smallest.</param>
    /// <param name="max">Their largest.</param>
    public void Add(ReadOnlySpan<float> values, float min, float max)
    {
        if (values.IsEmpty) { return; }
        Widen(ExponentFor(min, max));
        HistogramKernel.Run(values, (float)Math.ScaleB(1.0, -Exponent), _counts);
        Total += values.Length;
    }

    /// <summary>Adds the counts of another histogram.</summary>
    public void Add(StreamingHistogram other)
    {
        if (other.Total == 0) { return; }
        Widen(other.Exponent);
        int shift = Exponent - other.Exponent;
        for (int i = 0; i < other._counts.Length; i++) { _counts[Merged(i, shift)] += other._counts[i]; }
        Total += other.Total;
    }

    private static int ExponentFor(float min, float max)
    {
        double bound = Math.Max(max, -(double)min); // Side * 2^exponent must be above it
        return bound == 0 ? SmallestExponent : Math.Max(SmallestExponent, Math.ILogB(bound) + 1 - Log2Side);
    }

    private static int Merged(int bin, int shift) => ((bin - Side) >> Math.Min(shift, 31)) + Side;

    private void Widen(int exponent)
    {
        if (exponent <= Exponent && _exponent != Unset) { return; }
        int shift = exponent - Exponent;
        if (Total > 0 && shift > 0)
        {
            // Towards the middle from both sides, so that no count is read after it was added to.
            for (int i = Side; i < 2 * Side; i++) { Move(i, shift); }
            for (int i = Side - 1; i >= 0; i--) { Move(i, shift); }
        }

        _exponent = exponent;
    }

    private void Move(int bin, int shift)
    {
        long count = _counts[bin];
        if (count == 0) { return; }
        _counts[bin] = 0;
        _counts[Merged(bin, shift)] += count;
    }
}
