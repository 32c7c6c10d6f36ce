using System.Text.Json;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Performance;

/// <summary>What confidence-based estimation knows of a classifier, as a file of the model version: versioned JSON without rows of data, though
/// edges and knots are scores of some.</summary>
public static class CbpeReferenceFile
{
    /// <summary>Path of the reference inside a model version.</summary>
    public const string Name = "cbpe-reference.json";

    private const string What = "reference of performance estimation";
    private const int MostEdges = (3 * ScoreEdges.PerKind) + 1;
    private static readonly string[] Metrics = [.. ConfusionSums.Metrics, PerformanceMetricNames.Auroc];

    /// <summary>Writes a reference. Equal references give equal bytes, and numbers come back bit for bit.</summary>
    /// <param name="reference">The reference.</param>
    /// <returns>UTF-8 JSON.</returns>
    /// <exception cref="ArgumentException">Its calibrator is of another package.</exception>
    public static byte[] Write(CbpeReference reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        return JsonSerializer.SerializeToUtf8Bytes(ToDocument(reference), PerformanceJsonContext.Default.CbpeReferenceDocument);
    }

    /// <summary>The reference as a file to register with a model version.</summary>
    /// <param name="reference">The reference.</param>
    /// <returns>The file, named <see cref="Name"/>.</returns>
    /// <exception cref="ArgumentException">Its calibrator is of another package.</exception>
    public static ModelFile ToModelFile(this CbpeReference reference) => ModelFile.FromBytes(Name, Write(reference));

    /// <summary>Reads a reference; safe on bytes from anyone.</summary>
    /// <param name="utf8Json">What <see cref="Write"/> wrote.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="PerformanceFormatException">The bytes are no such reference, or exceed the limit of <see cref="CalibratorFile.MaxBytes"/>.</exception>
    public static CbpeReference Read(ReadOnlySpan<byte> utf8Json)
    {
        return FromDocument(BoundedJson.Read(
            utf8Json, CalibratorFile.MaxBytes, PerformanceJsonContext.Default.CbpeReferenceDocument, "a reference", static (problem, cause) => new PerformanceFormatException(What, problem, cause)));
    }

    internal static CbpeReferenceDocument ToDocument(CbpeReference reference) => new()
    {
        Format = CbpeReferenceDocument.ExpectedFormat,
        Version = CbpeReferenceDocument.CurrentVersion,
        Count = reference.Count,
        Calibrator = CalibratorFile.ToDocument(reference.Calibrator),
        Edges = reference.Edges,
        Values = [.. Metrics.Select(metric => reference.Metric(metric).Value)],
        Deviations = [.. Metrics.Select(metric => reference.Metric(metric).Deviation)],
    };

    internal static CbpeReference FromDocument(CbpeReferenceDocument document)
    {
        if (document.Format != CbpeReferenceDocument.ExpectedFormat || document.Version != CbpeReferenceDocument.CurrentVersion)
        {
            throw new PerformanceFormatException(What, $"it should be '{CbpeReferenceDocument.ExpectedFormat}' version {CbpeReferenceDocument.CurrentVersion}");
        }

        if (document.Count < 1 || !AreEdges(document.Edges)
            || document.Values.Length != Metrics.Length || !Array.TrueForAll(document.Values, static value => double.IsNaN(value) || value is >= 0 and <= 1)
            || document.Deviations.Length != Metrics.Length || !Array.TrueForAll(document.Deviations, static value => double.IsNaN(value) || (value >= 0 && double.IsFinite(value))))
        {
            throw new PerformanceFormatException(What, "its numbers are not those of a reference");
        }

        return new CbpeReference(
            CalibratorFile.FromDocument(document.Calibrator),
            document.Edges,
            Metrics.Index().ToDictionary(static metric => metric.Item, metric => (document.Values[metric.Index], document.Deviations[metric.Index]), StringComparer.Ordinal),
            document.Count);
    }

    private static bool AreEdges(double[] edges)
    {
        bool valid = edges.Length is > 0 and <= MostEdges && Array.TrueForAll(edges, double.IsFinite);
        for (int i = 1; valid && i < edges.Length; i++)
        {
            valid = edges[i] > edges[i - 1];
        }

        return valid;
    }
}
