namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>How the threshold of a detector is calibrated.</summary>
/// <param name="Setting">Name of the setting.</param>
/// <param name="Cost">What an update costs, as a multiple of a cumulative sum's.</param>
/// <param name="Loud">Threshold that alarms too often, by the deviation of the sample.</param>
/// <param name="Quiet">Threshold that hardly ever alarms.</param>
/// <param name="Simulate">Makes a detector with a threshold, for a process of a mean and deviation.</param>
/// <param name="Create">Makes the detector that watches, from a threshold and the sample.</param>
internal sealed record DetectorThreshold(
    string Setting, int Cost, Func<SampleLevel, double> Loud, Func<SampleLevel, double> Quiet, Func<SampleLevel, double, StreamDetector> Simulate, Func<double, double[], StreamDetector> Create);
