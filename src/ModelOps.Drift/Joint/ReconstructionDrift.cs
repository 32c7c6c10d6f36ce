using System.Runtime.InteropServices;

namespace ModelOps.Drift.Joint;

/// <summary>How well the reference's principal components tell the rows of a window.</summary>
/// <param name="Error">Mean length of what they do not tell of a row, in standard deviations; NaN without rows.</param>
/// <param name="SamplingError">Standard error of that mean, by the reference's rows; NaN without rows.</param>
/// <param name="Count">Rows of the window.</param>
/// <param name="HasDrifted">Whether the error lies beyond the reference's thresholds. A window much smaller than the reference's chunks varies more than they
/// do: look at the sampling error too.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ReconstructionDrift(double Error, double SamplingError, long Count, bool HasDrifted);
