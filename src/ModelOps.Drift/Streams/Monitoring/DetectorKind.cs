namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>A detector that settings can name.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Takes">Values that it takes.</param>
/// <param name="Create">Makes one.</param>
/// <param name="Threshold">Its one threshold, which can be calibrated; null when it has none or several.</param>
internal sealed record DetectorKind(
    string Name, DetectorRange Takes, Func<DetectorSettings, StreamDetector> Create, Func<DetectorSettings, DetectorThreshold>? Threshold = null);
