namespace ModelOps.Drift.Streams;

/// <summary>What a detector is worth: how seldom it alarms falsely, how late it alarms, and what it misses. Compare only with <see cref="PeriodicAlarm"/> beside it.</summary>
/// <param name="Runs">Streams that were tried.</param>
/// <param name="FalseAlarms">Alarms before the change, over all runs.</param>
/// <param name="UpdatesPerFalseAlarm">Values in control for each of them (ARL₀); infinite without any.</param>
/// <param name="Missed">Share of the runs without an alarm after the change.</param>
/// <param name="MeanDelay">Mean values from the change to the first alarm after it, over the runs that have one; NaN without any.</param>
public sealed record DetectionScore(int Runs, long FalseAlarms, double UpdatesPerFalseAlarm, double Missed, double MeanDelay);
