using ModelOps.Drift.Streams;

namespace StreamDrift;

/// <summary>One detector on one stream, and what came of it.</summary>
/// <param name="Name">Name of the detector.</param>
/// <param name="Stream">What it watched.</param>
/// <param name="FirstAlarm">Index of the first alarm after the change; null if it missed it.</param>
/// <param name="Delay">Half-hours from the change to that alarm.</param>
/// <param name="FalseAlarms">Alarms between the training weeks and the change.</param>
internal sealed record Watch(string Name, string Stream, int? FirstAlarm, int? Delay, int FalseAlarms)
{
    public static Watch Run(StreamDetector detector, string stream, ReadOnlySpan<double> values, int from, int changeAt)
    {
        int falseAlarms = 0;
        int? first = null;
        for (int i = from; i < values.Length && first is null; i++)
        {
            if (detector.Update(values[i]) == StreamState.Drift)
            {
                (falseAlarms, first) = i < changeAt ? (falseAlarms + 1, first) : (falseAlarms, i);
            }
        }

        return new Watch(detector.Name, stream, first, first - changeAt, falseAlarms);
    }
}
