using System.Text.Json;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Performance;

/// <summary>A calibrator as a file of a model version: versioned JSON.</summary>
public static class CalibratorFile
{
    /// <summary>Path of the calibrator inside a model version.</summary>
    public const string Name = "calibrator.json";

    /// <summary>Largest file that is read.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private const string What = "calibrator";

    /// <summary>Writes a calibrator of this package. Equal calibrators give equal bytes, and numbers come back bit for bit.</summary>
    /// <param name="calibrator">The calibrator.</param>
    /// <returns>UTF-8 JSON.</returns>
    /// <exception cref="ArgumentException">The calibrator is of another package.</exception>
    public static byte[] Write(IScoreCalibrator calibrator) =>
        JsonSerializer.SerializeToUtf8Bytes(ToDocument(calibrator), PerformanceJsonContext.Default.CalibratorDocument);

    /// <summary>Reads a calibrator; safe on bytes from anyone.</summary>
    /// <param name="utf8Json">What <see cref="Write"/> wrote.</param>
    /// <returns>The calibrator.</returns>
    /// <exception cref="PerformanceFormatException">The bytes are no such calibrator, or exceed the limit.</exception>
    public static IScoreCalibrator Read(ReadOnlySpan<byte> utf8Json)
    {
        return FromDocument(BoundedJson.Read(
            utf8Json, MaxBytes, PerformanceJsonContext.Default.CalibratorDocument, "a calibrator", static (problem, cause) => new PerformanceFormatException(What, problem, cause)));
    }

    internal static CalibratorDocument ToDocument(IScoreCalibrator calibrator) => calibrator switch
    {
        IsotonicCalibrator isotonic => Document("isotonic") with { Scores = [.. isotonic.Scores], Probabilities = [.. isotonic.Probabilities] },
        PlattCalibrator platt => Document("platt") with { Slope = platt.Slope, Intercept = platt.Intercept },
        IdentityCalibrator => Document("none"),
        _ => throw new ArgumentException($"A {calibrator?.GetType().Name} cannot be written. Pass a calibrator of ModelOps.Drift.", nameof(calibrator)),
    };

    internal static IScoreCalibrator FromDocument(CalibratorDocument document)
    {
        return document switch
        {
            { Format: not CalibratorDocument.ExpectedFormat } or { Version: not CalibratorDocument.CurrentVersion } =>
                throw new PerformanceFormatException(What, $"it should be '{CalibratorDocument.ExpectedFormat}' version {CalibratorDocument.CurrentVersion}"),
            { Method: "none" } => IdentityCalibrator.Instance,
            { Method: "platt", Slope: { } slope, Intercept: { } intercept } when double.IsFinite(slope) && double.IsFinite(intercept) =>
                new PlattCalibrator(slope, intercept),
            { Method: "isotonic", Scores: { } scores, Probabilities: { } probabilities } when AreKnots(scores, probabilities) =>
                new IsotonicCalibrator(scores, probabilities),
            _ => throw new PerformanceFormatException(What, "its method or its numbers are not those of a calibrator"),
        };
    }

    private static CalibratorDocument Document(string method) =>
        new() { Format = CalibratorDocument.ExpectedFormat, Version = CalibratorDocument.CurrentVersion, Method = method };

    private static bool AreKnots(double[] scores, double[] probabilities)
    {
        bool valid = scores.Length > 0 && scores.Length == probabilities.Length && Array.TrueForAll(scores, double.IsFinite);
        for (int i = 0; valid && i < scores.Length; i++)
        {
            valid = probabilities[i] is >= 0 and <= 1 && (i == 0 || (scores[i] > scores[i - 1] && probabilities[i] >= probabilities[i - 1]));
        }

        return valid;
    }
}
