namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>What a calibration found.</summary>
/// <param name="Detector">The detector that watches from now on.</param>
/// <param name="Estimate">Its threshold and run time; null when none could be found.</param>
/// <param name="Problem">Why not, as a sentence; else null.</param>
internal sealed record CalibrationResult(StreamDetector Detector, RunTimeEstimate? Estimate, string? Problem);
