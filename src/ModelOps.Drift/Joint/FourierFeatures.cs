using System.Numerics.Tensors;
using ModelOps.Drift.Profiles;
using ModelOps.Drift.Profiles.Sketches;

namespace ModelOps.Drift.Joint;

/// <summary>Random cosines whose products approximate a Gaussian kernel over standardised features. Immutable and safe to share between threads.</summary>
/// <remarks>Source: Rahimi and Recht, Random Features for Large-Scale Kernel Machines, 2007: √(2/D)·cos(w·z + b), w normal with deviation
/// 1/<see cref="Bandwidth"/>, b uniform. Drawn by SplitMix64, so every replica that knows the reference and the seed has the same cosines.</remarks>
public sealed class FourierFeatures
{
    /// <summary>Most cosines.</summary>
    public const int MaxCosines = 65_536;

    private readonly double[] _weights;
    private readonly double[] _phases;
    private readonly double[] _centers;
    private readonly double[] _scales;

    /// <summary>Draws the cosines for the numeric features of a reference, in its order.</summary>
    /// <param name="reference">The reference profile; its means and standard deviations bring the features to one scale.</param>
    /// <param name="cosines">How many cosines, 1 to <see cref="MaxCosines"/>; the squared discrepancy errs by about 1/√cosines of the kernel.</param>
    /// <param name="bandwidth">Width of the kernel in standard deviations, above 0; null (default): √features, the typical distance of two rows
    /// over √2.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <exception cref="ArgumentException">The reference has no numeric feature with values, or a number is out of its range.</exception>
    public FourierFeatures(DatasetProfile reference, int cosines = 512, double? bandwidth = null, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentOutOfRangeException.ThrowIfLessThan(cosines, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(cosines, MaxCosines);
        NumericFeatureProfile[] numeric = [.. reference.Features.OfType<NumericFeatureProfile>()];
        Moments[] moments = [.. numeric.Select(static feature => feature.Moments)];
        Names = [.. numeric.Select(static feature => feature.Name)];
        if (moments.Length == 0)
        {
            throw new ArgumentException("The reference has no numeric features. Joint drift needs at least one.", nameof(reference));
        }

        Bandwidth = bandwidth ?? Math.Sqrt(moments.Length);
        if (!(Bandwidth > 0 && double.IsFinite(Bandwidth)))
        {
            throw new ArgumentOutOfRangeException(nameof(bandwidth), bandwidth, "The width must be above 0 and finite.");
        }

        (RowLength, Cosines, Seed) = (moments.Length, cosines, seed);
        _centers = [.. moments.Select(static feature => feature.Mean)];
        _scales = [.. moments.Select(static feature => ScaleOf(feature.StandardDeviation))];
        var random = new SplitMix64(seed);
        _weights = new double[cosines * RowLength];
        _phases = new double[cosines];
        for (int i = 0; i < _weights.Length; i++) { _weights[i] = Normal(ref random) / Bandwidth; }
        for (int i = 0; i < cosines; i++) { _phases[i] = 2 * Math.PI * random.NextDouble(); }
    }

    /// <summary>Names of the features of a row.</summary>
    internal IReadOnlyList<string> Names { get; }

    /// <summary>Values of a row: the reference's numeric features.</summary>
    public int RowLength { get; }

    /// <summary>How many cosines.</summary>
    public int Cosines { get; }

    /// <summary>Width of the kernel in standard deviations of the reference.</summary>
    public double Bandwidth { get; }

    /// <summary>Seed of the draw.</summary>
    public ulong Seed { get; }

    /// <summary>Whether two draws are one.</summary>
    internal bool IsSame(FourierFeatures other) => ReferenceEquals(this, other)
        || ((Cosines, RowLength, Seed, Bandwidth) == (other.Cosines, other.RowLength, other.Seed, other.Bandwidth)
            && _centers.AsSpan().SequenceEqual(other._centers) && _scales.AsSpan().SequenceEqual(other._scales));

    /// <summary>Brings a row to the reference's scale. False when a value is not finite or absurdly far away: such a row is left out.</summary>
    internal bool Standardize(ReadOnlySpan<double> row, Span<double> standardized)
    {
        bool usable = true;
        for (int i = 0; i < row.Length; i++)
        {
            double z = (row[i] - _centers[i]) * _scales[i];
            usable &= Math.Abs(z) < 1e9;
            standardized[i] = z;
        }

        return usable;
    }

    /// <summary>The cosine at one place, -1 to 1.</summary>
    internal double Cosine(int at, ReadOnlySpan<double> standardized) =>
        Math.Cos(TensorPrimitives.Dot(_weights.AsSpan(at * RowLength, RowLength), standardized) + _phases[at]);

    /// <summary>How fast a cosine turns along a feature, in standard deviations.</summary>
    internal double Weight(int at, int feature) => _weights[(at * RowLength) + feature];

    // A constant feature says nothing about the reference; any move of it is counted in its own unit.
    private static double ScaleOf(double deviation) => deviation > 0 && double.IsFinite(1 / deviation) ? 1 / deviation : 1;

    private static double Normal(ref SplitMix64 random) =>
        Math.Sqrt(-2 * Math.Log(random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
