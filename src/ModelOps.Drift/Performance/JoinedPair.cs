using System.Runtime.InteropServices;

namespace ModelOps.Drift.Performance;

/// <summary>A prediction and its label that met.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JoinedPair(double Prediction, double Label, long PredictedTicks);
