using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Joint;

/// <summary>Drift of all features together by principal components: rows that the directions of the reference cannot tell as well as before have changed in how
/// their features go together. Immutable and safe to share between threads.</summary>
/// <remarks>As NannyML's data reconstruction: missing values become the mean, features are standardised, as many principal components are kept as hold more than
/// 65 % of the variance, and the statistic of a window is the mean length of what they do not tell of its rows. Drifted is a window beyond the mean ± 3
/// standard deviations of the reference's chunks. Categories are left to the caller: encode each by its share in the reference, as NannyML does.</remarks>
public sealed class ReconstructionReference
{
    /// <summary>Most features.</summary>
    public const int MaxFeatures = 2048;

    private const double Deviations = 3;

    private readonly PrincipalComponents _components;

    private ReconstructionReference(PrincipalComponents components) => _components = components;

    /// <summary>Values of a row.</summary>
    public int RowLength => _components.Centers.Length;

    /// <summary>Principal components that are kept.</summary>
    public int Components => _components.Directions.Length;

    /// <summary>Their part in the variance of the reference, 0 to 1.</summary>
    public double ExplainedVariance => _components.ExplainedVariance;

    /// <summary>Standard deviation of the error of one row of the reference (divisor n - 1).</summary>
    public double RowDeviation { get; private init; }

    /// <summary>Below this mean error a window has drifted: the rows have become simpler. At least 0.</summary>
    public double LowerThreshold { get; private init; }

    /// <summary>Above this mean error a window has drifted.</summary>
    public double UpperThreshold { get; private init; }

    /// <summary>Fits the rows of the reference. Time grows with rows × features², and once with features³.</summary>
    /// <param name="rows">At least 2 rows of one length, in the order of time, so that chunks vary as windows do; NaN is missing, rows with infinities are left
    /// out.</param>
    /// <param name="explainedVariance">Components are kept until they hold more than this part of the variance, above 0 and below 1. Default 0.65.</param>
    /// <param name="chunks">Chunks of equal size that the thresholds come from, at least 2; rows that are left over are one more. Default 10.</param>
    /// <returns>The fit.</returns>
    /// <exception cref="ArgumentException">The rows are too few, too wide or of different lengths, or a number is out of its range.</exception>
    public static ReconstructionReference Fit(IEnumerable<double[]> rows, double explainedVariance = 0.65, int chunks = 10)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(chunks, 2);
        if (!(explainedVariance is > 0 and < 1)) { throw new ArgumentOutOfRangeException(nameof(explainedVariance), explainedVariance, "The part must be above 0 and below 1."); }
        double[][] used = [.. rows.Where(static row => !Array.Exists(row, double.IsInfinity))];
        if (used.Length < 2 || used[0].Length is 0 or > MaxFeatures || Array.Exists(used, row => row.Length != used[0].Length))
        {
            throw new ArgumentException($"At least 2 rows of one length from 1 to {MaxFeatures} are needed, without infinities.", nameof(rows));
        }

        PrincipalComponents components = PrincipalComponents.Fit(used, explainedVariance);
        var scratch = new double[used[0].Length];
        double[] errors = [.. used.Select(row => components.ErrorOf(row, scratch))];
        double[] means = [.. errors.Chunk(Math.Max(1, errors.Length / chunks)).Select(static chunk => chunk.Average())];
        double mean = means.Average();
        double deviation = Math.Sqrt(means.Average(one => (one - mean) * (one - mean)));
        double all = errors.Average();
        return new ReconstructionReference(components)
        {
            RowDeviation = Math.Sqrt(errors.Sum(one => (one - all) * (one - all)) / (errors.Length - 1)),
            LowerThreshold = Math.Max(0, mean - (Deviations * deviation)),
            UpperThreshold = mean + (Deviations * deviation),
        };
    }

    /// <summary>Writes the fit; equal fits give equal bytes.</summary>
    /// <returns>The binary form, with a checksum.</returns>
    public byte[] Write()
    {
        var writer = new PayloadWriter(PayloadKind.Reconstruction);
        writer.WriteCount(RowLength);
        writer.WriteCount(Components);
        writer.Write([RowDeviation, LowerThreshold, UpperThreshold, ExplainedVariance]);
        writer.Write(_components.Centers);
        writer.Write(_components.Scales);
        foreach (double[] direction in _components.Directions) { writer.Write(direction); }
        return writer.Finish();
    }

    /// <summary>Reads a fit; safe on bytes from anyone.</summary>
    /// <param name="bytes">What <see cref="Write"/> wrote.</param>
    /// <returns>The fit.</returns>
    /// <exception cref="DriftProfileFormatException">The bytes are no such fit, or damaged.</exception>
    public static ReconstructionReference Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new PayloadReader(bytes, PayloadKind.Reconstruction);
        int width = reader.SmallCount(MaxFeatures);
        int kept = reader.SmallCount(width);
        double[] numbers = reader.Doubles(4);
        PayloadReader.Require(width > 0 && numbers is [>= 0, >= 0, _, >= 0 and <= 1] && numbers[2] >= numbers[1], "its thresholds contradict each other");
        double[] centers = reader.Doubles(width);
        double[] scales = reader.Doubles(width);
        PayloadReader.Require(Array.TrueForAll(scales, static scale => scale > 0), "a scale is not above 0");
        var directions = new double[kept][];
        for (int i = 0; i < kept; i++)
        {
            directions[i] = reader.Doubles(width);
            PayloadReader.Require(Math.Abs(directions[i].Sum(static x => x * x) - 1) < 1e-6, "a direction is no unit vector");
        }

        reader.End();
        return new ReconstructionReference(new PrincipalComponents(centers, scales, directions, numbers[3]))
        {
            RowDeviation = numbers[0],
            LowerThreshold = numbers[1],
            UpperThreshold = numbers[2],
        };
    }

    internal double ErrorOf(ReadOnlySpan<double> row, Span<double> scratch) => _components.ErrorOf(row, scratch);
}
