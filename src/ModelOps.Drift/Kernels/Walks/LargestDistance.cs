using System.Runtime.InteropServices;

namespace ModelOps.Drift.Kernels.Walks;

/// <summary>The largest distance of two distribution functions, in units of 1/(nm), so that it is an integer and equal distances compare equal.</summary>
/// <param name="Steps">Above 0 where the reference's function is the higher.</param>
/// <param name="Location">The smallest value at which it is reached; NaN when a side is empty.</param>
/// <param name="ReferenceCount">Finite reference values, n.</param>
/// <param name="CurrentCount">Finite current values, m.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LargestDistance(long Steps, double Location, int ReferenceCount, int CurrentCount);
