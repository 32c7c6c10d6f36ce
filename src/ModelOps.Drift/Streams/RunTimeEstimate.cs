using System.Runtime.InteropServices;

namespace ModelOps.Drift.Streams;

/// <summary>How long a detector runs between false alarms, as simulated.</summary>
/// <param name="Threshold">Threshold that was simulated.</param>
/// <param name="Updates">Mean values from alarm to alarm. A lower bound when nothing alarmed.</param>
/// <param name="StandardError">Standard error of that mean; infinite when nothing alarmed.</param>
/// <param name="Alarms">Alarms that were seen.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RunTimeEstimate(double Threshold, double Updates, double StandardError, long Alarms);
