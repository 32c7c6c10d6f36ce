using System.Text.Json;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Performance;

/// <summary>What direct loss estimation knows of a regression model, as a file of the model version: versioned JSON without rows of data, though edges of bins are
/// values of some. For error models of <see cref="BoostedStumpsTrainer"/>; others are kept by whoever made them.</summary>
public static class DleReferenceFile
{
    /// <summary>Path of the reference inside a model version.</summary>
    public const string Name = "dle-reference.json";

    /// <summary>Largest file that is read.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private const string What = "reference of performance estimation";
    private static readonly string[] Metrics =
        [PerformanceMetricNames.MeanAbsoluteError, PerformanceMetricNames.MeanSquaredError, PerformanceMetricNames.MeanAbsolutePercentageError];

    /// <summary>Writes a reference. Equal references give equal bytes, and numbers come back bit for bit.</summary>
    /// <param name="reference">The reference.</param>
    /// <returns>UTF-8 JSON.</returns>
    /// <exception cref="ArgumentException">Its error models are of another trainer than <see cref="BoostedStumpsTrainer"/>.</exception>
    public static byte[] Write(DleReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return JsonSerializer.SerializeToUtf8Bytes(
            new DleReferenceDocument
            {
                Format = DleReferenceDocument.ExpectedFormat,
                Version = DleReferenceDocument.CurrentVersion,
                Dimensions = reference.Dimensions,
                Count = reference.Count,
                Estimators = Array.ConvertAll(reference.Estimators, ToDocument),
            },
            PerformanceJsonContext.Default.DleReferenceDocument);
    }

    /// <summary>Reads a reference; safe on bytes from anyone.</summary>
    /// <param name="utf8Json">What <see cref="Write"/> wrote.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="PerformanceFormatException">The bytes are no such reference, or exceed <see cref="MaxBytes"/>.</exception>
    public static DleReference Read(ReadOnlySpan<byte> utf8Json)
    {
        DleReferenceDocument document = BoundedJson.Read(
            utf8Json, MaxBytes, PerformanceJsonContext.Default.DleReferenceDocument, "a reference", static (problem, cause) => new PerformanceFormatException(What, problem, cause));
        if (document.Format != DleReferenceDocument.ExpectedFormat || document.Version != DleReferenceDocument.CurrentVersion)
        {
            throw new PerformanceFormatException(What, $"it should be '{DleReferenceDocument.ExpectedFormat}' version {DleReferenceDocument.CurrentVersion}");
        }

        if (document.Dimensions < 0 || document.Count < 1 || document.Estimators.Length is < 2 or > 3
            || !document.Estimators.Index().All(one => one.Item is { } estimator && estimator.Metric == Metrics[one.Index] && IsValid(estimator, document.Dimensions)))
        {
            throw new PerformanceFormatException(What, "its numbers are not those of a reference");
        }

        return new DleReference(document.Dimensions, document.Count, Array.ConvertAll(document.Estimators, FromDocument));
    }

    /// <summary>The reference as a file to register with a model version.</summary>
    /// <param name="reference">The reference.</param>
    /// <returns>The file, named <see cref="Name"/>.</returns>
    /// <exception cref="ArgumentException">Its error models are of another trainer than <see cref="BoostedStumpsTrainer"/>.</exception>
    public static ModelFile ToModelFile(this DleReference reference) => ModelFile.FromBytes(Name, Write(reference));

    private static ErrorEstimatorDocument ToDocument(ErrorEstimator estimator) => estimator.Model is BoostedStumps stumps
        ? new ErrorEstimatorDocument
        {
            Metric = estimator.Metric,
            Mean = estimator.Mean,
            Deviation = estimator.Deviation,
            Count = estimator.Count,
            Start = stumps.Start,
            Edges = [.. stumps.Bins.Select(static bins => bins.Edges)],
            Tables = [.. stumps.Tables],
        }
        : throw new ArgumentException($"A {estimator.Model.GetType().Name} cannot be written. Fit the reference with {nameof(BoostedStumpsTrainer)}, or pass it to the host in code.", nameof(estimator));

    private static ErrorEstimator FromDocument(ErrorEstimatorDocument document) => new(
        document.Metric,
        new BoostedStumps(document.Start, Array.ConvertAll(document.Edges, static edges => new FeatureBins(edges)), document.Tables),
        document.Mean, document.Deviation, document.Count);

    private static bool IsValid(ErrorEstimatorDocument document, int dimensions)
    {
        bool valid = document.Mean >= 0 && double.IsFinite(document.Mean) && document.Deviation >= 0 && double.IsFinite(document.Deviation)
            && document.Count >= 1 && double.IsFinite(document.Start) && document.Edges.Length == dimensions + 1 && document.Tables.Length == dimensions + 1;
        for (int i = 0; valid && i <= dimensions; i++)
        {
            valid = document.Edges[i] is { Length: < FeatureBins.Most } edges && AreIncreasing(edges)
                && document.Tables[i] is { } table && table.Length == edges.Length + 2 && Array.TrueForAll(table, double.IsFinite);
        }

        return valid;
    }

    private static bool AreIncreasing(double[] edges)
    {
        bool valid = edges.Length == 0 || !double.IsNaN(edges[0]);
        for (int i = 1; valid && i < edges.Length; i++) { valid = edges[i] > edges[i - 1]; }
        return valid;
    }
}
