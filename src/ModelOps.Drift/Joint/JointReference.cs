using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Joint;

/// <summary>What must be known of the reference rows to say how sure a joint discrepancy is, and which features it comes from. Immutable and safe to share
/// between threads.</summary>
/// <remarks>
/// <para>When nothing changed, the squared distance of the two means of the cosines, over 1/n + 1/m, is a sum of squared normals weighted by the eigenvalues of
/// the cosines' covariance. Its first three cumulants follow from the traces of that matrix and its powers, and fix a gamma law (Hall, 1983; Buckley and
/// Eagleson, 1988). The traces are those of the reference rows, without the bias that few rows bring (Srivastava, 2005; Fujikoshi, Ulyanov and Shimizu,
/// 2010). Rows are taken as independent.</para>
/// <para>A feature's part is how much of the discrepancy lies in cosines that turn fast along it, beyond what noise brings: the energy of the witness
/// function's slope along the feature, compared with that of a cosine drawn at random.</para>
/// </remarks>
public sealed class JointReference
{
    /// <summary>Fewest rows to fit.</summary>
    public const int MinRows = 50;

    private readonly JointSums _sums;
    private readonly double[] _variances;
    private readonly CovarianceTraces _traces;

    private JointReference(JointSums sums, double[] variances, CovarianceTraces traces) => (_sums, _variances, _traces) = (sums, variances, traces);

    /// <summary>Rows that were fitted.</summary>
    public long Count => _sums.Count;

    /// <summary>Fits the reference's rows. Time grows with rows × cosines, and once with 1,000 × 1,000 × (cosines + 1,000).</summary>
    /// <param name="features">The cosines; sums that are compared must share them.</param>
    /// <param name="rows">Rows of the reference, in any order; those with missing values are left out.</param>
    /// <returns>The fit; equal rows in equal order give equal fits.</returns>
    /// <exception cref="ArgumentException">A row has another length, or fewer than <see cref="MinRows"/> rows can be used.</exception>
    public static JointReference Fit(FourierFeatures features, IEnumerable<double[]> rows)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(rows);
        var sums = new JointSums(features);
        var squares = new double[features.Cosines];
        var sample = new CosineSample(features);
        var standardized = new double[features.RowLength];
        foreach (double[] row in rows)
        {
            long before = sums.Count;
            sums.Add(row);
            if (sums.Count == before) { continue; }
            features.Standardize(row, standardized);
            ReadOnlySpan<double> cosines = sample.Offer(standardized);
            for (int i = 0; i < squares.Length; i++) { squares[i] += cosines[i] * cosines[i]; }
        }

        if (sums.Count < MinRows)
        {
            throw new ArgumentException($"{sums.Count} rows can be used, at least {MinRows} are needed. Pass more rows without missing values.", nameof(rows));
        }

        double[] variances = [.. squares.Select((square, i) => Math.Max(0, (square / sums.Count) - (sums.Mean(i) * sums.Mean(i))))];
        return new JointReference(sums, variances, CovarianceTraces.Of(sample.Rows));
    }

    /// <summary>Compares a window with the reference.</summary>
    /// <param name="current">Sums of the window over the same cosines.</param>
    /// <returns>The discrepancy, its p-value, and the features' parts.</returns>
    /// <exception cref="ArgumentException">The cosines differ.</exception>
    public JointDrift Compare(JointSums current)
    {
        ArgumentNullException.ThrowIfNull(current);
        double discrepancy = current.SquaredDiscrepancy(_sums);
        if (double.IsNaN(discrepancy)) { return new JointDrift(double.NaN, double.NaN, [.. _sums.Features.Names.Select(static name => new JointDriftShare(name, 0))]); }
        double noise = (1.0 / current.Count) + (1.0 / _sums.Count);
        double[] distances = [.. _variances.Select((_, i) => Math.Pow(current.Mean(i) - _sums.Mean(i), 2))];
        double pValue = _traces.Survival(2 * distances.Average() / noise);
        return new JointDrift(discrepancy, pValue, Shares(distances, noise));
    }

    /// <summary>Writes the fit; equal fits give equal bytes.</summary>
    /// <returns>The binary form, with a checksum; the cosines are not in it.</returns>
    public byte[] Write()
    {
        var writer = new PayloadWriter(PayloadKind.JointReference);
        writer.Write([_traces.First, _traces.Second, _traces.Third]);
        writer.Write(_variances);
        writer.WriteBytes(_sums.Write());
        return writer.Finish();
    }

    /// <summary>Reads a fit; safe on bytes from anyone.</summary>
    /// <param name="bytes">What <see cref="Write"/> wrote.</param>
    /// <param name="features">The cosines of the fit.</param>
    /// <returns>The fit.</returns>
    /// <exception cref="DriftProfileFormatException">The bytes are no such fit, are damaged, or of other cosines.</exception>
    public static JointReference Read(ReadOnlySpan<byte> bytes, FourierFeatures features)
    {
        ArgumentNullException.ThrowIfNull(features);
        var reader = new PayloadReader(bytes, PayloadKind.JointReference);
        double[] traces = reader.Doubles(3);
        PayloadReader.Require(Array.TrueForAll(traces, static trace => trace >= 0), "a trace is negative");
        double[] variances = reader.Doubles(features.Cosines);
        PayloadReader.Require(Array.TrueForAll(variances, static variance => variance is >= 0 and <= 1), "no cosines vary so");
        var sums = JointSums.Read(reader.Rest(), features);
        PayloadReader.Require(sums.Count >= MinRows, "it has too few rows");
        return new JointReference(sums, variances, new CovarianceTraces(traces[0], traces[1], traces[2]));
    }

    private JointDriftShare[] Shares(double[] distances, double noise)
    {
        FourierFeatures features = _sums.Features;
        double[] scores = new double[features.RowLength];
        for (int feature = 0; feature < scores.Length; feature++)
        {
            double mean = 0;
            for (int i = 0; i < distances.Length; i++) { mean += features.Weight(i, feature) * features.Weight(i, feature) / distances.Length; }
            double score = 0;
            for (int i = 0; i < distances.Length; i++)
            {
                double excess = distances[i] - (_variances[i] * noise);
                score += excess * ((features.Weight(i, feature) * features.Weight(i, feature)) - mean);
            }

            scores[feature] = Math.Max(0, score);
        }

        double all = scores.Sum();
        return [.. scores.Select((score, i) => new JointDriftShare(features.Names[i], all > 0 ? score / all : 0))
            .OrderByDescending(static share => share.Share).ThenBy(static share => share.Feature, StringComparer.Ordinal)];
    }
}
