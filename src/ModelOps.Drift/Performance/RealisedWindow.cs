namespace ModelOps.Drift.Performance;

/// <summary>Performance of the predictions of a window as their labels tell.</summary>
/// <param name="Start">Start of the window, a multiple of its length since year 1, UTC.</param>
/// <param name="End">Its end, which belongs to the next one.</param>
/// <param name="Predictions">Predictions made in it.</param>
/// <param name="IsFinal">Whether the watermark has passed, so that no label can come any more.</param>
/// <param name="Performance">Metrics of the predictions whose labels came; their count is the number of labels.</param>
public sealed record RealisedWindow(DateTimeOffset Start, DateTimeOffset End, long Predictions, bool IsFinal, PerformanceEstimate Performance)
{
    /// <summary>Share of the predictions whose labels came, 0 to 1. Labels that come selectively make metrics of the rest misleading.</summary>
    public double LabelledShare => Predictions == 0 ? 0 : (double)Performance.Count / Predictions;
}
